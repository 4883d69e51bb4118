"""The voices of the house, composed from the settings; the offline one is a process of its own, kept until closed."""

from functools import cached_property

from briefing.lexicon import lexicon
from briefing.speech.edge import EdgeEngine
from briefing.speech.engine import Engine
from briefing.speech.espeak import EspeakEngine
from briefing.speech.speaker import Speaker
from cockpit.settings import Settings
from data.clock import Clock


class Voices:
    """Who speaks editions and answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def offline(self) -> EspeakEngine:
        return EspeakEngine()

    @cached_property
    def editions(self) -> Speaker:
        """The online voice first where the settings allow it; the offline voice always stands ready."""
        engines: list[Engine] = [self.offline]
        if self.settings.online_voice:
            proxy, authority = self.settings.voice_proxy, self.settings.voice_ca
            engines.insert(0, EdgeEngine(self.offline.syllables, proxy=proxy, ca_file=authority))
        return self._speaker(engines)

    @cached_property
    def answers(self) -> Speaker:
        """The offline voice, for nobody waits for it."""
        return self._speaker([self.offline])

    def close(self) -> None:
        """End the offline voice's process."""
        self.offline.close()

    def _speaker(self, engines: list[Engine]) -> Speaker:
        return Speaker(engines, self.settings.cache / "speech", Clock(), words=lexicon(self.settings.lexicon))
