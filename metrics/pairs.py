"""Pairs: the rows of a Paired as they were read, kept to be counted again when some days of them differ."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self, cast

import narwhals as nw
import polars as pl

from metrics.measures.kinds import Facts, Flows, Paired
from metrics.posts import Lazy

NEAR = timedelta(days=7)
"""The rows that matter from a day on are kept until so many days after it something differs."""


@dataclass(frozen=True)
class Pair:
    """The rows of `out` and of `by` of a Paired; `near`: those of them that matter from the day `since` on."""

    out: pl.DataFrame
    by: pl.DataFrame
    since: date = date.min
    near: "Pair | None" = None

    @classmethod
    def of(cls, source: Flows, facts: Facts, span: tuple[date, date]) -> Self:
        """Both kinds of rows, from one pass; those of `out` of these days."""
        paired = cast(Paired, source.rows)
        plans = paired.out(facts).filter(nw.col("day").is_between(*span)), paired.by(facts)
        out, by = pl.collect_all([plan.to_native() for plan in plans])
        return cls(out, by)

    def with_days(self, days: Collection[date], new: pl.DataFrame, since: date, key: str) -> "Pair":
        """With these rows of `by` in the place of those of some days, which say nothing about `out` before `since`."""
        near = self.near if self.near and since - NEAR <= self.near.since <= since else self._from(since, key)
        return replace(self, by=_exchanged(self.by, days, new), near=replace(near, by=_exchanged(near.by, days, new)))

    def counted(self, source: Flows, since: date | None = None) -> Flows:
        """The source, its rows made from these; those from a day on where it is given and `with_days` was told it."""
        rows = self.near if since and self.near else self
        out = rows.out.filter(pl.col("day") >= since) if since else rows.out
        which = cast(Paired, source.rows).which
        return replace(source, rows=lambda _: which(_lazy(out), _lazy(rows.by)))

    def _from(self, since: date, key: str) -> "Pair":
        out = self.out.filter(pl.col("day") >= since)
        return Pair(out, self.by.join(out, on=key, how="semi"), since)


def _exchanged(rows: pl.DataFrame, days: Collection[date], new: pl.DataFrame) -> pl.DataFrame:
    """The rows with these in the place of those of some days."""
    return pl.concat([rows.filter(~pl.col("day").is_in(sorted(days))), new])


def _lazy(rows: pl.DataFrame) -> Lazy:
    return nw.from_native(rows.lazy())
