"""Running sums: what came up to any day at each place (a unit, an agent), read off without keeping every day's state.

Kept are the rows themselves, by day, and what had come before each month began. A span of days is the difference of
two such states and at most two months' rows; whole years of daily states would be a hundred times as large.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.errors import UserError

Ints = NDArray[np.int64]
Small = NDArray[np.int32] | Ints
_INT32 = np.iinfo(np.int32)


@dataclass(frozen=True)
class Rows:
    """Rows by day: those of day n (counted from `first`) stand at starts[n]:starts[n + 1]; `places` int32."""

    first: date
    starts: Ints
    places: NDArray[np.int32]

    @classmethod
    def of(
        cls, days: pl.Series, places: NDArray[np.integer], span: tuple[date, date]
    ) -> tuple["Rows", NDArray[np.intp]]:
        """From rows in any order, all of them inside `span`; and the order in which they are kept."""
        numbers = (days.to_physical().to_numpy() - _number(span[0])).astype(np.uint16)
        order = np.argsort(numbers, kind="stable")
        counts = np.bincount(numbers, minlength=(span[1] - span[0]).days + 1)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return cls(span[0], starts, places.astype(np.int32)[order]), order

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.starts) - 2)

    def between(self, first: date, last: date) -> slice:
        """Where the rows of these days stand; days outside are a UserError."""
        start, end = self.number(first), self.number(last) + 1
        return slice(int(self.starts[start]), int(self.starts[end]))

    def number(self, day: date) -> int:
        """The number of a day, counted from the first; a day outside is a UserError."""
        if not self.first <= day <= self.last:
            what = f"is outside the days held, {self.first} to {self.last}"
            raise UserError(f"{day}", what, "Load the facts for more days.")
        return (day - self.first).days


@dataclass(frozen=True)
class Sums:
    """One quantity over `rows`: `amounts` beside them; `closed[n]` per place, what came before the day `edges[n]`.

    Int64 or, where every number fits, Int32; sums are Int64.
    """

    rows: Rows
    amounts: Small
    edges: tuple[date, ...]
    closed: Small

    @classmethod
    def of(cls, rows: Rows, amounts: Ints, size: int, edges: Sequence[date]) -> "Sums":
        """`edges` are the days on which months begin, the first of them the first day held."""
        closed = np.zeros((len(edges), size), dtype=np.int64)
        for at, (first, following) in enumerate(pairwise(edges)):
            block = rows.between(first, following - timedelta(days=1))
            closed[at + 1] = closed[at] + _added(rows.places[block], amounts[block], size)
        return cls(rows, _small(amounts), tuple(edges), _small(closed))

    @property
    def size(self) -> int:
        return int(self.closed.shape[1])

    def upto(self, day: date) -> Ints:
        """Per place all that came up to the end of a day."""
        at = self._block(day)
        return np.asarray(self.closed[at] + self._sum(self.edges[at], day))

    def between(self, first: date, last: date) -> Ints:
        """Per place what came on these days."""
        start, end = self._block(first), self._block(last)
        if start == end:
            return self._sum(first, last)
        before = self._sum(self.edges[start], first - timedelta(days=1)) if first > self.edges[start] else 0
        return np.asarray(self.closed[end] + self._sum(self.edges[end], last) - self.closed[start] - before)

    def daily(self, first: date, last: date) -> Ints:
        """(places, days): what came on each of these days."""
        count = (last - first).days + 1
        block = self.rows.between(first, last)
        start = self.rows.number(first)
        lengths = np.diff(self.rows.starts[start : start + count + 1])
        cells = self.rows.places[block] * np.int64(count) + np.repeat(np.arange(count), lengths)
        return _added(cells, self.amounts[block], self.size * count).reshape(self.size, count)

    def _sum(self, first: date, last: date) -> Ints:
        block = self.rows.between(first, last)
        return _added(self.rows.places[block], self.amounts[block], self.size)

    def _block(self, day: date) -> int:
        """The month of a day."""
        self.rows.number(day)
        return bisect_right(self.edges, day) - 1


def _number(day: date) -> int:
    """A day as Polars counts it: from 1970 on."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _added(places: NDArray[np.integer], amounts: Small, size: int) -> Ints:
    """Per place the sum of its amounts: exact, because sums below 2**53 are exact as Float64."""
    return np.bincount(places, weights=amounts, minlength=size).astype(np.int64)


def _small(values: Ints) -> Small:
    fits = values.size == 0 or (values.min() >= _INT32.min and values.max() <= _INT32.max)
    return values.astype(np.int32) if fits else values
