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
from metrics.window import Window

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
NEVER = np.datetime64("9999-12-31")


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
    """A Cohort's rows by `day`: the unit's place, when they were `known`, their amount, when each outcome came."""

    source: Cohort
    units: int
    day: Days
    known: Days
    unit: Ints
    amount: Ints
    outcomes: Mapping[str, Days]

    @classmethod
    def of(cls, source: Cohort, frame: pl.DataFrame, ground: Ground) -> "Items":
        """From the rows of `items`; those of unknown units are left out."""
        placed = frame.join(ground.places, on="unit_id").filter(pl.col("day").is_not_null()).sort("day")
        return cls(
            source,
            len(ground.places),
            placed["day"].to_numpy(),
            _dates(placed["known"].fill_null(pl.lit(date.min))),
            placed["unit"].to_numpy().astype(np.int64),
            placed["amount"].to_numpy(),
            {name: _dates(placed[name]) for name in source.outcomes},
        )

    @property
    def names(self) -> tuple[str, ...]:
        return (self.source.base, *self.source.outcomes)

    def count(self, name: str, window: Window) -> Ints:
        """Per unit the cohort of the window as far as known by the as-of day, or its outcome up to that day."""
        at, as_of = self._between(*days_of(self.source, window)), np.datetime64(window.last)
        chosen = self.known[at] <= as_of
        if name != self.source.base:
            chosen &= self.outcomes[name][at] <= as_of
        return self._summed(at, chosen)

    def daily(self, name: str, month: Month, as_of: date) -> Ints:
        """(units, 1 + days): the cohort's outcome on each day of its month up to `as_of`; slot 0: before the month."""
        at, count = self._between(month.first, month.last), (month.last - month.first).days + 2
        reached, limit = self.outcomes[name][at], np.datetime64(min(as_of, month.last))
        chosen = (self.known[at] <= limit) & (reached <= limit)
        slots = np.clip((reached[chosen] - np.datetime64(month.first)).astype(np.int64) + 1, 0, None)
        cells = np.zeros((self.units, count), dtype=np.int64)
        np.add.at(cells, (self.unit[at][chosen], slots), self.amount[at][chosen])
        return cells

    def _between(self, first: date, last: date) -> slice:
        start = np.searchsorted(self.day, np.datetime64(first), "left")
        return slice(int(start), int(np.searchsorted(self.day, np.datetime64(last), "right")))

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


def _dates(days: pl.Series) -> Days:
    return days.fill_null(pl.lit(NEVER.astype(date))).to_numpy()
