"""The base quantities: every measure of every organisation, for any period up to any day that was loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from data.calendar import Period, WorkCalendar
from data.org import OrgTree
from data.schemas import TABLES
from metrics import loading
from metrics.agents import Flag
from metrics.cohorts import Items
from metrics.cube import Cube
from metrics.derived import Facts, Scans
from metrics.ground import Ground
from metrics.loading import ACTIVE, Engine, Part, Stand, Survey
from metrics.measures import CENTS, MEASURES, SOURCES, TEAMS
from metrics.measures.kinds import Source
from metrics.measures.narrow import narrowed
from metrics.rollup import Rollup
from metrics.roster import Roster
from metrics.sheet import Hints, Sheet
from metrics.targets import Targets
from metrics.teams import Teams
from metrics.window import Window

__all__ = ["Base", "Scans"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DUE_DAYS = {"premium_due": "due"}
"""The day from which a table says something, where it is not the day on which its rows arrive."""
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
        ground = Ground(orgs, calendar, first, last)
        survey = Survey.of(sources, ground)
        facts = Facts(tables, calendar, (first, last), survey.uses)
        stand = Stand.of(sources, facts, ground)
        parts = [Part.of(source, facts, stand) for source in sources]
        return cls.of(stand, parts, _targets(facts, ground), _since(facts), only)

    @classmethod
    def of(
        cls,
        stand: Stand,
        parts: Sequence[Part],
        targets: Targets,
        since: Mapping[str, date | None],
        only: frozenset[str] | None,
    ) -> "Base":
        """From parts already read."""
        ground, rollup = stand.ground, Rollup.of(stand.ground.orgs)
        cube = _joined(ground, [part.engine for part in parts if isinstance(part.engine, Cube)])
        own = [part.engine for part in parts if not isinstance(part.engine, Cube)]
        flags = {one.source.id: one for one in own if isinstance(one, Flag)}
        cohorts = {name: one for one in own if isinstance(one, Items) for name in one.names}
        best = next((part.best for part in parts if part.best), None)
        teams = (
            [Teams(ground.orgs, rollup, stand.roster, cube, flags[ACTIVE], best)] if best and ACTIVE in flags else []
        )
        engines: list[Engine] = [cube, *own, *teams]
        return cls(
            orgs=ground.orgs,
            calendar=ground.calendar,
            rollup=rollup,
            roster=stand.roster,
            cube=cube,
            flags=flags,
            cohorts=cohorts,
            engines={name: engine for engine in engines for name in engine.names if only is None or name in only},
            targets=targets,
            since=since,
        )

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
        counted = self.engines[name].count(name, window)
        return counted if name in _TEAMS else self.rollup.from_units(counted)

    def counts(self, name: str, period: Period) -> bool:
        """Whether a measure means something in such a period."""
        return period != "day" or MEASURES[name].daily

    def known(self, name: str, window: Window) -> Floats:
        """One measure of a window in yuan or plain numbers, NaN where the facts do not reach back far enough."""
        if not self.counts(name, window.period) or not self._covers(name, window):
            return np.full(len(self.orgs), np.nan)
        values = self.nodes(name, window)
        return values / CENTS if MEASURES[name].money else values.astype(np.float64)

    def _covers(self, name: str, window: Window) -> bool:
        """Whether the days held, and the facts of a measure, reach back to where they begin to matter."""
        measure = MEASURES[name]
        since = self.since[measure.table]
        begin = {"period": window.first, "month": window.last}.get(measure.start) or window.year.first
        if since is None or begin < self.first:
            return False
        start = self.calendar.month(begin)
        return self.calendar.month_of(start.year, start.number - measure.lead).last >= since


def _tables() -> list[str]:
    """The tables whose first day says whether there is data; the plan has none."""
    return sorted({measure.table for measure in MEASURES.values()} - {"target"})


def _joined(ground: Ground, cubes: Sequence[Cube]) -> Cube:
    """One cube of what several hold."""
    return Cube(
        ground.first,
        ground.last,
        {name: sums for cube in cubes for name, sums in cube.flows.items()},
        {name: sums for cube in cubes for name, sums in cube.stocks.items()},
        {name: stock for cube in cubes for name, stock in cube.begins.items()},
        {name: stock for cube in cubes for name, stock in cube.worked.items()},
    )


def _day(table: str) -> nw.Expr:
    return nw.col(DUE_DAYS.get(table, str(TABLES[table].day))).min()


def _since(facts: Facts) -> dict[str, date | None]:
    """The first day of every table that says whether there is data."""
    firsts = loading.collected({name: facts[name].select(_day(name)) for name in _tables()})
    return {name: frame.item() for name, frame in firsts.items()}


def _targets(facts: Facts, ground: Ground) -> Targets:
    """The plan of the years that are held."""
    years = (ground.calendar.month(day).year for day in (ground.first, ground.last))
    first, last = (date(year, month, 1) for year, month in zip(years, (1, 12), strict=True))
    held = facts["target"].filter(nw.col("month").is_between(first, last))
    return Targets.from_rows(loading.collected({"target": held})["target"], ground.orgs, ground.calendar)
