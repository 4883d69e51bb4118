"""Spells of customers: where each is served, and on which days each is asked about."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.ground import Ground
from metrics.memo import Memo
from metrics.sums import Ints, Small, narrow

Bools = NDArray[np.bool_]
DAYS_KEPT = 3
"""The as-of day, last year's and the one before are asked for in turn."""


@dataclass(frozen=True)
class Spells:
    """Disjoint spells of customers, sorted by customer: `slot` is 1 + the unit's place, or 1 where there are no units.

    `ids` are the customers, sorted: their place in it is `customer`. `since` and `until` count days from `first`, cut
    to the days held.
    """

    first: date
    ids: Ints
    customer: NDArray[np.int32]
    since: Small
    until: Small
    slot: Small
    kept: Memo[date, Small] = field(default_factory=lambda: Memo(DAYS_KEPT), repr=False, compare=False)

    @classmethod
    def of(cls, ground: Ground, served: pl.DataFrame | None, among: pl.DataFrame | None) -> "Spells":
        """From customer_id, since, until, and unit_id where they are `served`; both are met where both are given.

        Those of unknown units are left out. Spells of `served` are disjoint; of `among` they need not be.
        """
        asked = None if among is None else _merged(_held(among, ground))
        if served is None:
            if asked is None:
                raise ValueError("neither served nor among")
            return cls._from(ground, asked.with_columns(slot=pl.lit(1, pl.Int32)))
        placed = ground.places.select("unit_id", slot=pl.col("unit") + 1)
        own = _held(served.join(placed, on="unit_id"), ground, "slot")
        return cls._from(ground, own if asked is None else _both(own, asked))

    @classmethod
    def _from(cls, ground: Ground, spells: pl.DataFrame) -> "Spells":
        spells = spells.sort("customer_id", "since")
        customers = spells["customer_id"].to_numpy()
        fresh = np.ones(len(customers), dtype=bool)
        fresh[1:] = customers[1:] != customers[:-1]
        since, until, slot = (narrow(spells[name].to_numpy()) for name in ("since", "until", "slot"))
        return cls(ground.first, customers[fresh], (np.cumsum(fresh) - 1).astype(np.int32), since, until, slot)

    def on(self, day: date) -> Small:
        """Per customer the slot of the spell that they are in on a day; 0 without one, and one more 0 for others."""
        return self.kept.get(day, lambda: self._on((day - self.first).days))

    def _on(self, day: int) -> Small:
        inside = (self.since <= day) & (day < self.until)
        found = np.zeros(len(self.ids) + 1, dtype=self.slot.dtype)
        found[self.customer[inside]] = self.slot[inside]
        return found


def _held(spells: pl.DataFrame, ground: Ground, *more: str) -> pl.DataFrame:
    """customer_id, since, until (Int32: days from the first one held, cut to those held): spells of at least a day."""
    since, until = ((pl.col(name) - pl.lit(ground.first)).dt.total_days().cast(pl.Int32) for name in ("since", "until"))
    end = (ground.last - ground.first).days + 1
    cut = spells.select("customer_id", *more, since=since.clip(0), until=until.clip(None, end))
    return cut.filter(pl.col("since") < pl.col("until"))


def _merged(spells: pl.DataFrame) -> pl.DataFrame:
    """Spells that meet or overlap, made one."""
    spells = spells.sort("customer_id", "since")
    customers, since, until = (spells[name].to_numpy() for name in ("customer_id", "since", "until"))
    if not len(customers):
        return spells
    same = np.zeros(len(customers), dtype=bool)
    same[1:] = customers[1:] == customers[:-1]
    group = np.cumsum(~same) - 1
    width = np.int64(until.max()) + 1
    reached = np.maximum.accumulate(group * width + until)
    starts = np.ones(len(customers), dtype=bool)
    starts[1:] = (group * width + since)[1:] > reached[:-1]
    begins = np.flatnonzero(starts | ~same)
    ends = np.append(begins[1:], len(customers)) - 1
    merged = {"customer_id": customers[begins], "since": since[begins], "until": (reached - group * width)[ends]}
    return pl.DataFrame(merged, schema_overrides={"until": pl.Int32})


def _both(served: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Where both kinds of spells hold."""
    both = served.join(asked, on="customer_id", suffix="_asked")
    cut = both.select(
        "customer_id",
        "slot",
        since=pl.max_horizontal("since", "since_asked"),
        until=pl.min_horizontal("until", "until_asked"),
    )
    return cut.filter(pl.col("since") < pl.col("until"))
