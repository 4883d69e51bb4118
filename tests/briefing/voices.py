"""A voice that speaks silence, as long as a real one would."""

import numpy as np

from avatar.types import RATE, Speech, Word
from briefing.speech.engine import SpeechError


class Voice:
    """Speaks silence, so many characters (zh) or words (en) a minute."""

    concurrency = 1

    def __init__(self, name="quiet", a_minute=260, *, broken=False):
        self.name, self.a_minute, self.broken = name, a_minute, broken

    def voice(self, lang):
        return f"{self.name}-{lang}"

    def signature(self, lang):
        return f"{self.name} {self.a_minute} {lang}"

    async def speak(self, text, lang):
        if self.broken:
            raise SpeechError(self.name, "is away", "Wait.")
        units = sum(map(str.isalnum, text)) if lang == "zh" else len(text.split())
        seconds = units * 60 / self.a_minute
        return Speech(np.zeros(round(seconds * RATE), np.int16), (Word(text, 0.0, seconds),), ())
