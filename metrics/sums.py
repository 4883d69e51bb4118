"""Running sums: what came up to any day at each place (a unit, an agent), read off without keeping every day's state.

Kept are the rows themselves, in blocks of days, and what had come before each block. A span of days is the difference
of two such states and at most two blocks' rows; whole years of daily states would be a hundred times as large. The last
day held is a block of its own: what arrives on it changes no state.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.errors import UserError

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Places = NDArray[np.integer]
Small = NDArray[np.integer]
"""Signed integers, as wide as the largest of them needs."""
ONE_DAY = timedelta(days=1)
_TOPS: Mapping[type[np.signedinteger[Any]], int] = {
    one: int(np.iinfo(one).max) for one in (np.int8, np.int16, np.int32)
}


@dataclass(frozen=True)
class Block:
    """Rows by day: those of day n (counted from `first`) stand at starts[n]:starts[n + 1]; `places` of `width`."""

    first: date
    starts: NDArray[np.int32]
    places: Small

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.starts) - 2)

    @property
    def days(self) -> Ints:
        """The number of each row's day, counted from `first`."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def between(self, first: date, last: date) -> slice:
        """Where the rows of those of these days stand that the block has."""
        start, end = max(first, self.first), min(last, self.last) + ONE_DAY
        return slice(*(int(self.starts[max((day - self.first).days, 0)]) for day in (start, max(start, end))))


@dataclass(frozen=True)
class Change:
    """How a block's rows change: `kept` of the old ones, then those of the new ones `added`, all in this `order`."""

    kept: Bools | slice
    added: NDArray[np.intp] | slice
    order: NDArray[np.intp] | slice

    def of(self, old: Small, new: Small) -> Ints:
        return np.concatenate([old[self.kept].astype(np.int64), new[self.added]])[self.order]


@dataclass(frozen=True)
class Rows:
    """Rows at `size` places, in blocks of days side by side."""

    blocks: tuple[Block, ...]
    size: int

    @classmethod
    def of(
        cls, days: pl.Series, places: Places, size: int, edges: Sequence[date], last: date
    ) -> tuple["Rows", NDArray[np.intp]]:
        """From rows in any order, from `edges[0]` to `last`; and the order in which they are kept.

        Blocks begin on days of `edges`: on the first and the last of them, and on others where there are many rows.
        """
        numbers = _numbers(days, edges[0])
        order = np.argsort(numbers, kind="stable")
        starts = _starts(numbers, (last - edges[0]).days + 1)
        begins = _begins(edges, starts, size)
        ends = [*begins[1:], last + ONE_DAY]
        placed = places.astype(width(size))[order]
        return cls(tuple(_cut(edges[0], starts, placed, *span) for span in zip(begins, ends, strict=True)), size), order

    @property
    def first(self) -> date:
        return self.blocks[0].first

    @property
    def last(self) -> date:
        return self.blocks[-1].last

    def at(self, day: date) -> int:
        """The block of a day; a day outside is a UserError."""
        if not self.first <= day <= self.last:
            what = f"is outside the days held, {self.first} to {self.last}"
            raise UserError(f"{day}", what, "Load the facts for more days.")
        return bisect_right(self.blocks, day, key=lambda block: block.first) - 1

    def between(self, first: date, last: date) -> tuple[Small, Ints, list[tuple[int, slice]]]:
        """Of the rows of these days: places, days counted from `first`, and where they stand in which blocks."""
        where = [(at, self.blocks[at].between(first, last)) for at in range(self.at(first), self.at(last) + 1)]
        days = [self.blocks[at].days[own] + (self.blocks[at].first - first).days for at, own in where]
        return np.concatenate([self.blocks[at].places[own] for at, own in where]), np.concatenate(days), where

    def split(self, values: Ints) -> tuple[Small, ...]:
        """Values beside the rows, each block's own, as narrow as they fit."""
        ends = [0, *accumulate(len(block.places) for block in self.blocks)]
        return tuple(narrow(values[start:end]) for start, end in pairwise(ends))

    def changed(self, days: Collection[date], of: pl.Series, places: Places) -> tuple["Rows", dict[int, Change]]:
        """With these rows (`of`: each one's day, one of `days`) in the place of those days'; how each block changes."""
        within(days, of)
        blocks, changes = list(self.blocks), {}
        for at in sorted({self.at(day) for day in days}):
            blocks[at], changes[at] = _changed(blocks[at], days, of, places)
        return Rows(tuple(blocks), self.size), changes


