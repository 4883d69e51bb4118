"""Targets: the plan per org, month and measure, and what it means for a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import Month, Period, WorkCalendar
from data.org import OrgTree
from metrics.measures import CENTS, MEASURES, TARGETS
from metrics.window import Window

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Targets:
    """`months` maps (year, month number) to measure -> one value a node (cents or counts; NaN where none is set)."""

    months: Mapping[tuple[int, int], Mapping[str, Floats]]
    nodes: int
    calendar: WorkCalendar

    @classmethod
    def from_rows(cls, rows: pl.LazyFrame, orgs: OrgTree, calendar: WorkCalendar) -> "Targets":
        """From the `target` table; rows of unknown orgs are left out. Read as numbers: as words they are too many."""
        nodes = pl.LazyFrame({"org_id": orgs.ids, "node": range(len(orgs))})
        names = pl.LazyFrame({"measure": TARGETS, "name": range(len(TARGETS))})
        month = 12 * pl.col("month").dt.year().cast(pl.Int64) + pl.col("month").dt.month() - 1
        cell = (month * len(TARGETS) + pl.col("name")) * len(orgs) + pl.col("node")
        found = rows.join(nodes, on="org_id").join(names, on="measure").select("value", cell=cell).collect()
        return cls(_months(found, len(orgs)), len(orgs), calendar)

    def of(self, measure: str, period: Period, day: date, day_share: float | None = None) -> Floats:
        """Per node the target of the whole period around a day; NaN where it has none.

        A flow's is the sum of the period's months (a day's is `day_share` of its month), a stock's that of the day's
        month, a rate's the plain mean of the months so far. A count of agents adds up over no days: its month alone.
        """
        month, kind = self.calendar.month(day), _kind(measure)
        if kind == "stock":
            return self.month(measure, month)
        if kind == "flow":
            return self._flow(measure, period, day, day_share)
        if kind is None and period != "day":
            return self._mean(measure, Window.of(self.calendar, period, day).months())
        return self.month(measure, month) if period == "mtd" else self._none()

    def expected(self, measure: str, period: Period, day: date, share: float) -> Floats:
        """The share of the period's target due by the day, when `share` of its month is; NaN without a target."""
        if period == "day":
            return np.ones(self.nodes)
        months = Window.of(self.calendar, period, day).months()
        if _kind(measure) == "flow":
            closed = sum((self.month(measure, month) for month in months[:-1]), np.zeros(self.nodes))
            return _ratio(closed + share * self.month(measure, months[-1]), self.of(measure, period, day))
        return np.full(self.nodes, (len(months) - 1 + share) / len(months))

    def month(self, measure: str, month: Month) -> Floats:
        return self.months.get((month.year, month.number), {}).get(measure, self._none())

    def shown(self, measure: str, period: Period, day: date, day_share: float | None) -> Floats:
        """As `of`, money in yuan."""
        value = self.of(measure, period, day, day_share)
        return value / CENTS if MEASURES[measure].money else value

    def even_share(self, day: date) -> float | None:
        """The share of its month that each working day has, none a day off."""
        return 1 / self.calendar.workdays_in_month(day) if self.calendar.is_workday(day) else None

    def time_progress(self, day: date) -> float:
        """The share of the month's working days that are over."""
        return self.calendar.workday_number(day) / self.calendar.workdays_in_month(day)

    def _flow(self, measure: str, period: Period, day: date, day_share: float | None) -> Floats:
        if period == "day":
            return self._none() if day_share is None else day_share * self.month(measure, self.calendar.month(day))
        months = Window.of(self.calendar, period, self.calendar.period_end(period, day)).months()
        return sum((self.month(measure, month) for month in months), np.zeros(self.nodes))

    def _mean(self, measure: str, months: list[Month]) -> Floats:
        total = sum((self.month(measure, month) for month in months), np.zeros(self.nodes))
        return total / len(months)

    def _none(self) -> Floats:
        return np.full(self.nodes, np.nan)


def _months(cells: pl.DataFrame, nodes: int) -> dict[tuple[int, int], dict[str, Floats]]:
    """From `value` by `cell`, counted over months since the year 0, TARGETS and nodes."""
    if cells.is_empty():
        return {}
    places = cells["cell"].to_numpy()
    first, last = (int(end) // (len(TARGETS) * nodes) for end in (places.min(), places.max()))
    values = np.full((last - first + 1, len(TARGETS), nodes), np.nan)
    values.reshape(-1)[places - first * values[0].size] = cells["value"].to_numpy()
    found = zip(range(first, last + 1), values, strict=True)
    return {(month // 12, month % 12 + 1): dict(zip(TARGETS, own, strict=True)) for month, own in found}


def _kind(measure: str) -> str | None:
    """The kind of the measure that a target plans; None for the target of a rate."""
    planned = MEASURES.get(measure.removeprefix("tgt_"))
    return planned.kind if planned else None


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return part / whole
