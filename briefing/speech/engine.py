"""What every voice can do, and how it says that it cannot."""

from typing import Protocol

from avatar.types import Speech
from data.errors import UserError


class SpeechError(UserError):
    """A voice failed: `where` names the engine, `what` the failure, `remedy` what the user can do."""


class Engine(Protocol):
    """A voice for each language."""

    @property
    def name(self) -> str:
        """As written in the film's metadata: edge-tts, espeak-ng."""

    @property
    def concurrency(self) -> int:
        """How many sentences it may speak at once."""

    def voice(self, lang: str) -> str:
        """The voice's own name for a language."""

    def signature(self, lang: str) -> str:
        """Everything besides the text that the sound depends on: engine version, voice, rate, pitch."""

    async def speak(self, text: str, lang: str) -> Speech:
        """One sentence as sound with timed words and visemes. SpeechError where it cannot."""