@dataclass(frozen=True)
class Sums:
    """One quantity over `rows`: `amounts` beside each block's, `closed` per place what came before each block."""

    rows: Rows
    amounts: tuple[Small, ...]
    closed: tuple[Small, ...]

    @classmethod
    def of(cls, rows: Rows, amounts: Ints) -> "Sums":
        """From amounts in the order of `rows`."""
        split, came = rows.split(amounts), np.zeros(rows.size, dtype=np.int64)
        closed = [narrow(came)]
        for block, own in zip(rows.blocks[:-1], split, strict=False):
            came = came + added(block.places, own, rows.size)
            closed.append(narrow(came))
        return cls(rows, split, tuple(closed))

    @property
    def size(self) -> int:
        return self.rows.size

    def with_days(self, days: Collection[date], of: pl.Series, places: Places, amounts: Ints) -> "Sums":
        """With these rows in the place of those of `days`; `of` is the day of each, one of `days`.

        Shares all that came before the first of the days: cheap for the last day held.
        """
        return self.changed(*self.rows.changed(days, of, places), amounts)

    def changed(self, rows: Rows, changes: dict[int, Change], new: Ints) -> "Sums":
        """With the `rows` and changes of `Rows.changed`, `new` amounts beside the new rows."""
        amounts, closed = list(self.amounts), list(self.closed)
        for at, change in changes.items():
            amounts[at] = narrow(change.of(amounts[at], new))
            if at + 1 < len(closed):
                more = added(rows.blocks[at].places, amounts[at], self.size) - self._block(at)
                closed[at + 1 :] = [narrow(before + more) for before in closed[at + 1 :]]
        return Sums(rows, tuple(amounts), tuple(closed))

    def upto(self, day: date) -> Ints:
        """Per place all that came up to the end of a day."""
        at = self.rows.at(day)
        return self._part(at, self.rows.blocks[at].first, day) + self.closed[at]

    def between(self, first: date, last: date) -> Ints:
        """Per place what came on these days."""
        start, end = self.rows.at(first), self.rows.at(last)
        if start == end:
            return self._part(start, first, last)
        found, begin = self.upto(last), self.rows.blocks[start].first
        found -= self.closed[start]
        return found if first == begin else found - self._part(start, begin, first - ONE_DAY)

    @property
    def opens(self) -> date | None:
        """The last day held, where it is a block of its own; else None."""
        return self.rows.last if self.rows.blocks[-1].first == self.rows.last else None

    def closed_since(self, first: date) -> Ints:
        """Per place what came from a day on before the last block."""
        last = self.rows.blocks[-1].first - ONE_DAY
        return self.between(first, last) if first <= last else np.zeros(self.size, dtype=np.int64)

    def daily(self, first: date, last: date) -> Ints:
        """(places, days): what came on each of these days."""
        count = (last - first).days + 1
        places, days, where = self.rows.between(first, last)
        amounts = np.concatenate([self.amounts[at][block] for at, block in where])
        return added(places * np.int64(count) + days, amounts, self.size * count).reshape(self.size, count)

    def _block(self, at: int) -> Ints:
        return added(self.rows.blocks[at].places, self.amounts[at], self.size)

    def _part(self, at: int, first: date, last: date) -> Ints:
        block = self.rows.blocks[at]
        if at == len(self.closed) - 1 and first <= block.first and block.last <= last:
            return self.open.astype(np.int64)
        where = block.between(first, last)
        return added(block.places[where], self.amounts[at][where], self.size)

    @cached_property
    def open(self) -> Small:
        """Per place what came in the last block: with a new batch on the last day all that differs."""
        return narrow(self._block(len(self.closed) - 1))


