"""Where editions are made: the speaker, the studio and the folders, composed from the settings."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from avatar.film import Studio
from avatar.fonts import FOLDER
from briefing.edition import Edition, make_edition, make_live
from briefing.folder import LIVE, MARK
from briefing.lexicon import lexicon
from briefing.speech.edge import EdgeEngine
from briefing.speech.engine import Engine
from briefing.speech.espeak import EspeakEngine
from briefing.speech.speaker import Speaker
from cockpit.orders import Order
from cockpit.renderer import performer
from cockpit.settings import Settings
from data.clock import Clock
from metrics.catalogue import Catalogue
from metrics.snapshot import Snapshot

PRESENTER = "xiaochen"
KEEP = timedelta(days=14)
Progress = Callable[[int, int], None]


class Desk:
    """Makes editions; engine processes and sprites are kept from one to the next."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.settings = settings
        self.catalogue = catalogue

    @cached_property
    def studio(self) -> Studio:
        """Where films are made, with the performer of the settings."""
        chosen = performer(self.settings)
        return Studio(PRESENTER, FOLDER, self.settings.cache, chosen) if chosen else self.drawn

    @cached_property
    def drawn(self) -> Studio:
        """Where live editions are made: terminals draw."""
        return Studio(PRESENTER, FOLDER, self.settings.cache)

    @cached_property
    def offline(self) -> EspeakEngine:
        return EspeakEngine()

    @cached_property
    def speaker(self) -> Speaker:
        """The online voice first where the settings allow it; the offline voice always stands ready."""
        engines: list[Engine] = [self.offline]
        if self.settings.online_voice:
            proxy, authority = self.settings.voice_proxy, self.settings.voice_ca
            engines.insert(0, EdgeEngine(self.offline.syllables, proxy=proxy, ca_file=authority))
        return Speaker(engines, self.settings.cache / "speech", Clock(), words=lexicon(self.settings.lexicon))

    @cached_property
    def prompter(self) -> Speaker:
        """The voice of answers: offline, for nobody waits for it."""
        return Speaker([self.offline], self.settings.cache / "speech", Clock(), words=lexicon(self.settings.lexicon))

    def folder(self, order: Order) -> Path:
        return self.settings.editions / order.org / order.day.isoformat() / order.lang

    def made(self, order: Order) -> bool:
        return (self.folder(order) / MARK).exists()

    def made_live(self, order: Order) -> bool:
        return (self.folder(order) / LIVE / MARK).exists()

    def make(self, snapshot: Snapshot, order: Order, progress: Progress, out: Path | None = None) -> Edition:
        """One edition from a snapshot, into its folder or `out`; made once for the same snapshot and voice."""
        return make_edition(
            snapshot,
            order.org,
            order.day,
            order.lang,
            self.settings.calendar,
            self.catalogue,
            self.speaker,
            self.studio,
            out or self.folder(order),
            progress,
            self.settings.clock,
        )

    def live(self, snapshot: Snapshot, order: Order) -> Edition:
        """The same for terminals that draw it themselves, long before the film is there."""
        return make_live(
            snapshot,
            order.org,
            order.day,
            order.lang,
            self.settings.calendar,
            self.catalogue,
            self.speaker,
            self.drawn,
            self.folder(order) / LIVE,
            self.settings.clock,
        )

    def tidy(self) -> None:
        """Forget the segments that no film of the last days has used."""
        self.drawn.forget(Clock().now() - KEEP)

    def close(self) -> None:
        """End the voice's process."""
        self.offline.close()
