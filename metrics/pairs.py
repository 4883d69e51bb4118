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
    """The rows of `out` and of `by` of a Paired; those of `by` from the day `last` on stand apart, as `open`.

    `near` are those of all these that matter from the day `since` on.
    """

    out: pl.DataFrame
    by: pl.DataFrame
    open: pl.DataFrame
    last: date
    since: date = date.min
    near: "Pair | None" = None

    @classmethod
    def of(cls, source: Flows, facts: Facts, span: tuple[date, date]) -> Self:
        """Both kinds of rows, from one pass: of `out` those of these days, of `by` those that have to do with them."""
        paired = cast(Paired, source.rows)
        plans = paired.out(facts).filter(nw.col("day").is_between(*span)), paired.by(facts)
        out, by = pl.collect_all([plan.to_native() for plan in plans])
        return cls(out, *_parted(by.join(out, on=paired.key, how="semi"), span[1]), span[1])

    def with_days(self, days: Collection[date], new: pl.DataFrame, since: date, key: str) -> "Pair":
        """With these rows of `by` in the place of those of some days, which say nothing about `out` before `since`."""
        near = self.near if self.near and since - NEAR <= self.near.since <= since else self._from(since, key)
        return replace(self.exchanged(days, new), near=near.exchanged(days, new))

    def counted(self, source: Flows, since: date | None = None) -> Flows:
        """The source, its rows made from these; those from a day on where it is given and `with_days` was told it."""
        rows = self.near if since and self.near else self
        out = rows.out.filter(pl.col("day") >= since) if since else rows.out
        which, by = cast(Paired, source.rows).which, pl.concat([rows.by, rows.open])
        return replace(source, rows=lambda _: which(_lazy(out), _lazy(by)))

    def _from(self, since: date, key: str) -> "Pair":
        out = self.out.filter(pl.col("day") >= since)
        return replace(self, out=out, by=self.by.join(out, on=key, how="semi"), since=since, near=None)

    def exchanged(self, days: Collection[date], new: pl.DataFrame) -> "Pair":
        """With these rows of `by` in the place of those of some days: cheap for the last one."""
        closed, opened = _parted(new, self.last)
        by = _without(self.by, [day for day in days if day < self.last])
        return replace(self, by=pl.concat([by, closed]), open=pl.concat([_without(self.open, days), opened]))


def _parted(rows: pl.DataFrame, last: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows before a day, and those from it on."""
    before = rows["day"] < last
    return rows.filter(before), rows.filter(~before)


def _without(rows: pl.DataFrame, days: Collection[date]) -> pl.DataFrame:
    return rows.filter(~pl.col("day").is_in(sorted(days))) if days else rows


def _lazy(rows: pl.DataFrame) -> Lazy:
    return nw.from_native(rows.lazy())
