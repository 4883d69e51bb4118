"""Cohorts: what belongs to a month or a period by its own day and is followed afterwards. Sums over the tree.

Credit: a unit of its own, or, of agents who joined in a month, the agent's unit on the as-of day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import Month
from metrics.ground import Ground
from metrics.measures.kinds import Cohort, Facts, Recruits
from metrics.posts import Lazy
from metrics.roster import Roster
from metrics.sums import Small, added, narrow, width
from metrics.window import Window

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
Short = NDArray[np.int16]
EARLIEST, LATEST = np.iinfo(np.int16).min, np.iinfo(np.int16).max
"""Before every window, and after all of them."""


def items(source: Cohort, facts: Facts) -> Lazy:
    """unit_id, day, known, amount (Int64) and the date of each outcome."""
    amount = nw.col("amount").cast(nw.Int64)
    days = (nw.col(name).cast(nw.Date) for name in ("day", "known", *source.outcomes))
    return source.rows(facts).select("unit_id", *days, amount=amount)


def days_of(source: Cohort, window: Window) -> tuple[date, date]:
    """The days whose rows belong to the cohort of a window."""
    if not source.whole:
        return window.first, window.last
    months = window.months(source.lead, source.rolling)
    return months[0].first, months[-1].last


@dataclass(frozen=True)
class Items:
    """A Cohort's rows by `day`: the unit's place, when they were `known`, their amount, when each outcome came.

    Days are counted from `origin`; what lies beyond 16 bits is further off than any window.
    """

    source: Cohort
    units: int
    origin: date
    day: Short
    known: Short
    unit: Small
    amount: Small
    outcomes: Mapping[str, Short]

    @classmethod
    def of(cls, source: Cohort, frame: pl.DataFrame, ground: Ground) -> "Items":
        """From the rows of `items`; those of unknown units, and those that no window can count, are left out."""
        near = frame.filter(pl.col("day").is_between(*_reach(source, ground)))
        known = near.filter(pl.col("known").is_null() | (pl.col("known") <= ground.last))
        placed = known.join(ground.places, on="unit_id").sort("day")
        return cls(
            source,
            len(ground.places),
            ground.first,
            _days(placed["day"], ground.first, LATEST),
            _days(placed["known"], ground.first, EARLIEST),
            placed["unit"].to_numpy().astype(width(len(ground.places))),
            narrow(placed["amount"].to_numpy()),
            {name: _days(placed[name], ground.first, LATEST) for name in source.outcomes},
        )

    @property
    def names(self) -> tuple[str, ...]:
        return (self.source.base, *self.source.outcomes)

    def count(self, name: str, window: Window) -> Ints:
        """Per unit the cohort of the window as far as known by the as-of day, or its outcome up to that day."""
        at, as_of = self._between(*days_of(self.source, window)), self.number(window.last)
        chosen = self.known[at] <= as_of
        if name != self.source.base:
            chosen &= self.outcomes[name][at] <= as_of
        return self._summed(at, chosen)

    def daily(self, name: str, month: Month, as_of: date) -> Ints:
        """(units, 1 + days): the cohort's outcome on each day of its month up to `as_of`; slot 0: before the month."""
        at, count = self._between(month.first, month.last), (month.last - month.first).days + 2
        reached, limit = self.outcomes[name][at], self.number(min(as_of, month.last))
        chosen = (self.known[at] <= limit) & (reached <= limit)
        slots = np.clip(reached[chosen].astype(np.int64) - self.number(month.first) + 1, 0, None)
        cells = self.unit[at][chosen] * np.int64(count) + slots
        return added(cells, self.amount[at][chosen], self.units * count).reshape(self.units, count)

    def number(self, day: date) -> np.int16:
        """A day counted from `origin`."""
        return np.int16(np.clip((day - self.origin).days, EARLIEST, LATEST - 1))

    def _between(self, first: date, last: date) -> slice:
        start = np.searchsorted(self.day, self.number(first), "left")
        return slice(int(start), int(np.searchsorted(self.day, self.number(last), "right")))

    def _summed(self, at: slice, chosen: NDArray[np.bool_]) -> Ints:
        """Per unit how many of the rows, or their amounts: exact, because sums below 2**53 are exact as Float64."""
        weights = self.amount[at][chosen] if self.source.money else None
        return np.bincount(self.unit[at][chosen], weights, minlength=self.units).astype(np.int64)


@dataclass(frozen=True)
class Joiners:
    """Onboardings by day (`joined`, `agent` places in the roster), and confirmations after probation likewise."""

    source: Recruits
    roster: Roster
    joined: Days
    agent: Ints
    confirmed: Days
    confirmee: Ints

    @property
    def names(self) -> tuple[str, ...]:
        found = (self.source.size, self.source.alive, self.source.confirmed)
        return tuple(name for name in found if name)

    def count(self, name: str, window: Window) -> Ints:
        """Agents per unit who joined `lead` months before the window's months, and who of them stayed or passed."""
        return self.roster.per_unit(self.members(name, window)[0], window.last)

    def members(self, name: str, window: Window) -> tuple[Ints, Days]:
        """The agents (places) that are counted and the day on which each joined; who joined in two months is twice."""
        found = []
        for own, cohort in zip(window.months(), window.months(self.source.lead), strict=True):
            agents, since = self._joined(cohort)
            kept = self._kept(name, agents, since, min(own.last, window.last))
            found.append((agents[kept], since[kept]))
        return np.concatenate([agents for agents, _ in found]), np.concatenate([since for _, since in found])

    def _kept(self, name: str, agents: Ints, since: Days, end: date) -> NDArray[np.bool_]:
        if name == self.source.alive:
            return self.roster.alive_on(end)[agents]
        if name == self.source.confirmed:
            return self._confirmed(agents, since, end)
        return np.ones(len(agents), dtype=bool)

    def _joined(self, month: Month) -> tuple[Ints, Days]:
        """The agents who joined in a month, each once, and the first day on which they did."""
        inside = (self.joined >= np.datetime64(month.first)) & (self.joined <= np.datetime64(month.last))
        agents, first = np.unique(self.agent[inside], return_index=True)
        return agents, self.joined[inside][first]

    def _confirmed(self, agents: Ints, since: Days, end: date) -> NDArray[np.bool_]:
        """Which of the agents were confirmed from the day they joined to `end`."""
        last = np.full(self.roster.size, np.datetime64("0001-01-01"))
        known = self.confirmed <= np.datetime64(end)
        last[self.confirmee[known]] = self.confirmed[known]
        return np.asarray(last[agents] >= since)


def _reach(source: Cohort, ground: Ground) -> tuple[date, date]:
    """The days whose rows a window within the days held, or a month that it touches, can ask for."""
    calendar = ground.calendar
    month, back = calendar.month(ground.first), source.lead + max(source.rolling - 1, 0)
    return calendar.month_of(month.year, month.number - back).first, calendar.month(ground.last).last


def _days(days: pl.Series, origin: date, null: int) -> Short:
    """Days counted from `origin`, cut to 16 bits, `null` where there is none."""
    numbers = days.to_physical().cast(pl.Int64) - (origin - date(1970, 1, 1)).days
    return numbers.clip(EARLIEST, LATEST - 1).fill_null(null).cast(pl.Int16).to_numpy()
