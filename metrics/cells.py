"""Cells: every indicator of every organisation in every period, and month by month, as a snapshot keeps them."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import PERIODS
from data.org import OrgTree
from metrics.base import Base
from metrics.carried import Carried
from metrics.catalogue import Catalogue
from metrics.columns import Column, Floats, Quotient, Stored
from metrics.grid import Grid, Place, Slot
from metrics.indicators import Evaluation, Formulas
from metrics.sheet import Hints, Sheet
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA
from metrics.status import STATUSES, Judge
from metrics.warning import Paths, Warning  # noqa: A004 - the house's word for it

Pace = Callable[[date], float | None]
Fields = dict[str, Stored]
TREND_MONTHS = 13
GREEN, GREY = STATUSES.index("green"), STATUSES.index("grey")


def cells_of(
    base: Base,
    catalogue: Catalogue,
    as_of: date,
    paths: Paths,
    pace: Pace = lambda _: None,
    carried: Carried | None = None,
) -> Grid:
    """The grid of CELL_SCHEMA: org (preorder) x indicator (catalogue) x period.

    `carried` has what was made before of the same catalogue and organisations; only what differs is made again.
    """
    kept = carried or Carried()
    formulas = _formulas(base, catalogue, kept)
    hints = Hints(day_shares(catalogue, paths, base.orgs, as_of), pace)
    columns: dict[Place, Fields] = {}
    for period in PERIODS:
        judge = Judge(catalogue, base.targets, period, as_of, paths.pace)
        columns |= _period(base.at(period, as_of, hints), formulas, judge, kept)
    return Grid(CELL_SCHEMA, base.orgs.ids, catalogue.ids, PERIODS, columns)


def trend_of(
    base: Base,
    catalogue: Catalogue,
    as_of: date,
    cells: Grid,
    pace: Pace = lambda _: None,
    carried: Carried | None = None,
) -> Grid:
    """The grid of TREND_SCHEMA: the month-to-date values at the end of twelve months, and those of the `cells`."""
    kept = carried or Carried()
    formulas = _formulas(base, catalogue, kept)
    this = base.calendar.month(as_of)
    months = [base.calendar.month_of(this.year, this.number - back) for back in reversed(range(TREND_MONTHS))]
    hints = Hints(pace=pace)
    columns: dict[Place, Fields] = {}
    slots: list[Slot] = [date(month.year, month.number, 1) for month in months]
    for month, slot in zip(months[:-1], slots, strict=False):
        ended = Page.of(base.at("mtd", month.last, hints), formulas, (slot, month.last), kept).ended()
        columns |= {(name, slot): found for name, found in ended.items() if found}
    columns |= {(name, slots[-1]): _month(cells, name) for name in catalogue.ids}
    return Grid(TREND_SCHEMA, base.orgs.ids, catalogue.ids, tuple(slots), columns)


def warned(cells: Grid, warnings: Iterable[Warning]) -> Grid:
    """The cells, none judged milder than its warning: a tile and the card beside it say the same.

    Where the data under an indicator are incomplete, and its warnings grey, no cell of it is yellow or red.
    """
    node = {org: at for at, org in enumerate(cells.orgs)}
    said: dict[Place, list[tuple[int, int]]] = {}
    for one in warnings:
        said.setdefault((one.indicator, one.period), []).append((node[one.org], STATUSES.index(one.severity)))
    columns = dict(cells.columns)
    for place, found in said.items():
        statuses = cells.floats("status", *place)
        nodes, severities = np.array(found).T
        np.maximum.at(statuses, nodes, severities)
        if GREY in severities:
            statuses[statuses > GREEN] = GREY
        columns[place] = {**columns.get(place, {}), **_some(status=_words(statuses.astype(np.int8)))}
    return Grid(cells.schema, cells.orgs, cells.indicators, cells.slots, columns)


@dataclass(frozen=True)
class Page:
    """A sheet's indicators as columns; those that stand on the same as before are the ones `carried` over.

    `slot` says which sheet it is. Parts that indicators share are one column.
    """

    sheet: Sheet
    evaluation: Evaluation
    slot: tuple[object, ...]
    carried: Carried

    @classmethod
    def of(cls, sheet: Sheet, formulas: Formulas, slot: tuple[object, ...], carried: Carried) -> Self:
        return cls(sheet, formulas.evaluate(sheet, sheet.period), slot, carried)

    def own(self, judge: Judge) -> dict[str, Fields]:
        """The values of the period itself, judged."""
        return self._all("own", lambda name: self._own(judge, name), (judge.pace,))

    def then(self, time: str) -> dict[str, Fields]:
        """The values of another day's period beside the own ones, and their parts."""
        return self._all("then", lambda name: self._fields("then", name, lambda: self._beside(time, name)))

    def ended(self) -> dict[str, Fields]:
        """The values at the end of a month."""
        return self._all("ended", self._ended)

    def _all(self, what: str, make: Callable[[str], Fields], more: tuple[object, ...] = ()) -> dict[str, Fields]:
        """Those of every indicator; looked at are only such as stand on what may differ."""
        formulas, key = self.evaluation.formulas, (*self.slot, what)
        fixed = (formulas, *more)
        before, known = self.carried.last(key, (), dict[str, Fields]())
        over = self.sheet.differing(before[len(fixed) :]) if before[: len(fixed)] == fixed else None

        def again() -> dict[str, Fields]:
            self.evaluation.prepare(over)
            if over is None:
                return {name: make(name) for name in formulas.readings}
            touched = (name for name, one in formulas.readings.items() if over.intersection(one.measures))
            return known | {name: make(name) for name in touched}

        return self.carried.of(key, (*fixed, *self.sheet.origins()), again)

    def _own(self, judge: Judge, name: str) -> Fields:
        told = [self.sheet.origin(target) for target in judge.stands_on(name)] + [judge.paced(name)]
        return self._fields("own", name, lambda: self._judged(judge, name), told)

    def _ended(self, name: str) -> Fields:
        plan = self._plan(name)
        return self._fields("ended", name, lambda: _some(value=self._value(name), target=self._target(name)), plan)

    def _fields(self, what: str, name: str, make: Callable[[], Fields], more: Sequence[object] = ()) -> Fields:
        reading = self.evaluation.formulas.readings[name]
        return self.carried.of((*self.slot, what, name), [*self._origins(reading.measures), *more], make)

    def _judged(self, judge: Judge, name: str) -> Fields:
        return _some(
            value=self._value(name),
            numerator=self._numerator(name),
            denominator=self._denominator(name),
            target=self._target(name),
            status=_words(judge.statuses(self.evaluation, name)),
            reason=_words(self.evaluation.reason(name)),
        )

    def _beside(self, time: str, name: str) -> Fields:
        parts = {f"{time}_numerator": self._numerator(name), f"{time}_denominator": self._denominator(name)}
        return _some(**{time: self._value(name)}, **parts)

    def _value(self, name: str) -> Stored | None:
        """The value, by its two parts where these make it."""
        below = self._denominator(name)
        if below is None and self.evaluation.formulas.readings[name].denominator is None:
            return self._numerator(name)
        above = self._numerator(name)
        if above is None or below is None or not self.evaluation.divides(name):
            value = self.evaluation.value(name)
            return None if value is None else Column.of(value)
        return Quotient(above, below)

    def _numerator(self, name: str) -> Column | None:
        return self._part(name, self.evaluation.formulas.readings[name].numerator, self.evaluation.numerator)

    def _denominator(self, name: str) -> Column | None:
        return self._part(name, self.evaluation.formulas.readings[name].denominator, self.evaluation.denominator)

    def _part(self, name: str, part: str | None, values: Callable[[str], Floats | None]) -> Column | None:
        if part is None:
            return None
        indicator = self.evaluation.formulas.readings[name].indicator
        means = self.sheet.period in indicator.periods
        key = (*self.slot, part, indicator.levels, means)
        return self.carried.of(key, self._origins(self.evaluation.formulas.names(part)), lambda: _column(values(name)))

    def _target(self, name: str) -> Column | None:
        indicator = self.evaluation.formulas.readings[name].indicator
        key = (*self.slot, "target", indicator.target, indicator.levels, self.sheet.period in indicator.periods)
        return self.carried.of(key, self._plan(name), lambda: _column(self.evaluation.target(name)))

    def _plan(self, name: str) -> list[object]:
        target = self.evaluation.formulas.readings[name].indicator.target
        return self._origins([target]) if isinstance(target, str) else []

    def _origins(self, measures: Iterable[str]) -> list[object]:
        return [self.sheet.origin(measure) for measure in measures]


