"""Customer flags: distinct customers with an act in a period, and those of them whom another act followed.

Key customer x period. Credit: one unit on the as-of day (that of the agent who acted last, or the one that serves the
customer), so that each customer counts once in the tree. Never summed over days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.ground import Ground
from metrics.measures.kinds import CustomerFlag, Facts
from metrics.posts import FOREVER, Lazy
from metrics.roster import NOWHERE, Roster
from metrics.sums import Block, Rows
from metrics.window import Window

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Smalls = NDArray[np.int32]
DAY_BITS = 22
"""Bits that hold a day's number since 1970, up to the year 9999."""


def acted(source: CustomerFlag, facts: Facts, span: tuple[date, date]) -> dict[str, Lazy]:
    """What the flag counts (`acts`), and where it asks for them the customers it is about and what followed."""
    owner = ["agent_id"] if source.credit == "actor" else []
    near = nw.col("day") >= nw.lit(span[0]), nw.col("day") <= nw.lit(span[1])
    found = {"acts": source.rows(facts).select("customer_id", *owner, "day").filter(*near)}
    if source.among:
        spells = source.among(facts).select("customer_id", "since", nw.col("until").fill_null(nw.lit(FOREVER)))
        found["among"] = spells.filter(nw.col("until") > nw.lit(span[0]), nw.col("since") <= nw.lit(span[1]))
    if source.followed:
        found["followed"] = source.followed(facts).select("customer_id", "day").filter(*near)
    return found


@dataclass(frozen=True)
class Spells:
    """Spells of customers (their places): days `since` and `until` as numbers, `unit` where they are served."""

    customer: Smalls
    since: Smalls
    until: Smalls
    unit: Smalls

    @classmethod
    def of(cls, frame: pl.DataFrame, customers: pl.DataFrame, units: pl.DataFrame | None = None) -> "Spells":
        """From customer_id, since, until, and unit_id where `units` says its place; other customers are left out."""
        placed = frame.join(customers, on="customer_id")
        placed = placed.join(units, on="unit_id") if units is not None else placed.with_columns(unit=pl.lit(0))
        columns = (placed[name].to_physical().cast(pl.Int32) for name in ("customer", "since", "until", "unit"))
        return cls(*(column.to_numpy() for column in columns))

    def unit_on(self, day: date, count: int) -> Ints:
        """Per customer the unit of a spell that they are in on a day; NOWHERE without one."""
        found = np.full(count, NOWHERE, dtype=np.int64)
        at = _number(day)
        inside = (self.since <= at) & (at < self.until)
        found[self.customer[inside]] = self.unit[inside]
        return found


@dataclass(frozen=True)
class Customers:
    """A CustomerFlag's acts by day: `rows` hold places of customers, `agents` (of an actor) places in the roster.

    `count_of` customers there are; `followed` are keys of what came after, sorted.
    """

    source: CustomerFlag
    roster: Roster
    count_of: int
    rows: Block
    agents: Ints
    served: Spells | None
    among: Spells | None
    followed: Ints

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.source.id, self.source.then) if name)

    def count(self, name: str, window: Window) -> Ints:
        """Customers per unit with an act in the window, or those of them whom the other act followed."""
        block = self.rows.between(window.first, window.last)
        unit = self._units(self.rows.places[block], block, window)
        if self.among:
            unit[self.among.unit_on(window.last, self.count_of) == NOWHERE] = NOWHERE
        chosen = np.flatnonzero(unit != NOWHERE)
        if name == self.source.then:
            chosen = chosen[self._followed(chosen, self._first(block, window)[chosen], window)]
        return np.bincount(unit[chosen], minlength=self.roster.units)

    def _first(self, block: slice, window: Window) -> Ints:
        """Per customer the first day of an act in the window."""
        first = np.zeros(self.count_of, dtype=np.int64)
        first[self.rows.places[block][::-1]] = self._days(window)[::-1]
        return first

    def _units(self, customers: NDArray[np.int32], block: slice, window: Window) -> Ints:
        if self.served is None:
            last = np.full(self.count_of, NOWHERE, dtype=np.int64)
            last[customers] = self.agents[block]
            return np.append(self.roster.unit_on(window.last), NOWHERE)[last]
        seen = np.zeros(self.count_of, dtype=bool)
        seen[customers] = True
        return np.where(seen, self.served.unit_on(window.last, self.count_of), NOWHERE)

    def _days(self, window: Window) -> Ints:
        """The day of each row of the window, as a number since 1970."""
        start = (window.first - self.rows.first).days
        lengths = np.diff(self.rows.starts[start : start + (window.last - window.first).days + 2])
        return np.repeat(_number(window.first) + np.arange(len(lengths)), lengths)

    def _followed(self, places: Ints, first: Ints, window: Window) -> Bools:
        """Which customers the other act followed from their `first` on, within so many days, up to the as-of day."""
        limit = np.minimum(first + self.source.within, _number(window.last))
        keys = np.append(self.followed, np.iinfo(np.int64).max)
        following = keys[np.searchsorted(self.followed, _key(places, first))]
        return np.asarray(following <= _key(places, limit))


def counted(
    source: CustomerFlag, frames: dict[str, pl.DataFrame], roster: Roster, ground: Ground, served: pl.DataFrame | None
) -> Customers:
    """The flag's arrays from the rows of `acted` and, where the server is credited, the frame `served`."""
    actor, among, followed = source.credit == "actor", frames.get("among"), frames.get("followed")
    known = (frames["acts"] if actor else served, among)
    ids = _asked_about([frame for frame in known if frame is not None])
    acts = frames["acts"].join(ids, on="customer_id")
    if actor:
        acts = acts.sort("agent_id").join(roster.places_of, on="agent_id", how="left", maintain_order="left")
    rows, order = Rows.of(acts["day"], acts["customer"].to_numpy(), len(ids), [ground.first], ground.last)
    return Customers(
        source,
        roster,
        len(ids),
        rows.blocks[0],
        acts["agent"].fill_null(NOWHERE).to_numpy()[order] if actor else order[:0],
        Spells.of(served, ids, ground.places) if not actor and served is not None else None,
        Spells.of(among, ids) if among is not None else None,
        _days_of(followed, ids),
    )


def _asked_about(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The customers who stand in all the frames, each with a place: customer_id, customer."""
    ids = frames[0].select(pl.col("customer_id").unique())
    for other in frames[1:]:
        ids = ids.join(other, on="customer_id", how="semi")
    return ids.sort("customer_id").with_row_index("customer").with_columns(pl.col("customer").cast(pl.Int64))


def _days_of(frame: pl.DataFrame | None, ids: pl.DataFrame) -> Ints:
    """The keys of the customers' days, sorted; none without a frame."""
    if frame is None:
        return np.zeros(0, dtype=np.int64)
    known = frame.join(ids, on="customer_id")
    return np.sort(_key(known["customer"].to_numpy(), _numbers(known["day"])))


def _key(places: Ints, days: Ints) -> Ints:
    return np.asarray((places << DAY_BITS) | days)


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _numbers(days: pl.Series) -> Ints:
    return days.to_physical().cast(pl.Int64).to_numpy()
