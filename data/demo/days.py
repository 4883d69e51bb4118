"""The insurer's days: months of the horizon, and how a month's work spreads over its days.

Days are whole numbers since 1970-01-01, as in a Date column.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.calendar import WorkCalendar
from data.demo import constants as c
from data.demo.columns import Floats, Ints

EPOCH = date(1970, 1, 1)
CNY = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
    2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26),
    2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def date_of(day: int) -> date:
    return EPOCH + timedelta(days=int(day))


def month_first(day: date, shift: int = 0) -> date:
    """The first day of the month `shift` months after a day's month."""
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def cny_week(year: int) -> range:
    """The days from New Year's Eve on, seven in all; none for a year that the table does not know."""
    if year not in CNY:
        return range(0)
    first = number(date(year, *CNY[year])) - 1
    return range(first, first + 7)


def sales_weight(month: date) -> float:
    """A month's weight in the year's sales; where New Year falls in January, some of January moves to February."""
    early = CNY.get(month.year, (2, 1))[0] == 1
    return (c.SALES_EARLY_CNY if early else c.SALES)[month.month - 1]


@dataclass(frozen=True)
class Curve:
    """A running total over days that grows by one in every month: its share of a span, and the day at a point."""

    first: int
    total: Floats

    def at(self, days: Ints) -> Floats:
        """The total before each day."""
        return self.total[days - self.first]

    def share(self, start: Ints, end: Ints) -> Floats:
        """The part of a month (1 = a whole one) in each span start <= day < end."""
        return self.at(end) - self.at(start)

    def spread(self, start: Ints, end: Ints, luck: Floats) -> Ints:
        """A day for each span, at the share `luck` (0 <= luck < 1) of the span."""
        points = self.at(start) + luck * self.share(start, end)
        days = self.first + np.searchsorted(self.total, points, side="right") - 1
        return np.clip(days, start, end - 1).astype(np.int32)


@dataclass(frozen=True)
class Timeline:
    """The horizon: whole months from the first of `months` to the end of the month after `as_of`'s."""

    as_of: int
    months: tuple[date, ...]
    edges: Ints
    workday: Floats
    sales: Curve
    visits: Curve

    @property
    def first(self) -> int:
        return int(self.edges[0])

    @property
    def last(self) -> int:
        """The day after the horizon."""
        return int(self.edges[-1])

    def month_of(self, days: Ints) -> Ints:
        """The index of each day's month."""
        return (np.searchsorted(self.edges, days, side="right") - 1).astype(np.int32)

    def workdays(self, start: int, end: int) -> Ints:
        """The working days with start <= day < end."""
        return (start + np.flatnonzero(self.workday[start - self.first : end - self.first])).astype(np.int32)


def timeline(as_of: date, months: int) -> Timeline:
    """The horizon of `months` months, `as_of`'s the last, and the one after it."""
    firsts = tuple(month_first(as_of, shift) for shift in range(1 - months, 2))
    edges = np.array([number(first) for first in (*firsts, month_first(as_of, 2))], np.int32)
    calendar = WorkCalendar()
    days = [date_of(day) for day in range(edges[0], edges[-1])]
    workday = np.array([calendar.is_workday(day) for day in days], np.float64)
    quiet = _quiet(days, workday)
    sales = np.concatenate([_sales(workday[a:b], quiet[a:b]) for a, b in _spans(edges)])
    return Timeline(number(as_of), firsts, edges, workday, _curve(edges, sales), _curve(edges, quiet))


def _spans(edges: Ints) -> list[tuple[int, int]]:
    offsets = edges - edges[0]
    return list(zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True))


def _curve(edges: Ints, weights: Floats) -> Curve:
    shares = np.concatenate([weights[a:b] / weights[a:b].sum() for a, b in _spans(edges)])
    total = np.concatenate([[0.0], np.cumsum(shares)])
    total[edges - edges[0]] = np.arange(len(edges))
    return Curve(int(edges[0]), total)


def _quiet(days: list[date], workday: Floats) -> Floats:
    """How busy each day is before any month-end: 1 on a working day."""
    new_year = {day for year in {day.year for day in days} for day in cny_week(year)}
    off = [c.CNY_WEEK if number(day) in new_year else _day_off(day) for day in days]
    return np.where(workday > 0, 1.0, off)


def _day_off(day: date) -> float:
    return {5: c.SATURDAY, 6: c.SUNDAY}.get(day.weekday(), c.HOLIDAY)


def _sales(workday: Floats, quiet: Floats) -> Floats:
    """A month's sales by day: slow on days off, a rush on its first and last working days."""
    weights = np.where(workday > 0, quiet, quiet * c.SALES_ON_DAYS_OFF)
    worked = np.flatnonzero(workday)
    weights[worked[: len(c.FIRST_WORKDAYS)]] *= c.FIRST_WORKDAYS
    weights[worked[-len(c.LAST_WORKDAYS) :]] *= c.LAST_WORKDAYS
    return weights
