"""The kinds of measures, each as the rows that it counts; the engine of the kind does the rest.

A rows function takes the facts by name (narwhals lazy frames) and returns one. Besides the tables of data.schemas there
are three derived ones: `posts` (metrics.posts: agent_id, unit_id, since, until, staffed), `served` (customer_id,
unit_id, agent_id, since, until: where a customer is served, an orphan where the last agent stood) and `calendar` (day,
month_end, workday: how many working days came up to that day, itself included, counted from the first day of the
table).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from metrics.posts import Lazy

Facts = Mapping[str, Lazy]
Rows = Callable[[Facts], Lazy]
Kind = Literal["flow", "stock", "agent_flag", "customer_flag", "team_flag", "cohort", "target", "calendar"]


@dataclass(frozen=True)
class Measure:
    """A base quantity of one kind; `table` is the fact table without which there is no number.

    `lead` is how many months before a period its facts begin (a cohort looks back). Money is in cents.
    """

    id: str
    kind: Kind
    table: str
    money: bool = False
    lead: int = 0


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


@dataclass(frozen=True)
class Stock:
    """What there is at the end of a day. `rows`: unit_id, since (included), until (not included; null: still), amount.

    `begin` names the same stock on the day before the period begins.
    """

    id: str
    table: str
    rows: Rows
    begin: str | None = None
    money: bool = False


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


@dataclass(frozen=True)
class Idle:
    """Agents on the staff for more than `months` months who did nothing in the last `months` months (this one too).

    `rows`: agent_id, day. Credit as AgentFlag. Whatever the period, it is a fact of the as-of day.
    """

    id: str
    table: str
    rows: Rows
    months: int


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


@dataclass(frozen=True)
class Cohort:
    """What belongs to a period by its own day. `rows`: unit_id, day, known, amount (Int64), a Date an outcome.

    `base` counts the rows (`money`: adds up their amounts) whose day lies in the window and that were known by the as-
    of day (`known` null: always); an outcome, those of them whose date of that name is not after the as-of day (a date
    past its limit is null). The window is the period up to the as-of day, or, `whole`, the period's whole months;
    `lead` months earlier; the last `rolling` months of it where that is given.
    """

    table: str
    rows: Rows
    base: str
    outcomes: tuple[str, ...] = ()
    money: bool = False
    whole: bool = False
    lead: int = 0
    rolling: int = 0


@dataclass(frozen=True)
class Recruits:
    """Who joined `lead` months before each month of the period: how many, and who is still there at its end, or today.

    `confirmed` counts those confirmed after probation by then. Credit: the agent's unit on the as-of day.
    """

    lead: int
    size: str
    alive: str
    confirmed: str | None = None


Source = Flows | Stock | AgentFlag | Idle | CustomerFlag | Cohort | Recruits
