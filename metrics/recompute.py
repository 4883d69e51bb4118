"""Recompute: the snapshot again after every change, from what is kept of the last time and what differs since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data.calendar import WorkCalendar
from data.clock import Clock
from data.schemas import TABLES
from data.tables import Tables
from metrics import recount
from metrics.base import Base
from metrics.carried import Carried
from metrics.catalogue import Catalogue
from metrics.compute import organisations, snapshot_of, span
from metrics.funnels import Campaign, Funnels
from metrics.funnels.kept import Kept
from metrics.ground import Ground
from metrics.loading import Changed
from metrics.report import Report
from metrics.snapshot import Snapshot
from metrics.warning import Missing
from metrics.warnings.gaps import missing_days
from metrics.warnings.settings import load as load_settings

Progress = Callable[[str], None]


class Recompute:
    """What is kept between one snapshot and the next; each is what `compute` would give from scratch.

    `counted` are the campaigns that were counted last.
    """

    _base: Base | None
    _versions: Mapping[str, int | None]
    _funnels: Kept
    _last: Snapshot | None
    _missing: tuple[Missing, ...]
    _carried: Carried
    counted: tuple[str, ...]

    def __init__(self, tables: Tables, calendar: WorkCalendar, catalogue: Catalogue, clock: Clock) -> None:
        self._tables, self._calendar, self._catalogue, self._clock = tables, calendar, catalogue, clock
        self._settings = load_settings().within(catalogue.ids)
        self._forget()

    @property
    def base(self) -> Base:
        """The measures of the last snapshot; KeyError before the first."""
        if self._base is None:
            raise KeyError("no snapshot was computed yet")
        return self._base

    @property
    def read(self) -> Mapping[str, frozenset[date] | None]:
        """What was read last: the days of a source, by its first measure; None where all its rows were."""
        return self._base.held.read if self._base else {}

    def snapshot(
        self,
        as_of: date,
        sources: tuple[dict[str, Any], ...] = (),
        campaigns: Sequence[Campaign] = (),
        progress: Progress | None = None,
    ) -> Snapshot:
        """As `metrics.compute.compute`, reading only what differs since the last one; another day reads everything."""
        tell = progress or (lambda _: None)
        tell("measures")
        base = self._renewed(as_of)
        self.counted = tuple(campaign.id for campaign in self._funnels.missing(campaigns))
        missing = missing_days(self._tables, self._calendar, as_of, self._settings)
        same = missing == self._missing and not self.counted
        if self._last and self._last.funnels.campaigns == tuple(campaigns) and same:
            return replace(self._last, made_at=self._clock.now(), sources=sources)

        def counted() -> Funnels:
            return self._funnels.of(campaigns, self._tables, Ground(base.orgs, self._calendar, base.first, as_of))

        self._missing = missing
        self._last = snapshot_of(
            base, missing, self._catalogue, as_of, self._clock, counted, tell, sources, self._carried
        )
        return self._last

    def check(self, as_of: date) -> Report:
        """Count everything from scratch, compare it with what is kept, and keep it instead."""
        known = self._base is not None and self._base.cube.last == as_of
        base = self._renewed(as_of)
        asked = recount.windows(base, as_of) if known else []
        recount.count(base, asked)
        kept = base.counted
        del base  # so that one is held at a time
        self._forget()
        return recount.compared(self._renewed(as_of), kept, asked, as_of)

    def _renewed(self, as_of: date) -> Base:
        """The base up to `as_of`, from the kept one where that is of the same day and the same organisations."""
        versions = {name: self._tables.version(name) for name in TABLES}
        dirty = self._changed()
        if self._base is None or self._base.cube.last != as_of or "org" in dirty:
            self._forget()
            orgs = organisations(self._tables)
            self._base = Base.load(
                self._tables, orgs, self._calendar, *span(self._calendar, as_of, self._settings.history.months)
            )
        else:
            self._funnels.forget([name for name, days in dirty.items() if days is None or min(days) <= as_of])
            before, self._base = self._base, self._base.refreshed(self._tables, dirty)
            self._last = self._last if self._base.held.same(before.held) else None
        self._versions = versions
        return self._base

    def _changed(self) -> Changed:
        """The tables that may differ since they were read, and on which days."""
        found = {name: self._tables.changed(name, version) for name, version in self._versions.items()}
        return {name: days for name, days in found.items() if days is None or days}

    def _forget(self) -> None:
        self._base, self._versions, self._funnels, self._last = None, {}, Kept(), None
        self._missing, self.counted, self._carried = (), (), Carried()
