"""From stage to stage: the first event of an entity after a day, inside a window, for all entities at once."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DAY_BITS = 17
"""Bits of a key for the day, counted from 1970: enough until the year 2328; the rest are the entity's."""


@dataclass(frozen=True)
class Found:
    """The first event of each entrant: whether there is one, its day, what it is worth (policies, cents)."""

    there: NDArray[np.bool_]
    day: Ints
    policies: Ints
    cents: Ints


@dataclass(frozen=True)
class Events:
    """Events by entity and day, `keys` of both in order; what several on one day are worth is summed."""

    keys: Ints
    policies: Ints
    cents: Ints

    @classmethod
    def of(cls, rows: pl.DataFrame) -> "Events":
        """From rows entity, day, policies, cents."""
        days = rows.group_by("entity", "day").agg(pl.col("policies", "cents").sum())
        keys = _keys(days["entity"].to_numpy(), days["day"].to_physical().to_numpy().astype(np.int64))
        order = np.argsort(keys)
        policies, cents = (days[name].to_numpy()[order] for name in ("policies", "cents"))
        return cls(keys[order], policies, cents)

    def after(self, entity: Ints, day: Ints, window: int) -> Found:
        """For each entity the first event on `day` or at most `window` days after it."""
        return self.between(entity, day, day + window)

    def between(self, entity: Ints, day: Ints, last: Ints) -> Found:
        """For each entity the first event from `day` to `last`, both included; last - day is not negative."""
        if not len(self.keys):
            return Found(np.zeros(len(entity), bool), day, *(np.zeros(len(entity), np.int64) for _ in range(2)))
        at = np.searchsorted(self.keys, _keys(entity, day))
        near = np.minimum(at, len(self.keys) - 1)
        there = (at < len(self.keys)) & (self.keys[near] <= _keys(entity, last))
        return Found(there, self.keys[near] & ((1 << DAY_BITS) - 1), self.policies[near], self.cents[near])


def _keys(entity: Ints, day: Ints) -> Ints:
    return np.asarray((entity << DAY_BITS) | day, np.int64)
