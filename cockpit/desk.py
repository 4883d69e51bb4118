"""Where editions are made: the voices, the studio and the folders, composed from the settings."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from avatar.film import Studio
from avatar.fonts import FOLDER
from briefing.edition import Edition, Maker, make_edition, make_live, prepare
from briefing.folder import LIVE, MARK
from cockpit.orders import Order
from cockpit.renderer import performer
from cockpit.settings import Settings
from cockpit.voices import Voices
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
        self.voices = Voices(settings)

    @cached_property
    def studio(self) -> Studio:
        """Where films are made, with the performer of the settings."""
        chosen = performer(self.settings)
        return Studio(PRESENTER, FOLDER, self.settings.cache, chosen) if chosen else self.drawn

    @cached_property
    def drawn(self) -> Studio:
        """Where live editions are made: terminals draw."""
        return Studio(PRESENTER, FOLDER, self.settings.cache)

    def folder(self, order: Order) -> Path:
        return self.settings.editions / order.org / order.day.isoformat() / order.lang

    def made(self, order: Order) -> bool:
        return (self.folder(order) / MARK).exists()

    def made_live(self, order: Order) -> bool:
        return (self.folder(order) / LIVE / MARK).exists()

    def make(self, snapshot: Snapshot, order: Order, progress: Progress, out: Path | None = None) -> Edition:
        """One edition from a snapshot, into its folder or `out`; made once for the same snapshot and voice."""
        maker = self._maker(snapshot, order, self.studio)
        return make_edition(maker, out or self.folder(order), progress, self.settings.clock)

    def live(self, snapshot: Snapshot, order: Order) -> Edition:
        """The same for terminals that draw it themselves, long before the film is there."""
        maker = self._maker(snapshot, order, self.drawn)
        return make_live(maker, self.folder(order) / LIVE, self.settings.clock)

    def _maker(self, snapshot: Snapshot, order: Order, studio: Studio) -> Maker:
        calendar, speaker = self.settings.calendar, self.voices.editions
        return prepare(snapshot, order.org, order.day, order.lang, calendar, self.catalogue, speaker, studio)

    def tidy(self) -> None:
        """Forget the segments that no film of the last days has used."""
        self.drawn.forget(Clock().now() - KEEP)

    def close(self) -> None:
        """End the voice's process."""
        self.voices.close()
