"""The cube: flows and stocks of every unit. A period of a flow is a difference, a stock all changes so far."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.ground import Ground
from metrics.measures.kinds import Facts, Flows, Stock
from metrics.posts import FOREVER, Lazy, credited
from metrics.sums import Rows, Sums
from metrics.window import Window

Ints = NDArray[np.int64]
ONE_DAY = timedelta(days=1)


def flow_rows(source: Flows, facts: Facts, span: tuple[date, date]) -> Lazy:
    """unit_id, day and one Int64 column a flow, one row a unit and day with anything in it."""
    first, last = (nw.lit(day, nw.Date) for day in span)
    inside = dated(source, facts, span)
    if source.owner == "agent_id":
        inside = credited(inside, facts["posts"].filter(nw.col("since") <= last, nw.col("until") > first))
    return inside.group_by("unit_id", "day").agg(*(nw.col(name).sum() for name in source.flows))


def dated(source: Flows, facts: Facts, span: tuple[date, date] | None = None) -> Lazy:
    """The source's rows, those on some days where these are given: the owner, day and one Int64 column a flow."""
    rows = source.rows(facts).select(source.owner, "day", *(nw.col(name).cast(nw.Int64) for name in source.flows))
    return rows.filter(nw.col("day") >= nw.lit(span[0]), nw.col("day") <= nw.lit(span[1])) if span else rows


def stock_rows(source: Stock, facts: Facts, span: tuple[date, date]) -> Lazy:
    """unit_id, day, change (Int64): what began on the day less what ended; all before `span` on the day before it."""
    days = (nw.col(name).cast(nw.Date).fill_null(nw.lit(FOREVER)) for name in ("since", "until"))
    spells = source.rows(facts).select("unit_id", *days, "amount")
    real = spells.filter(nw.col("since") < nw.col("until"))
    held = real.filter(nw.col("since") <= nw.lit(span[1]), nw.col("until") >= nw.lit(span[0]))
    opening, amount = nw.lit(span[0] - ONE_DAY), nw.col("amount").cast(nw.Int64)
    begun = held.select("unit_id", day=nw.max_horizontal(nw.col("since"), opening), change=amount)
    ended = held.filter(nw.col("until") <= nw.lit(span[1])).select("unit_id", day=nw.col("until"), change=-amount)
    return nw.concat([begun, ended]).group_by("unit_id", "day").agg(nw.col("change").sum())


@dataclass(frozen=True)
class Cube:
    """Flows and stocks by name for the days `first` to `last`: per unit, Int64, money in cents.

    `begins` maps the name of a stock on the day before a period (`hc_begin`) to the stock, `worked` the name of one
    added up over a period's working days.
    """

    first: date
    last: date
    flows: Mapping[str, Sums]
    stocks: Mapping[str, Sums]
    begins: Mapping[str, str]
    worked: Mapping[str, str]

    @classmethod
    def of(
        cls, ground: Ground, flows: Iterable[tuple[Flows, pl.DataFrame]], stocks: Iterable[tuple[Stock, pl.DataFrame]]
    ) -> "Cube":
        """From `flow_rows` and `stock_rows`; rows of unknown units are left out."""
        counted: dict[str, Sums] = {}
        for source, frame in flows:
            counted |= _flows(source, frame, ground)
        held, begins, worked = {}, {}, {}
        for stock, frame in stocks:
            held[stock.id] = _stock(frame, ground)
            if stock.begin:
                begins[stock.begin] = stock.id
            if stock.worked:
                worked[stock.worked] = stock.id
        return cls(ground.first, ground.last, counted, held, begins, worked)

    @classmethod
    def joined(cls, ground: Ground, cubes: Sequence["Cube"]) -> "Cube":
        """One cube of what several hold."""
        return cls(
            ground.first,
            ground.last,
            dict(ChainMap(*(dict(cube.flows) for cube in cubes))),
            dict(ChainMap(*(dict(cube.stocks) for cube in cubes))),
            dict(ChainMap(*(dict(cube.begins) for cube in cubes))),
            dict(ChainMap(*(dict(cube.worked) for cube in cubes))),
        )

    def with_days(self, source: Flows, days: Collection[date], placed: pl.DataFrame) -> "Cube":
        """With these rows of a source (`unit`: its place, `day`, a column a flow) in the place of those days'.

        All else is shared: cheap for the last day. A row of another day is a UserError.
        """
        names = source.flows
        rows, changes = self.flows[names[0]].rows.changed(days, placed["day"], placed["unit"].to_numpy())
        changed = {name: self.flows[name].changed(rows, changes, placed[name].to_numpy()) for name in names}
        return replace(self, flows={**self.flows, **changed})

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.flows, *self.stocks, *self.begins, *self.worked)

    def count(self, name: str, window: Window) -> Ints:
        """A measure of a window: a flow's sum, a stock at its end, on the day before it or over its working days."""
        if name in self.flows:
            return self.flow(name, window.first, window.last)
        if name in self.begins:
            return self.stock(self.begins[name], window.first - ONE_DAY)
        if name in self.worked:
            return self._over(self.worked[name], window.calendar.workdays(window.first, window.last))
        return self.stock(name, window.last)

    def flow(self, name: str, first: date, as_of: date) -> Ints:
        """What came from `first` to `as_of`."""
        return self.flows[name].between(first, as_of)

    def stock(self, name: str, as_of: date) -> Ints:
        """What there is at the end of a day."""
        return self.stocks[name].upto(as_of)

    def _over(self, name: str, days: Sequence[date]) -> Ints:
        """A stock at the end of each of these days, added up."""
        return sum((self.stock(name, day) for day in days), np.zeros(self.stocks[name].size, dtype=np.int64))

    def daily(self, name: str, first: date, last: date) -> Ints:
        """(units, days): a flow on each day."""
        return self.flows[name].daily(first, last)


def _flows(source: Flows, frame: pl.DataFrame, ground: Ground) -> dict[str, Sums]:
    return _sums(frame, source.flows, ground, ground.first)


def _stock(frame: pl.DataFrame, ground: Ground) -> Sums:
    return _sums(frame, ("change",), ground, ground.first - ONE_DAY)["change"]


def _sums(frame: pl.DataFrame, names: Iterable[str], ground: Ground, first: date) -> dict[str, Sums]:
    unit = frame.select("unit_id").join(ground.places, on="unit_id", how="left", maintain_order="left")["unit"]
    known = frame.filter(unit.is_not_null()) if unit.has_nulls() else frame
    size, edges = len(ground.orgs.units), ground.edges(first)
    rows, order = Rows.of(known["day"], unit.drop_nulls().to_numpy(), size, edges, ground.last)
    return {name: Sums.of(rows, known[name].to_numpy()[order]) for name in names}