def _formulas(base: Base, catalogue: Catalogue, carried: Carried) -> Formulas:
    return carried.of("formulas", [catalogue, base.orgs], lambda: Formulas(catalogue, base.orgs))


def _period(sheet: Sheet, formulas: Formulas, judge: Judge, carried: Carried) -> dict[Place, Fields]:
    """The columns of one period."""
    slot = judge.period, judge.day
    beside = [(time, other) for time in ("last_year", "previous") if (other := sheet.beside(time))]
    pages = [
        Page.of(sheet, formulas, ("own", *slot), carried).own(judge),
        *(Page.of(other, formulas, (time, *slot), carried).then(time) for time, other in beside),
    ]
    fields = {name: _together([page[name] for page in pages], (*slot, name), carried) for name in pages[0]}
    return {(name, judge.period): found for name, found in fields.items() if found}


def _together(parts: Sequence[Fields], key: tuple[object, ...], carried: Carried) -> Fields:
    """The fields of all parts; the same ones for as long as the parts are."""
    return carried.of(("together", *key), parts, lambda: dict(ChainMap(*parts)))


def _month(cells: Grid, name: str) -> Fields:
    """The month to date, as the trend has it."""
    found = cells.columns.get((name, "mtd"), {})
    return {field: found[field] for field in ("value", "target") if field in found}


def _some(**columns: Stored | None) -> Fields:
    return {name: column for name, column in columns.items() if column is not None}


def _column(values: Floats | None) -> Column | None:
    return None if values is None else Column.of(values)


def _words(places: NDArray[np.int8] | None) -> Column | None:
    """Places of words; None where there is no word at all."""
    return None if places is None else Column.places_of(places)


def day_shares(catalogue: Catalogue, paths: Paths, orgs: OrgTree, as_of: date) -> dict[str, float]:
    """Target measure -> which share of the month is expected on this one day, from the company's own path."""
    rows = paths.rows.filter(pl.col("org") == orgs.root.id, pl.col("day") <= as_of).sort("day")
    shares = {}
    for (indicator,), path in rows.group_by("indicator"):
        if path["day"][-1] == as_of and path["target"][-1]:
            reached = (path["expected"] / path["target"]).to_list()
            shares[f"tgt_{indicator}"] = reached[-1] - (reached[-2] if len(reached) > 1 else 0.0)
    borrowed = {str(one.target): shares[one.pace_of] for one in catalogue if one.pace_of in shares}
    return borrowed | shares
