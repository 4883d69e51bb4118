"""Agent flags: agents whose acts in a period add up to enough. Never summed over days; sums over the tree.

Key agent x period. Credit: the agent's unit on the as-of day; when the agent moves, the credit moves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.ground import Ground
from metrics.measures.kinds import AgentFlag, Facts, Flows, Idle, Rows
from metrics.measures.staff import newcomers, supervisors
from metrics.memo import Memo
from metrics.posts import Lazy
from metrics.roster import Roster
from metrics.sums import Rows as DayRows
from metrics.sums import Small, Sums, narrow
from metrics.window import Window

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
WINDOWS_KEPT = 4
CROWDS: Mapping[str, Rows] = {"new": newcomers, "supervisor": supervisors}
"""Who may be asked for by `among`: spells of agents."""


def acts(source: AgentFlag | Idle, facts: Facts, span: tuple[date, date]) -> Lazy:
    """agent_id, day, amount (Int64), several rows a day if need be; any act that ends idleness counts 1."""
    amount = nw.col("amount") if isinstance(source, AgentFlag) else nw.lit(1)
    return _daily(source.rows(facts), amount, span)


def earned(source: Flows, flow: str, facts: Facts, span: tuple[date, date]) -> Lazy:
    """agent_id, day, amount (Int64): one of the flows, by agent instead of by unit."""
    return _daily(source.rows(facts), nw.col(flow), span)


def _daily(rows: Lazy, amount: nw.Expr, span: tuple[date, date]) -> Lazy:
    named = rows.select("agent_id", "day", amount=amount.cast(nw.Int64))
    return named.filter(nw.col("day") >= nw.lit(span[0]), nw.col("day") <= nw.lit(span[1]))


@dataclass(frozen=True)
class Crowd:
    """Spells of agents: `agent` places in the roster, `since` and `until` datetime64[D]."""

    agent: Ints
    since: NDArray[np.datetime64]
    until: NDArray[np.datetime64]

    @classmethod
    def of(cls, spells: pl.DataFrame, roster: Roster) -> "Crowd":
        places, known = roster.places(spells["agent_id"])
        since, until = (spells[name].to_numpy()[known] for name in ("since", "until"))
        return cls(places[known], since, until)

    def on(self, day: date, roster: Roster) -> Bools:
        """Per agent whether they are on the staff and in such a spell on a day."""
        at = np.datetime64(day)
        inside = np.zeros(roster.size, dtype=bool)
        inside[self.agent[(self.since <= at) & (at < self.until)]] = True
        return inside & roster.alive_on(day)


@dataclass(frozen=True)
class Flag:
    """An AgentFlag's amounts by agent and day, and the crowd that it asks for."""

    source: AgentFlag
    roster: Roster
    sums: Sums
    crowd: Crowd | None
    lacking: Memo[tuple[date, int], Small] | None = field(default=None, repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.source.id,)

    def with_days(self, days: Collection[date], frame: pl.DataFrame) -> "Flag":
        """With these rows of `acts`, of these days only, in the place of those days': cheap for the last day."""
        alone = set(days) == {self.sums.opens}
        lacking = (self.lacking if alone else None) or Memo(WINDOWS_KEPT)
        return replace(self, sums=with_days(self.sums, days, frame, self.roster), lacking=lacking)

    def count(self, _: str, window: Window) -> Ints:
        """Agents per unit with the flag, credited to their unit on the as-of day."""
        return self.roster.flagged_per_unit(self.flagged(window), window.last)

    def flagged(self, window: Window) -> Bools:
        """Per agent whether they have earned the flag; never by nothing, as little as a year's first days ask."""
        span = window.year if self.source.year else window
        done, whole = span.worked() if self.source.year else (1, 1)
        enough = self._reached(span, max(1, -(-self.source.least * done // whole)))
        return enough & self.crowd.on(window.last, self.roster) if self.crowd else enough

    def _reached(self, span: Window, least: int) -> Bools:
        """Per agent whether their amounts add up to so much; what they lack before the last day is kept for it."""
        if self.lacking is None or span.last != self.sums.opens:
            return self.sums.between(span.first, span.last) >= least
        lack = self.lacking.get((span.first, least), lambda: narrow(least - self.sums.closed_since(span.first)))
        return np.asarray(self.sums.open >= lack)

    def first_days(self, first: date, last: date) -> tuple[Ints, Ints]:
        """The agents (places) with an act on these days, and the number of days after `first` of the first one."""
        places, days, _ = self.sums.rows.between(first, last)
        agents, at = np.unique(places, return_index=True)
        return agents.astype(np.int64), days[at]


@dataclass(frozen=True)
class IdleFlag:
    """An Idle's acts by agent and day, and every onboarding (`joined` datetime64[D], `joiner` places), by day."""

    source: Idle
    roster: Roster
    sums: Sums
    joined: NDArray[np.datetime64]
    joiner: Ints

    @property
    def names(self) -> tuple[str, ...]:
        return (self.source.id,)

    def with_days(self, days: Collection[date], frame: pl.DataFrame) -> "IdleFlag":
        """With these rows of `acts`, of these days only, in the place of those days': cheap for the last day."""
        return replace(self, sums=with_days(self.sums, days, frame, self.roster))

    def count(self, _: str, window: Window) -> Ints:
        """Agents per unit with the flag, credited to their unit on the as-of day."""
        return self.roster.flagged_per_unit(self.flagged(window), window.last)

    def flagged(self, window: Window) -> Bools:
        """Per agent whether they are on the staff for more than so many whole months, without an act in as many."""
        first = window.months(rolling=self.source.months)[0].first
        acted = self.sums.between(max(first, self.sums.rows.first), window.last) > 0
        return self.roster.alive_on(window.last) & (self._tenure(window.last) > self.source.months) & ~acted

    def _tenure(self, day: date) -> Ints:
        """Per agent the whole months since the last onboarding; none where there was none."""
        end = np.searchsorted(self.joined, np.datetime64(day), "right")
        months = np.zeros(self.roster.size, dtype=np.int64)
        months[self.joiner[:end]] = whole_months(self.joined[:end], day)
        return months


def whole_months(since: NDArray[np.datetime64], day: date) -> Ints:
    """Whole months from each day to `day`: full on the day of the same number, else on the month's last day."""
    begun, asked = since.astype("datetime64[M]"), np.datetime64(day)
    month = asked.astype("datetime64[M]")
    number, own = (since - begun).astype(np.int64), (asked - month).astype(np.int64)
    ends = (asked + 1).astype("datetime64[M]") > month
    short = (own < number) & ~ends
    return np.asarray((month - begun).astype(np.int64) - short)


def by_agent(frame: pl.DataFrame, roster: Roster, ground: Ground, first: date) -> Sums:
    """The sums of `acts`; agents who never stood anywhere are left out."""
    placed = frame.join(roster.places_of, on="agent_id")
    edges = ground.edges(first)
    rows, order = DayRows.of(placed["day"], placed["agent"].to_numpy(), roster.size, edges, ground.last)
    return Sums.of(rows, placed["amount"].to_numpy()[order])


def with_days(sums: Sums, days: Collection[date], frame: pl.DataFrame, roster: Roster) -> Sums:
    """The sums of `by_agent` with these rows of `acts` in the place of those days'."""
    agents, known = roster.places(frame["agent_id"])
    placed, agents = (frame, agents) if known.all() else (frame.filter(known), agents[known])
    return sums.with_days(days, placed["day"], agents, placed["amount"].to_numpy())
