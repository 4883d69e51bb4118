"""Cells: every indicator of every organisation in every period, and month by month, as a snapshot keeps them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import PERIODS
from data.org import OrgTree
from metrics.base import Base
from metrics.catalogue import Catalogue
from metrics.columns import Column, Quotient, Stored
from metrics.grid import Grid, Place, Slot
from metrics.indicators import Evaluation, Formulas
from metrics.sheet import Hints
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA
from metrics.status import STATUSES, Judge
from metrics.warning import Paths, Warning  # noqa: A004 - the house's word for it

Pace = Callable[[date], float | None]
Fields = dict[str, Stored]
TREND_MONTHS = 13
GREEN, GREY = STATUSES.index("green"), STATUSES.index("grey")


def cells_of(base: Base, catalogue: Catalogue, as_of: date, paths: Paths, pace: Pace = lambda _: None) -> Grid:
    """The grid of CELL_SCHEMA: org (preorder) x indicator (catalogue) x period."""
    formulas = Formulas(catalogue, base.orgs)
    hints = Hints(day_shares(catalogue, paths, base.orgs, as_of), pace)
    columns: dict[Place, Fields] = {}
    for period in PERIODS:
        judge = Judge(catalogue, base.targets, period, as_of, paths.pace)
        columns |= _period(base, formulas, judge, hints)
    return Grid(CELL_SCHEMA, base.orgs.ids, catalogue.ids, PERIODS, columns)


def trend_of(base: Base, catalogue: Catalogue, as_of: date, cells: Grid, pace: Pace = lambda _: None) -> Grid:
    """The grid of TREND_SCHEMA: the month-to-date values at the end of twelve months, and those of the `cells`."""
    formulas = Formulas(catalogue, base.orgs)
    this = base.calendar.month(as_of)
    months = [base.calendar.month_of(this.year, this.number - back) for back in reversed(range(TREND_MONTHS))]
    hints = Hints(pace=pace)
    columns: dict[Place, Fields] = {}
    slots: list[Slot] = [date(month.year, month.number, 1) for month in months]
    for month, slot in zip(months[:-1], slots, strict=False):
        end = Encoded(formulas.evaluate(base.at("mtd", month.last, hints), "mtd"))
        fields = {name: _some(value=end.value(name), target=end.target(name)) for name in catalogue.ids}
        columns |= {(name, slot): found for name, found in fields.items() if found}
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


class Encoded:
    """An evaluation as columns; what is one array there is one column here."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._made: dict[int, Column | None] = {}

    def value(self, name: str) -> Stored | None:
        """The value, by its two parts where these make it."""
        value, below = self.evaluation.value(name), self.evaluation.denominator(name)
        if value is None or below is None:
            return self._column(value)
        above, under = self.numerator(name), self.denominator(name)
        if above is None or under is None or not self.evaluation.divides(name):
            return self._column(value)
        return Quotient(above, under)

    def numerator(self, name: str) -> Column | None:
        return self._column(self.evaluation.numerator(name))

    def denominator(self, name: str) -> Column | None:
        return self._column(self.evaluation.denominator(name))

    def target(self, name: str) -> Column | None:
        return self._column(self.evaluation.target(name))

    def _column(self, values: NDArray[Any] | None) -> Column | None:
        """The evaluation holds its arrays for as long as it lives, so that an array's id says which it is."""
        if values is None:
            return None
        if id(values) not in self._made:
            self._made[id(values)] = Column.of(values)
        return self._made[id(values)]


def _period(base: Base, formulas: Formulas, judge: Judge, hints: Hints) -> dict[Place, Fields]:
    """The columns of one period."""
    sheet = base.at(judge.period, judge.day, hints)
    own = Encoded(formulas.evaluate(sheet, judge.period))
    columns = {name: _own(own, judge, name) for name in formulas.readings}
    for time in ("last_year", "previous"):
        if other := sheet.beside(time):
            then = Encoded(formulas.evaluate(other, judge.period))
            columns = {name: fields | _then(then, time, name) for name, fields in columns.items()}
    return {(name, judge.period): fields for name, fields in columns.items() if fields}


def _own(own: Encoded, judge: Judge, name: str) -> Fields:
    return _some(
        value=own.value(name),
        numerator=own.numerator(name),
        denominator=own.denominator(name),
        target=own.target(name),
        status=_words(judge.statuses(own.evaluation, name)),
        reason=_words(own.evaluation.reason(name)),
    )


def _then(then: Encoded, time: str, name: str) -> Fields:
    """The values of another day's period, and their parts."""
    parts = {f"{time}_numerator": then.numerator(name), f"{time}_denominator": then.denominator(name)}
    return _some(**{time: then.value(name)}, **parts)


def _month(cells: Grid, name: str) -> Fields:
    """The month to date, as the trend has it."""
    found = cells.columns.get((name, "mtd"), {})
    return {field: found[field] for field in ("value", "target") if field in found}


def _some(**columns: Stored | None) -> Fields:
    return {name: column for name, column in columns.items() if column is not None}


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
