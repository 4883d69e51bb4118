"""Whom the last day held touches, and what was of them before it: all that a batch of that day makes anew."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import polars as pl

from metrics.acts import Acts, Bools, Raw, placed
from metrics.sums import Ints, Small


@dataclass(frozen=True)
class Today:
    """The last day held: the customers (ids, sorted) with an act, the `code` of who acted, and whom something followed.

    Of several who acted on one customer the highest code.
    """

    customer: Ints
    code: Ints
    followed: Ints

    @classmethod
    def of(cls, raw: Raw, followed: Ints) -> Self:
        if not raw.code.any():
            alone = pl.Series(raw.customer).unique().sort().to_numpy()
            return cls(alone, np.zeros(len(alone), dtype=np.int64), followed)
        order = np.argsort(raw.customer)
        customer = raw.customer[order]
        first = np.flatnonzero(np.append(True, customer[1:] != customer[:-1]))
        return cls(customer[first], np.maximum.reduceat(raw.code[order], first), followed)

    @property
    def touched(self) -> Ints:
        """All whom the day touches, sorted."""
        return united(self.customer, self.followed)


@dataclass(frozen=True)
class Past:
    """What was of customers (ids, sorted) before the last day: their `place` (past the last one: a new customer).

    `day` and `code` are those of the last act; -1 and 0 without one.
    """

    customer: Ints
    place: Ints
    day: Ints
    code: Ints

    @classmethod
    def of(cls, customers: Ints, ids: Ints, acts: Acts) -> Self:
        """Looked up among all customers (`ids`) and their acts."""
        place, known = placed(ids, customers)
        place = np.where(known, place, len(ids))
        return cls(customers, place, *acts.latest(place))

    def to(self, customers: Ints, ids: Ints, acts: Acts) -> "Past":
        """That of these customers instead: looked up are only those of whom it is not known yet."""
        at, known = placed(self.customer, customers)
        new, fresh = ~known, Past.of(customers[~known], ids, acts)
        pairs = ((self.place, fresh.place), (self.day, fresh.day), (self.code, fresh.code))
        return Past(customers, *(_woven(old, at, new, looked_up) for old, looked_up in pairs))


@dataclass(frozen=True)
class Touched:
    """The customers whom the last day touches: their `past`, and what they did.

    `before` and `now` say which slot has the customer without the last day and with it; who `stays` has one and the
    same.
    """

    past: Past
    acted: Bools
    followed: Bools
    before: Small
    now: Small

    @cached_property
    def stays(self) -> Bools:
        return np.asarray(self.before == self.now)


def united(ids: Ints, customers: Ints) -> Ints:
    """Sorted ids, and those of the customers who are not among them."""
    place, known = placed(ids, customers)
    fresh, at = np.unique(customers[~known], return_index=True)
    return np.insert(ids, place[~known][at], fresh)


def among(some: Ints, customers: Ints) -> Bools:
    """Which of the customers (sorted) are of these; all `some` are of the customers."""
    return np.ones(len(customers), dtype=bool) if len(some) == len(customers) else placed(some, customers)[1]


def _woven(old: Ints, at: Ints, new: Bools, fresh: Ints) -> Ints:
    """The old numbers at some places, and fresh ones where it says `new`."""
    found: Ints = old.take(at, mode="clip") if len(old) else np.empty(len(at), dtype=np.int64)
    found[new] = fresh
    return found
