"""Customer flags: distinct customers with an act in a period, and those of them whom another act followed.

Key customer x period. Credit: one unit on the as-of day (that of the agent who acted last, or the one that serves the
customer), so that each customer counts once in the tree. Never summed over days.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.errors import UserError
from metrics.acts import Acts, Bools, Followed, Raw, placed
from metrics.ground import Ground
from metrics.measures.kinds import CustomerFlag, Facts
from metrics.memo import Memo
from metrics.posts import FOREVER, Lazy
from metrics.roster import Roster
from metrics.spells import Spells
from metrics.sums import Ints, Small, within
from metrics.touched import Past, Today, Touched, among, united
from metrics.window import Window

WINDOWS_KEPT = 4


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
class Closed:
    """A window's days before the last one, credited as of the last one: customers per unit, by measure.

    Where `then` is asked: per customer the day of the `first` act, and whether it was `answered` on these days.
    """

    counts: dict[str, Ints]
    first: NDArray[np.int16]
    answered: Bools


@dataclass(frozen=True)
class Customers:
    """A CustomerFlag's `acts` on the days from `first` to the one before the `last`, and those of `today`, the last.

    `ids` are the customers, sorted: their place in it is that of `acts` and `spells`, which say where they are served
    and asked about (None: whoever acts is, and the actor has the credit).
    """

    source: CustomerFlag
    roster: Roster
    first: date
    last: date
    ids: Ints
    spells: Spells | None
    acts: Acts
    followed: Followed | None
    today: Today
    known: Past | None = field(default=None, repr=False, compare=False)
    kept: Memo[int, Closed] = field(default_factory=lambda: Memo(WINDOWS_KEPT), repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.source.id, self.source.then) if name)

    def count(self, name: str, window: Window) -> Ints:
        """Customers per unit with an act in the window, or those of them whom the other act followed."""
        first, end = self._number(window.first), self._number(window.last)
        if window.last < self.last:
            return self._counted(name, first, end, window.last)
        closed = self.kept.get(first, lambda: self._closed(first, end - 1))
        return closed.counts[name] + self._moved(name, first, closed)

    def with_days(self, days: Collection[date], acts: pl.DataFrame) -> "Customers":
        """With these rows (`acts` of `acted`, of these days only) in the place of those days'; what followed stays.

        New customers may appear. Cheap for the last day, of which no closed state knows; others are put between the
        closed ones. A row of another day is a UserError.
        """
        numbers, end = {self._number(day) for day in days}, self._number(self.last)
        within(days, acts["day"])
        new = _raw(acts, self.source, self.roster, self.first)
        today = Today.of(new.on(end), self.today.followed) if end in numbers else self.today
        if numbers <= {end}:
            return replace(self, today=today, known=self._past)
        return replace(self._reopened(numbers, new.before(end)), today=today)

    def _reopened(self, days: Collection[int], new: Raw) -> "Customers":
        """With other acts on closed days."""
        end, closed = self._number(self.last), [day for day in days if day < self._number(self.last)]
        ids = self.ids if self.spells else united(self.ids, new.customer)
        old = self.acts if len(ids) == len(self.ids) else self.acts.placed(np.searchsorted(ids, self.ids), len(ids))
        place, known = placed(ids, new.customer)
        rows = replace(new, customer=place).where(known)
        keys = None
        if self.followed:
            whose = np.unique(np.concatenate([old.of_days(closed), rows.customer]))
            keys = self.followed.of(ids[whose]).keys(ids, end)
        acts = old.with_days(closed, rows, keys, self.source.within)
        return replace(self, ids=ids, acts=acts, known=None, kept=Memo(WINDOWS_KEPT))

    def _number(self, day: date) -> int:
        if not self.first <= day <= self.last:
            what = f"is outside the days held, {self.first} to {self.last}"
            raise UserError(f"{day}", what, "Load the facts for more days.")
        return (day - self.first).days

    def _counted(self, name: str, first: int, end: int, as_of: date) -> Ints:
        """Of closed days alone."""
        rows = self.acts.last(first, end)
        customers = self.acts.customer[rows]
        (slots,) = self._slots(customers, as_of, self.acts.code[rows])
        if name == self.source.then:
            slots = slots[self.acts.answered(first, end)[customers]]
        return self._per_unit(slots)

    def _closed(self, first: int, end: int) -> Closed:
        counts = {name: self._counted(name, first, end, self.last) for name in self.names}
        if self.source.then:
            return Closed(counts, self.acts.firsts(first, end), self.acts.answered(first, end))
        return Closed(counts, np.zeros(0, np.int16), np.zeros(0, bool))

    def _moved(self, name: str, first: int, closed: Closed) -> Ints:
        """What the last day adds and takes, looking at the customers alone whom it touches."""
        touched, end = self._touched, self._number(self.last)
        old = touched.past.day >= first
        new = old | touched.acted
        if name == self.source.then:
            in_time = end - np.where(old, closed.first[touched.past.place], end) <= self.source.within
            old = old & closed.answered[touched.past.place]
            new = old | (new & touched.followed & in_time)
        stays = old & touched.stays
        return self._per_unit(touched.now[new & ~stays]) - self._per_unit(touched.before[old & ~stays])

    @cached_property
    def _past(self) -> Past:
        """Of whom the last day touches; `known` is that of the last day as it was."""
        touched = self.today.touched
        return self.known.to(touched, self.ids, self.acts) if self.known else Past.of(touched, self.ids, self.acts)

    @cached_property
    def _touched(self) -> Touched:
        past, today = self._past, self.today
        acted, followed = (among(own, past.customer) for own in (today.customer, today.followed))
        now = past.code.copy()
        now[acted] = today.code
        return Touched(past, acted, followed, *self._slots(past.place, self.last, past.code, now))

    def _slots(self, customers: NDArray[np.integer], as_of: date, *codes: Small) -> list[Small]:
        """By whose codes: 1 + the place of the unit that has each of these customers on a day; 0 where none has."""
        served: Small | None = self.spells.on(as_of)[customers] if self.spells else None
        if self.source.credit == "server" and served is not None:
            return [served] * len(codes)
        slots = np.zeros(2 * self.roster.size + 2, dtype=np.int32)
        slots[1 : 2 * self.roster.size : 2] = self.roster.unit_on(as_of) + 1
        return [slots[own] if served is None else np.where(served > 0, slots[own], 0) for own in codes]

    def _per_unit(self, slots: Small) -> Ints:
        return np.bincount(slots.astype(np.intp, copy=False), minlength=self.roster.units + 1)[1:]


def spells_of(source: CustomerFlag, frames: Mapping[str, pl.DataFrame], ground: Ground) -> Spells | None:
    """Where a flag's customers are served and when they are asked about: the frames `served` and `among`, if any."""
    served = frames["served"] if source.credit == "server" else None
    among = frames.get("among")
    return None if served is None and among is None else Spells.of(ground, served, among)


