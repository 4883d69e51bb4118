"""Lineage: how one number came about, from the formula down to the facts that were counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from data.calendar import Period, WorkCalendar
from data.org import OrgTree
from metrics.base import Base
from metrics.catalogue import Catalogue, Indicator
from metrics.cells import day_shares
from metrics.compute import PACED
from metrics.derived import Facts, Scans
from metrics.evidence import Evidence
from metrics.indicators import Formulas
from metrics.loading import ACTIVE, BEST_BY
from metrics.measures import CENTS, MEASURES, SOURCES, TEAMS, Measure, split
from metrics.measures.kinds import Source
from metrics.sheet import Hints
from metrics.snapshot import Snapshot
from metrics.warning import Paths
from metrics.window import Window

_UNCOUNTED = ("target", "calendar")
_TEAM_MEASURES = {measure.id for measure in TEAMS}
SHOWN = 100


@dataclass(frozen=True)
class Ask:
    """Which number: an indicator of an org in a period up to the end of a day."""

    indicator: Indicator
    org: str
    period: Period
    day: date


@dataclass(frozen=True)
class Part:
    """A measure of the formula under its name there; `first` to `last` are its days, None where there are none.

    `value` in yuan or plain numbers, None without data; `rows` (`amount` in yuan or plain numbers) are all that was
    counted, None for what is no count of facts: a plan, the calendar. `total` is their sum before it became yuan.
    """

    name: str
    measure: Measure
    first: date | None
    last: date | None
    value: float | None
    total: int | None = None
    rows: pl.DataFrame | None = None

    @property
    def adds_up(self) -> bool | None:
        """Whether the rows add up to the value to the cent; None where there is nothing to add."""
        if self.total is None:
            return None
        return self.value == (self.total / CENTS if self.measure.money else self.total)

    def to_json(self, limit: int = SHOWN) -> dict[str, Any]:
        rows = None if self.rows is None else self.rows.head(limit).to_dicts()
        return {
            "name": self.name,
            "kind": self.measure.kind,
            "table": self.measure.table,
            "first": self.first,
            "last": self.last,
            "value": self.value,
            "adds_up": self.adds_up,
            "count": None if self.rows is None else len(self.rows),
            "rows": rows,
        }


@dataclass(frozen=True)
class Lineage:
    """The number `value`, its formula as the catalogue has it and in measures alone, and these measures."""

    ask: Ask
    expanded: str
    value: float | None
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        """Every measure with its first SHOWN rows."""
        return {
            "org": self.ask.org,
            "indicator": self.ask.indicator.id,
            "definition": {lang: self.ask.indicator.definition(lang) for lang in ("zh", "en")},
            "period": self.ask.period,
            "as_of": self.ask.day,
            "value": self.value,
            "formula": self.ask.indicator.formula,
            "expanded": self.expanded,
            "measures": [part.to_json() for part in self.parts],
        }

    def rows(self) -> pl.DataFrame:
        """All rows of all measures, `measure` first."""
        frames = [
            part.rows.select(pl.lit(part.name).alias("measure"), pl.all())
            for part in self.parts
            if part.adds_up is not None and part.rows is not None
        ]
        return pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame(schema={"measure": pl.String})


def trace(
    tables: Scans, orgs: OrgTree, calendar: WorkCalendar, catalogue: Catalogue, ask: Ask, hints: Hints | None = None
) -> Lineage:
    """Count one number anew, from the facts, and keep what was counted; UserError where the org is unknown."""
    node, names = orgs.index(ask.org), catalogue.measures(ask.indicator.id)
    days = {name: _day(calendar, ask, split(name)[1]) for name in names}
    windows = {name: Window.of(calendar, ask.period, day) for name, day in days.items() if day}
    first = min((one.year.first for one in windows.values()), default=ask.day)
    sources = tuple(needed(split(name)[0] for name in names))
    base = Base.load(tables, orgs, calendar, first, ask.day, sources)
    sheet = base.at(ask.period, ask.day, hints)
    evidence = Evidence(base, Facts(tables, calendar, (first, ask.day)), _by_measure(sources), ask.org)
    parts = tuple(_part(name, windows.get(name), _known(sheet[name][node]), evidence) for name in names)
    found = Formulas(catalogue, orgs, [ask.indicator.id]).evaluate(sheet, ask.period)
    value = found.value(ask.indicator.id)
    known = None if value is None else _known(value[node])
    return Lineage(ask, catalogue.expanded(ask.indicator.formula), known, parts)


def hints_of(snapshot: Snapshot, catalogue: Catalogue) -> Hints:
    """What the snapshot's paths said about the plan: with them, its own day is traced to the same numbers."""
    as_of, orgs, root = snapshot.as_of, snapshot.orgs, snapshot.orgs.root.id
    shares = day_shares(catalogue, Paths(snapshot.path.frame(slice(1)), {}), orgs, as_of)
    end = snapshot.path.at(orgs.index(root), PACED, as_of)
    pace = end["expected"] / end["target"] if end.get("target") else None
    return Hints(shares, lambda day: pace if day == as_of else None)


def needed(measures: Iterable[str]) -> list[Source]:
    """The sources of these measures and, for those of teams, of what they stand on."""
    wanted = set(measures)
    wanted |= {BEST_BY, ACTIVE} if wanted & _TEAM_MEASURES else set()
    return [source for source in SOURCES if wanted & {one.id for one in source.measures}]


def _by_measure(sources: Sequence[Source]) -> dict[str, Source]:
    return {one.id: source for source in sources for one in source.measures}


def _day(calendar: WorkCalendar, ask: Ask, time: str | None) -> date | None:
    """The day that a measure of another time means; None where there is none."""
    if time is None:
        return ask.day
    return calendar.last_year(ask.period, ask.day) if time == "last_year" else calendar.previous(ask.period, ask.day)


def _part(name: str, window: Window | None, value: float | None, evidence: Evidence) -> Part:
    own = split(name)[0]
    measure = MEASURES[own]
    if window is None:
        return Part(name, measure, None, None, value)
    if value is None or measure.kind in _UNCOUNTED:
        return Part(name, measure, window.first, window.last, value)
    rows = evidence.rows(own, window)
    shown = rows.with_columns(pl.col("amount") / CENTS) if measure.money else rows
    return Part(name, measure, window.first, window.last, value, int(rows["amount"].sum()), shown)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
