"""The schema of every table: what a source delivers, what is refused, and where it arrives.

Money is in cents. A fact carries the agent and the day; the agent's unit on that day comes from `movement`.
"""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

ORG_ID = r"^86(\d\d){0,5}$"
LEVELS = ("hq", "branch", "sub_branch", "district", "department", "unit")


def one_of(*words: str) -> dy.String:
    """A text column that holds one of a few words; another word breaks the rule `one_of`."""
    return dy.String(check={"one_of": lambda column: column.is_in(words)})


class Org(dy.Schema):
    """One node of the organisation tree; its id begins with its parent's id."""

    org_id = dy.String(primary_key=True, regex=ORG_ID)
    name_zh = dy.String(min_length=1)
    name_en = dy.String(min_length=1)
    level = one_of(*LEVELS)
    parent_id = dy.String(nullable=True, regex=ORG_ID)

    @dy.rule()
    def id_extends_parent(cls) -> pl.Expr:
        """An id is its parent's id and two digits more; only headquarters has no parent."""
        extends = pl.col("org_id").str.slice(0, pl.col("org_id").str.len_chars() - 2) == pl.col("parent_id")
        return pl.when(pl.col("parent_id").is_null()).then(pl.col("level") == "hq").otherwise(extends)


class Agent(dy.Schema):
    """A sales agent."""

    agent_id = dy.Int32(primary_key=True, min=1)
    name = dy.String(min_length=1)
    gender = one_of("f", "m")
    education = one_of("school", "college", "university")


class Movement(dy.Schema):
    """An agent joins (onboard), changes unit (transfer) or leaves (terminate, `unit_id` = the unit left)."""

    movement_id = dy.Int64(primary_key=True, min=1)
    agent_id = dy.Int32(min=1)
    day = dy.Date()
    kind = one_of("onboard", "transfer", "terminate")
    unit_id = dy.String(regex=r"^86(\d\d){5}$")
    recommender_id = dy.Int32(nullable=True)


class Product(dy.Schema):
    """A product of the insurer; `regular` marks premium paid every year."""

    product_id = dy.String(primary_key=True, min_length=1)
    name_zh = dy.String(min_length=1)
    name_en = dy.String(min_length=1)
    line = one_of("life", "annuity", "ci", "medical", "accident")
    design = one_of("ordinary", "participating", "universal")
    regular = dy.Bool()
    term_years = dy.Int16(min=1)


class Policy(dy.Schema):
    """An issued policy; `premium` in cents is a year's (regular) or the single premium."""

    policy_id = dy.Int64(primary_key=True, min=1)
    application_id = dy.Int64(nullable=True)
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(min=1)
    product_id = dy.String(min_length=1)
    issued = dy.Date()
    premium = dy.Int64(min_exclusive=0)
    pay_years = dy.Int16(min=1)


class PolicyChange(dy.Schema):
    """What ends or changes a policy; `amount` in cents (the premium returned, the benefit paid)."""

    change_id = dy.Int64(primary_key=True, min=1)
    policy_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of("freelook_cancel", "surrender", "transfer_out", "claim_terminated", "lapse", "reinstate")
    amount = dy.Int64(min=0)


class PremiumDue(dy.Schema):
    """A renewal premium that falls due; announced ahead, served by `unit_id`; grace ends 60 days after `due`."""

    due_id = dy.Int64(primary_key=True, min=1)
    policy_id = dy.Int64(min=1)
    customer_id = dy.Int64(min=1)
    unit_id = dy.String(regex=r"^86(\d\d){5}$")
    pay_no = dy.Int16(min=2)
    announced = dy.Date()
    due = dy.Date()
    grace_end = dy.Date()
    amount = dy.Int64(min_exclusive=0)

    @dy.rule()
    def dates_in_order(cls) -> pl.Expr:
        """Announced, due, end of grace: in this order."""
        return (pl.col("announced") <= pl.col("due")) & (pl.col("due") < pl.col("grace_end"))


class PremiumStep(dy.Schema):
    """What happened to a due item: reminded, contacted, promised, paid (`amount` in cents)."""

    step_id = dy.Int64(primary_key=True, min=1)
    due_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of("reminded", "contacted", "promised", "paid")
    amount = dy.Int64(min=0)


class CustomerAssign(dy.Schema):
    """Who serves a customer from a day on; `agent_id` null = an orphan."""

    assign_id = dy.Int64(primary_key=True, min=1)
    customer_id = dy.Int64(min=1)
    day = dy.Date()
    kind = one_of("sale", "orphaned", "assigned")
    agent_id = dy.Int32(nullable=True)


