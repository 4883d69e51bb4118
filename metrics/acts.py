"""Acts of customers by day, each with the day of the one before and of the one after.

The distinct customers of a window are the rows after which nothing more comes in it, so that no window needs a pass
over all customers.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from metrics.sums import Ints, Small, narrow

Bools = NDArray[np.bool_]
Days = NDArray[np.int16]
NEVER = np.iinfo(np.int16).max
BEFORE = -1


@dataclass(frozen=True)
class Raw:
    """Acts in any order: the customer (an id, or a place), the day (counted from the first one held), who acted."""

    customer: Ints
    day: Ints
    code: Ints

    def on(self, day: int) -> "Raw":
        return self.where(self.day == day)

    def before(self, day: int) -> "Raw":
        return self.where(self.day < day)

    def where(self, chosen: Bools) -> "Raw":
        return Raw(self.customer[chosen], self.day[chosen], self.code[chosen])


@dataclass(frozen=True)
class Followed:
    """What customers (ids) did afterwards, and on which day, in any order."""

    customer: Ints
    day: Days

    def on(self, day: int) -> Ints:
        """Who did it on a day, sorted."""
        return np.unique(self.customer[self.day == day])

    def of(self, customers: Ints) -> "Followed":
        """What these customers (ids, sorted) did."""
        known = placed(customers, self.customer)[1]
        return Followed(self.customer[known], self.day[known])

    def keys(self, ids: Ints, days: int) -> Ints:
        """The keys of what these customers (sorted) did before the day `days`, sorted."""
        order = np.argsort(self.customer)
        customer, day = self.customer[order], self.day[order]
        place, known = placed(ids, customer)
        chosen = known & (day < days)
        return np.sort(keys(place[chosen], day[chosen], days))


@dataclass(frozen=True)
class Acts:
    """One row a customer and day, by day; those of day n stand at starts[n]:starts[n + 1].

    `code` says who acted (of several the highest), `before` and `after` on which day the customer did so the last time
    and the next time (BEFORE, NEVER: not), `reply` the day of the first thing that followed in time (NEVER: nothing).
    `before` and `reply` are empty where nobody asks what followed.
    """

    count: int
    starts: NDArray[np.int32]
    customer: NDArray[np.int32]
    code: Small
    before: Days
    after: Days
    reply: Days

    @classmethod
    def of(cls, raw: Raw, count: int, days: int, followed: Ints | None, within: int) -> Self:
        """`count` customers on `days` days; `followed` are sorted `keys` of what followed, `within` so many days."""
        customer, day, code = _distinct(raw, days)
        order = np.argsort(day, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(day, minlength=days))]).astype(np.int32)
        before, after = _neighbours(customer, day)
        reply = before[:0]
        if followed is None:
            before = before[:0]
        else:
            before, reply = before[order], _replies(keys(customer, day, days), followed, days, within)[order]
        return cls(count, starts, customer[order], narrow(code)[order], before, after[order], reply)

    def placed(self, places: Ints, count: int) -> "Acts":
        """With other places of the customers, `count` of them."""
        return replace(self, count=count, customer=places[self.customer].astype(np.int32))

    def with_days(self, days: Collection[int], new: Raw, followed: Ints | None, within: int) -> "Acts":
        """With these acts (places) in the place of those days'; looks anew only at customers who have any there.

        `followed` are keys of what followed, of these customers.
        """
        rows = Acts.of(new, self.count, len(self.starts) - 1, None if followed is None else followed[:0], within)
        pieces = self._pieces(days, rows)
        lengths = np.diff(self.starts)
        lengths[list(days)] = np.diff(rows.starts)[list(days)]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        names = ("customer", "code", "before", "after", "reply")
        columns = {name: np.concatenate([getattr(one, name)[at] for one, at in pieces]) for name in names}
        found = Acts(count=self.count, starts=starts, **columns)
        found._link(np.concatenate([self.of_days(days), new.customer]), followed, within)
        return found

    def of_days(self, days: Collection[int]) -> Ints:
        """The customers of some days."""
        blocks = [self.customer[self.starts[day] : self.starts[day + 1]] for day in days]
        return np.concatenate([np.zeros(0, dtype=np.int64), *blocks])

    def _pieces(self, days: Collection[int], rows: "Acts") -> list[tuple["Acts", slice]]:
        """Where the rows stand in which acts, these days' in `rows`."""
        found, done = [], 0
        for day in sorted(days):
            found.append((self, slice(done, self.starts[day])))
            found.append((rows, slice(rows.starts[day], rows.starts[day + 1])))
            done = self.starts[day + 1]
        return [*found, (self, slice(done, None))]

    def _link(self, customers: Ints, followed: Ints | None, within: int) -> None:
        """Write anew what rows of these customers know of their other rows; only while nobody else has the arrays."""
        mine = np.zeros(self.count, dtype=bool)
        mine[customers] = True
        rows = np.flatnonzero(mine[self.customer])
        rows = rows[np.argsort(self.customer[rows], kind="stable")]
        customer, day = self.customer[rows], self._days(rows).astype(np.int16)
        before, self.after[rows] = _neighbours(customer, day)
        if followed is not None:
            days = len(self.starts) - 1
            self.before[rows] = before
            self.reply[rows] = _replies(keys(customer, day, days), followed, days, within)

    def last(self, first: int, end: int) -> Ints:
        """The rows that are their customer's last ones from day `first` up to the day `end`."""
        start, stop = self.starts[first], self.starts[end + 1]
        return np.asarray(np.flatnonzero(self.after[start:stop] > end) + start)

    def first(self, first: int, end: int) -> Ints:
        """The rows that are their customer's first ones from day `first` up to the day `end`."""
        start, stop = self.starts[first], self.starts[end + 1]
        return np.asarray(np.flatnonzero(self.before[start:stop] < first) + start)

    def answered(self, first: int, end: int) -> Bools:
        """Per customer whether something followed, up to the day `end`, the first act from day `first` on.

        One more at the end stands for customers without a place.
        """
        rows = self.first(first, end)
        found = np.zeros(self.count + 1, dtype=bool)
        found[self.customer[rows[self.reply[rows] <= end]]] = True
        return found

    def firsts(self, first: int, end: int) -> Days:
        """Per customer the day of the first act in these days, NEVER without one; one more as in `answered`."""
        rows = self.first(first, end)
        found = np.full(self.count + 1, NEVER, dtype=np.int16)
        found[self.customer[rows]] = self._days(rows)
        return found

    def latest(self, customers: Ints) -> tuple[Ints, Ints]:
        """Of these customers (places, or past the last place) the day and the code of the last act; -1, 0 without."""
        rows = self._latest[customers]
        day, code = np.full(len(rows), BEFORE, dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        some = rows >= 0
        day[some], code[some] = self._days(rows[some]), self.code[rows[some]]
        return day, code

    @cached_property
    def _latest(self) -> NDArray[np.int32]:
        rows = np.flatnonzero(self.after == NEVER)
        found = np.full(self.count + 1, -1, dtype=np.int32)
        found[self.customer[rows]] = rows
        return found

    def _days(self, rows: NDArray[np.integer]) -> Ints:
        return np.searchsorted(self.starts, rows, "right") - 1


def placed(ids: Ints, customers: Ints) -> tuple[Ints, Bools]:
    """The places of customers among `ids` (sorted), and which of them are known; quickest where both are sorted."""
    place = np.searchsorted(ids, customers)
    known = ids[np.minimum(place, len(ids) - 1)] == customers if len(ids) else np.zeros(len(place), dtype=bool)
    return place, known


def keys(customer: NDArray[np.integer], day: NDArray[np.integer], days: int) -> Ints:
    """One number a customer and day, in the order of customers, then days."""
    return np.asarray(customer.astype(np.int64) * days + day)


def _distinct(raw: Raw, days: int) -> tuple[NDArray[np.int32], Days, Ints]:
    """Customer, day and highest code, one row a customer and day, in this order."""
    codes = int(raw.code.max()) + 1 if len(raw.code) else 1
    packed = np.sort(keys(raw.customer, raw.day, days) * codes + raw.code)
    key = packed // codes if codes > 1 else packed
    last = np.ones(len(key), dtype=bool)
    last[:-1] = key[1:] != key[:-1]
    key, code = key[last], packed[last] - key[last] * codes
    customer = key // days
    return customer.astype(np.int32), (key - customer * days).astype(np.int16), code


def _neighbours(customer: NDArray[np.int32], day: Days) -> tuple[Days, Days]:
    """The days before and after of the same customer, of rows by customer and day."""
    same = customer[1:] == customer[:-1]
    before, after = np.full(len(day), BEFORE, dtype=np.int16), np.full(len(day), NEVER, dtype=np.int16)
    before[1:][same], after[:-1][same] = day[:-1][same], day[1:][same]
    return before, after


def _replies(acts: Ints, followed: Ints, days: int, within: int) -> Days:
    """Per act (`keys`, sorted) the day of the first thing that followed on that day or at most `within` days after."""
    at = np.searchsorted(followed, acts)
    following = np.append(followed, np.iinfo(np.int64).max)[at]
    day = acts % days
    limit = acts + np.minimum(within, days - 1 - day)
    return np.where(following <= limit, following - acts + day, NEVER).astype(np.int16)