def width(size: int) -> type[np.signedinteger[Any]]:
    """The type of so many places."""
    return next(one for one, top in _TOPS.items() if size <= top)


def narrow(values: Ints) -> Small:
    """The same numbers in the narrowest signed integers that hold them."""
    least, most = (int(values.min()), int(values.max())) if values.size else (0, 0)
    for one, top in _TOPS.items():
        if -top - 1 <= least and most <= top:
            return values.astype(one)
    return values


def added(places: Places, amounts: Small, size: int) -> Ints:
    """Per place the sum of its amounts: exact, because sums below 2**53 are exact as Float64.

    Places as wide as an index: `bincount` takes four times as long with others.
    """
    wide = places.astype(np.intp, copy=False)
    return np.bincount(wide, weights=amounts, minlength=size).astype(np.int64)


def _numbers(days: pl.Series, first: date) -> NDArray[np.uint16]:
    """Days counted from `first`."""
    return (days.to_physical().to_numpy() - (first - date(1970, 1, 1)).days).astype(np.uint16)


def _starts(numbers: NDArray[np.uint16], days: int) -> NDArray[np.int32]:
    counts = np.bincount(numbers, minlength=days)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _begins(edges: Sequence[date], starts: NDArray[np.int32], size: int) -> list[date]:
    """The edges on which a block begins: a state is kept only where it saves as many rows as it has places."""
    before = [int(starts[(edge - edges[0]).days]) for edge in edges]
    begins, kept = [edges[0]], 0
    for edge, count in zip(edges[1:-1], before[1:-1], strict=True):
        if count - kept >= size:
            begins.append(edge)
            kept = count
    return begins + list(edges[1:][-1:])


def _cut(origin: date, starts: NDArray[np.int32], places: Small, first: date, end: date) -> Block:
    own = starts[(first - origin).days : (end - origin).days + 1]
    return Block(first, own - own[0], places[own[0] : own[-1]])


def ends(days: pl.Series) -> tuple[date, date] | None:
    """The first and the last of some days; None where there are none."""
    return (cast(date, days.min()), cast(date, days.max())) if len(days) else None


def within(days: Collection[date], of: pl.Series) -> None:
    """A UserError where a row (`of`: each one's day) is of another day."""
    found = set(ends(of) or ())
    if stray := sorted((found if len(found) <= 1 else set(of.unique())) - set(days)):
        raise UserError(f"{stray[0]}", "is not among the days to be replaced", "Ask for rows of these days only.")


def _inside(block: Block, of: pl.Series) -> NDArray[np.intp] | slice:
    """Where the rows stand whose day the block has: quick where it has all of them."""
    held = ends(of)
    if held and block.first <= held[0] and held[1] <= block.last:
        return slice(None)
    return np.flatnonzero(of.is_between(block.first, block.last).to_numpy())


def _changed(block: Block, days: Collection[date], of: pl.Series, places: Places) -> tuple[Block, Change]:
    count = len(block.starts) - 1
    replaced = np.zeros(count, dtype=bool)
    replaced[[(day - block.first).days for day in days if block.first <= day <= block.last]] = True
    new = _inside(block, of)
    if count == 1:
        own = places[new].astype(block.places.dtype)
        return Block(block.first, np.array([0, len(own)], np.int32), own), Change(slice(0), new, slice(None))
    kept, old = ~replaced[block.days], block.days
    numbers = np.concatenate([old[kept].astype(np.uint16), _numbers(of, block.first)[new]])
    change = Change(kept, new, np.argsort(numbers, kind="stable"))
    return Block(
        block.first, _starts(numbers, count), change.of(block.places, places).astype(block.places.dtype)
    ), change