class Application(dy.Schema):
    """A proposal signed and paid for by the customer; issue follows as a policy."""

    application_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(min=1)
    product_id = dy.String(min_length=1)
    premium = dy.Int64(min_exclusive=0)


EVENT_KINDS = ("open", "share", "read", "visit", "proposal", "needs", "review", "wecom")


class Event(dy.Schema):
    """One act in the sales app; visits and proposals name their customer."""

    event_id = dy.Int64(primary_key=True, min=1)
    at = dy.Datetime(time_unit="us")
    day = dy.Date()
    agent_id = dy.Int32(min=1)
    customer_id = dy.Int64(nullable=True)
    kind = one_of(*EVENT_KINDS)
    minutes = dy.Int16(nullable=True, min=0)

    @dy.rule()
    def customer_named(cls) -> pl.Expr:
        """A visit or a proposal without a customer is no visit or proposal."""
        return ~pl.col("kind").is_in(["visit", "proposal"]) | pl.col("customer_id").is_not_null()

    @dy.rule()
    def day_of_time(cls) -> pl.Expr:
        """`day` is the day of `at`."""
        return pl.col("at").dt.date() == pl.col("day")


class AgentDay(dy.Schema):
    """An agent's day in the sales app; delivered for the time before raw events, rebuilt from them after."""

    agent_id = dy.Int32(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    visits = dy.Int64(min=0)
    proposals = dy.Int64(min=0)
    app_events = dy.Int64(min=0)


class CustomerDay(dy.Schema):
    """An agent's visits and proposals to one customer on one day; source as AgentDay."""

    agent_id = dy.Int32(primary_key=True, min=1)
    customer_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date(primary_key=True)
    visits = dy.Int64(min=0)
    proposals = dy.Int64(min=0)


class Complaint(dy.Schema):
    """A valid complaint about a policy."""

    complaint_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    product_id = dy.String(min_length=1)
    topic = one_of("mislead", "service", "claim")


class Recording(dy.Schema):
    """A recorded sale and its quality check; `mislead` marks a hit on a misleading-sales rule."""

    recording_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    product_id = dy.String(min_length=1)
    passed = dy.Bool()
    mislead = dy.Bool()


class Callback(dy.Schema):
    """The call to a new customer within the free-look period."""

    callback_id = dy.Int64(primary_key=True, min=1)
    day = dy.Date()
    policy_id = dy.Int64(min=1)
    agent_id = dy.Int32(min=1)
    result = one_of("ok", "failed", "issue")


class Target(dy.Schema):
    """The plan of a month: per org and measure; money in cents, rates as fractions."""

    org_id = dy.String(primary_key=True, regex=ORG_ID)
    month = dy.Date(primary_key=True)
    measure = dy.String(primary_key=True, min_length=5)
    value = dy.Float64(min=0)


@dataclass(frozen=True)
class Table:
    """A table: which source delivers it, in which file format, its key and the day that its rows belong to.

    `snapshot` tables are delivered whole: the newest file replaces the table.
    """

    name: str
    source: str
    format: str
    schema: type[dy.Schema]
    day: str | None
    snapshot: bool = False

    @property
    def key(self) -> list[str]:
        return self.schema.primary_key()


SOURCES = ("personnel", "core", "issuing", "sales_app", "service", "planning")
TABLES = {
    table.name: table
    for table in (
        Table("org", "personnel", "csv", Org, None, snapshot=True),
        Table("agent", "personnel", "csv", Agent, None),
        Table("movement", "personnel", "csv", Movement, "day"),
        Table("product", "core", "parquet", Product, None, snapshot=True),
        Table("policy", "core", "parquet", Policy, "issued"),
        Table("policy_change", "core", "parquet", PolicyChange, "day"),
        Table("premium_due", "core", "parquet", PremiumDue, "announced"),
        Table("premium_step", "core", "parquet", PremiumStep, "day"),
        Table("customer_assign", "core", "parquet", CustomerAssign, "day"),
        Table("application", "issuing", "jsonl", Application, "day"),
        Table("event", "sales_app", "parquet", Event, "day"),
        Table("agent_day", "sales_app", "parquet", AgentDay, "day"),
        Table("customer_day", "sales_app", "parquet", CustomerDay, "day"),
        Table("complaint", "service", "csv", Complaint, "day"),
        Table("recording", "service", "csv", Recording, "day"),
        Table("callback", "service", "csv", Callback, "day"),
        Table("target", "planning", "csv", Target, None),
    )
}
