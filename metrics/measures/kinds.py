"""The kinds of measures, each as the rows that it counts; the engine of the kind does the rest.

A rows function takes the facts by name (narwhals lazy frames) and returns one; columns beyond those that its kind asks
for (a policy's id) say in a lineage which fact a row is. Besides the tables of data.schemas there
are three derived ones: `posts` (metrics.posts: agent_id, unit_id, since, until, staffed), `served` (customer_id,
unit_id, agent_id, since, until: where a customer is served, an orphan where the last agent stood) and `calendar` (day,
month_end, working: whether it is a working day, workday: how many of them came up to that day, itself included, counted
from the first day of the table).

A source is of its `own_day` where its rows of a day come from the rows that its table has of that day (in the column
by which it is dated) alone, whatever they look up in other tables: while those are the same, a changed day is read by
itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Literal

import narwhals as nw

from metrics.posts import Lazy

Facts = Mapping[str, Lazy]
Rows = Callable[[Facts], Lazy]


def shared(rows: Rows) -> Rows:
    """A rows function on which several others stand: where the facts keep such rows, they are worked out once."""

    @wraps(rows)
    def once(facts: Facts) -> Lazy:
        keep: Callable[[Rows], Lazy] | None = getattr(facts, "keep", None)
        return keep(rows) if keep else rows(facts)

    return once


def recent(rows: Lazy, facts: Facts, day: str) -> Lazy:
    """Without the rows dated before the days that the facts are asked about, where they say which these are."""
    first: date | None = getattr(facts, "first", None)
    return rows.filter(nw.col(day) >= nw.lit(first, nw.Date)) if first else rows


Kind = Literal["flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort", "target", "calendar"]
Start = Literal["period", "year", "month"]
CENTS = 100
"""Cents in a yuan: facts and measures count cents, cells show yuan."""
YEARS_BEFORE = 3
"""Years of `calendar` before the first day asked for: as far back as a cohort looks."""


@dataclass(frozen=True)
class Measure:
    """A base quantity of one kind; `table` is the fact table without which there is no number.

    Its facts begin `lead` months before the beginning of the period (`start`; or of the year, or of the as-of day's
    month). One that is not `daily` says nothing about a single day. Money is in cents.
    """

    id: str
    kind: Kind
    table: str
    money: bool = False
    lead: int = 0
    start: Start = "period"
    daily: bool = True


@dataclass(frozen=True)
class Paired:
    """The rows of a source made from two: `which` of the rows of `out` (`day` and what the kind asks for) count.

    `by` are rows of the source's table, by its day; a row counts by such as are not dated after it, so that a change of
    the table on one day says nothing about the rows of the days before. Rows of `out` and of `by` that differ in `key`
    have nothing to do with each other.
    """

    out: Rows
    by: Rows
    which: Callable[[Lazy, Lazy], Lazy]
    key: str

    def __call__(self, facts: Facts) -> Lazy:
        return self.which(self.out(facts), self.by(facts))


@dataclass(frozen=True)
class Flows:
    """What happened on a day, several flows counted together; sums over days and over the tree.

    `rows`: `owner`, day, one Int64 column for each of `counts` and of `money` (cents). An `agent_id` is credited to the
    agent's unit on that day; a `unit_id` to the unit.
    """

    table: str
    rows: Rows
    counts: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    owner: Literal["agent_id", "unit_id"] = "agent_id"
    own_day: bool = False

    @property
    def flows(self) -> tuple[str, ...]:
        """The names of all flows."""
        return (*self.counts, *self.money)

    @property
    def measures(self) -> tuple[Measure, ...]:
        counted = (Measure(name, "flow", self.table) for name in self.counts)
        return (*counted, *(Measure(name, "flow", self.table, money=True) for name in self.money))


@dataclass(frozen=True)
class Stock:
    """What there is at the end of a day. `rows`: unit_id, since (included), until (not included; null: still), amount.

    `begin` names the same stock on the day before the period begins; `worked` a flow, the stock at the end of each
    working day of the period, added up.
    """

    id: str
    table: str
    rows: Rows
    begin: str | None = None
    worked: str | None = None
    money: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        names: tuple[tuple[str | None, Kind], ...] = ((self.begin, "stock"), (self.id, "stock"), (self.worked, "flow"))
        return tuple(Measure(name, kind, self.table, self.money) for name, kind in names if name)


@dataclass(frozen=True)
class AgentFlag:
    """Agents whose amounts in the period add up to `least`. `rows`: agent_id, day, amount (Int64).

    Several rows a day may be. Credit: the agent's unit on the as-of day. `among` keeps those who are `new` (on the
    staff, at most twelve months) or `supervisor` on that day. `year` counts from the year's beginning whatever the
    period, against the share of `least` that the year's working days so far make.
    """

    id: str
    table: str
    rows: Rows
    least: int = 1
    among: Literal["new", "supervisor"] | None = None
    year: bool = False
    own_day: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure(self.id, "agent_flag", self.table, start="year" if self.year else "period"),)


@dataclass(frozen=True)
class Idle:
    """Agents on the staff for more than `months` months who did nothing in the last `months` months (this one too).

    `rows`: agent_id, day. Credit as AgentFlag. Whatever the period, it is a fact of the as-of day.
    """

    id: str
    table: str
    rows: Rows
    months: int
    own_day: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure(self.id, "agent_flag", self.table, lead=self.months - 1, start="month"),)


@dataclass(frozen=True)
class CustomerFlag:
    """Distinct customers with an act in the period. `rows`: customer_id, agent_id, day.

    Credit: the unit on the as-of day of the agent who acted last (`actor`; of several on one day the highest id), or
    the unit that serves the customer then (`server`; whoever is served nowhere drops out). `among`: customer_id, since,
    until; only customers inside such a spell on the as-of day count. `then` names those of them who had an act of
    `followed` (customer_id, day) from the first act in the period to `within` days after it.
    """

    id: str
    table: str
    rows: Rows
    credit: Literal["actor", "server"] = "actor"
    among: Rows | None = None
    then: str | None = None
    followed: Rows | None = None
    within: int = 0
    own_day: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(Measure(name, "customer_flag", self.table) for name in (self.id, self.then) if name)


@dataclass(frozen=True)
class Cohort:
    """What belongs to a period by its own day. `rows`: unit_id, day, known, amount (Int64), a Date an outcome.

    `base` counts the rows (`money`: adds up their amounts) whose day lies in the window and that were known by the as-
    of day (`known` null: always); an outcome, those of them whose date of that name is not after the as-of day (a date
    past its limit is null). The window is the period up to the as-of day, or, `whole`, the period's months as a whole;
    these `lead` months earlier; the last `rolling` months up to the as-of day's where that is given. A whole month's
    cohort says nothing about a single day.
    """

    table: str
    rows: Rows
    base: str
    outcomes: tuple[str, ...] = ()
    money: bool = False
    whole: bool = False
    lead: int = 0
    rolling: int = 0

    @property
    def measures(self) -> tuple[Measure, ...]:
        lead = self.lead + max(self.rolling - 1, 0)
        start: Start = "month" if self.rolling else "period"
        names = (self.base, *self.outcomes)
        return tuple(Measure(name, "cohort", self.table, self.money, lead, start, not self.whole) for name in names)


@dataclass(frozen=True)
class Recruits:
    """Who joined `lead` months before each month of the period: how many, and who is still there at its end, or today.

    `confirmed` counts those confirmed after probation by then. Credit: the agent's unit on the as-of day.
    """

    lead: int
    size: str
    alive: str
    confirmed: str | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        names = (name for name in (self.size, self.alive, self.confirmed) if name)
        return tuple(Measure(name, "cohort", "movement", lead=self.lead, daily=False) for name in names)


Source = Flows | Stock | AgentFlag | Idle | CustomerFlag | Cohort | Recruits
