"""The base quantities: every measure of every organisation, for any period up to any day that was loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.calendar import Period, WorkCalendar
from data.org import OrgTree
from metrics.agents import Flag
from metrics.cohorts import Items
from metrics.counts import Counts, Mark
from metrics.cube import Cube
from metrics.derived import Scans
from metrics.ground import Ground
from metrics.held import Held
from metrics.loading import ACTIVE, BEST_BY, Changed, Engine
from metrics.measures import CENTS, MEASURES, SOURCES, TEAMS
from metrics.measures.kinds import Source
from metrics.measures.narrow import narrowed
from metrics.rollup import Rollup
from metrics.roster import Roster
from metrics.sheet import Hints, Sheet
from metrics.sums import Small
from metrics.targets import Targets
from metrics.teams import Teams
from metrics.window import Window

__all__ = ["Base", "Scans"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TEAMS = {measure.id for measure in TEAMS}


@dataclass(frozen=True)
class Base:
    """What was read from the facts once, ready for `at` any (period, day) in the span of `cube`.

    Only facts dated up to the asked day count, so a past day reads as it did then. `engines` counts each measure;
    `cube`, `flags` and `cohorts` are those that the warnings read day by day.
    """

    orgs: OrgTree
    calendar: WorkCalendar
    rollup: Rollup
    roster: Roster
    cube: Cube
    flags: Mapping[str, Flag]
    cohorts: Mapping[str, Items]
    engines: Mapping[str, Engine]
    targets: Targets
    since: Mapping[str, date | None]
    held: Held
    only: frozenset[str] | None
    counted: Counts

    @classmethod
    def load(
        cls,
        tables: Scans,
        orgs: OrgTree,
        calendar: WorkCalendar,
        first: date,
        last: date,
        sources: Sequence[Source] = SOURCES,
        only: frozenset[str] | None = None,
    ) -> "Base":
        """Read the facts for periods that begin on or after `first` and end on or before `last`.

        Only the measures of `sources` are counted, or those of them that `only` names; those of teams where all that
        they stand on is among them.
        """
        sources = sources if only is None else narrowed(sources, only)
        return cls.of(Held.load(tables, Ground(orgs, calendar, first, last), sources), only, Counts())

    @classmethod
    def of(cls, held: Held, only: frozenset[str] | None, counts: Counts) -> "Base":
        """From what is held, and what was counted of it already."""
        ground, roster, rollup = held.stand.ground, held.stand.roster, Rollup.of(held.stand.ground.orgs)
        cube = Cube.joined(ground, [part.engine for part in held.parts if isinstance(part.engine, Cube)])
        own = [part.engine for part in held.parts if not isinstance(part.engine, Cube)]
        flags = {one.source.id: one for one in own if isinstance(one, Flag)}
        engines: list[Engine] = [cube, *own]
        best = next((part.best for part in held.parts if part.best), None)
        if best and ACTIVE in flags:
            engines.append(Teams(ground.orgs, rollup, roster, cube, flags[ACTIVE], best))
        return cls(
            orgs=ground.orgs,
            calendar=ground.calendar,
            rollup=rollup,
            roster=roster,
            cube=cube,
            flags=flags,
            cohorts={name: one for one in own if isinstance(one, Items) for name in one.names},
            engines={name: engine for engine in engines for name in engine.names if only is None or name in only},
            targets=held.targets,
            since=held.since,
            held=held,
            only=only,
            counted=counts,
        )

    def refreshed(self, tables: Scans, changed: Changed) -> "Base":
        """As `load` gives it now, where nothing but these days of these tables differs; organisations are the same.

        Read is only what stands on them (`held.read`); what was counted of the rest is not counted again.
        """
        held = self.held.refreshed(tables, changed)
        if held.same(self.held):
            return replace(self, held=held)
        return Base.of(held, self.only, self.counted.without(_stale(held)))

    @property
    def first(self) -> date:
        """The first day that is held."""
        return self.cube.first

    def at(self, period: Period, day: date, hints: Hints | None = None) -> Sheet:
        """Every measure, one value a node in preorder: money in yuan, NaN where there is no data for it."""
        return Sheet(self, period, day, hints or Hints())

    def sums(self, period: Period, day: date) -> dict[str, Ints]:
        """Every measure that is counted in the period, rolled up: Int64, one value a node, money in cents."""
        window = Window.of(self.calendar, period, day)
        return {name: self.nodes(name, window) for name in self.engines if self.counts(name, period)}

    def nodes(self, name: str, window: Window) -> Ints:
        """One measure, rolled up."""
        return self.rolled(name, self._count(name, window))

    def counts(self, name: str, period: Period) -> bool:
        """Whether a measure means something in such a period."""
        return period != "day" or MEASURES[name].daily

    def known(self, name: str, window: Window) -> Floats:
        """One measure of a window in yuan or plain numbers, NaN where the facts do not reach back far enough."""
        counted = self.counted_in(name, window)
        if counted is None:
            return np.full(len(self.orgs), np.nan)
        values = self.rolled(name, counted)
        return values / CENTS if MEASURES[name].money else values.astype(np.float64)

    def counted_in(self, name: str, window: Window) -> Small | None:
        """What `known` rolls up: the same array for as long as nothing differs; None where there are no facts."""
        if not self.counts(name, window.period) or not self._covers(name, window):
            return None
        return self._count(name, window)

    def mark(self, window: Window) -> Mark:
        """What stands for all counts of a window."""
        return self.counted.mark(window)

    def _count(self, name: str, window: Window) -> Small:
        return self.counted.of(name, window, self.engines[name].count)

    def rolled(self, name: str, counted: NDArray[np.integer]) -> Ints:
        """What an engine counted of a measure, one value a node."""
        values = counted.astype(np.int64)
        return values if name in _TEAMS else self.rollup.from_units(values)

    def _covers(self, name: str, window: Window) -> bool:
        """Whether the days held, and the facts of a measure, reach back to where they begin to matter."""
        measure = MEASURES[name]
        since = self.since[measure.table]
        begin = {"period": window.first, "month": window.last}.get(measure.start) or window.year.first
        if since is None or begin < self.first:
            return False
        start = self.calendar.month(begin)
        return self.calendar.month_of(start.year, start.number - measure.lead).last >= since


def _stale(held: Held) -> dict[str, date]:
    """The measures whose counts are over, each with the first day from which on they are."""
    begins = {name: min(days) if days else date.min for name, days in held.read.items()}
    stale = {one.id: begins[part.name] for part in held.parts if part.name in begins for one in part.source.measures}
    return stale | (dict.fromkeys(_TEAMS, date.min) if {*stale} & {ACTIVE, BEST_BY} else {})