def counted(
    source: CustomerFlag, frames: Mapping[str, pl.DataFrame], roster: Roster, ground: Ground, spells: Spells | None
) -> Customers:
    """The flag's arrays from the rows of `acted` and its `spells_of`, which flags of the same spells may share."""
    first, end = ground.first, (ground.last - ground.first).days
    asked = spells.ids if spells else np.sort(frames["acts"]["customer_id"].unique().to_numpy())
    known = frames["acts"].join(pl.DataFrame({"customer_id": asked, "place": np.arange(len(asked))}), on="customer_id")
    raw = _raw(known, source, roster, first)
    followed = _followed(frames["followed"], first) if "followed" in frames else None
    today = Today.of(raw.on(end), followed.on(end) if followed else asked[:0])
    closed = replace(raw, customer=known["place"].to_numpy()).before(end)
    acts = _acts(closed, asked, end, source, followed)
    return Customers(source, roster, first, ground.last, asked, spells, acts, followed, today)


def _acts(raw: Raw, ids: Ints, days: int, source: CustomerFlag, followed: Followed | None) -> Acts:
    return Acts.of(raw, len(ids), days, followed.keys(ids, days) if followed else None, source.within)


def _raw(frame: pl.DataFrame, source: CustomerFlag, roster: Roster, first: date) -> Raw:
    """Acts with ids of customers; codes of agents rise with their ids: 1 + twice the place, even for who has none."""
    code = np.zeros(len(frame), dtype=np.int64)
    if source.credit == "actor":
        place, known = roster.places(frame["agent_id"])
        code = 2 * place + known
    return Raw(frame["customer_id"].to_numpy(), _numbers(frame["day"], first).astype(np.int64), code)


def _followed(frame: pl.DataFrame, first: date) -> Followed:
    return Followed(frame["customer_id"].to_numpy(), _numbers(frame["day"], first).astype(np.int16))


def _numbers(days: pl.Series, first: date) -> NDArray[np.int32]:
    """Days counted from `first`."""
    return days.to_physical().to_numpy() - (first - date(1970, 1, 1)).days
