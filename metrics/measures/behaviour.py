"""Measures of what agents do in the sales app and with their customers."""

import narwhals as nw

from metrics.measures.kinds import AgentFlag, CustomerFlag, Facts, Flows, Paired, Rows, Source, Stock
from metrics.measures.policies import somebody
from metrics.measures.sales import booked
from metrics.posts import Lazy

APPLIES_WITHIN = 30
"""Days after the first proposal of the period within which an application still comes from it."""
REVIEWED = "90d"
"""How long after a review of their policies a new policy of the customer comes from it."""
COACHINGS = 4
"""So often a supervisor coaches who does it well enough."""
ACTS = ("visits", "needs", "proposals", "reviews", "shares")
RENAMED = {"visits_f2f": "valid_visits", "share_reads": "reads", "prospects_new": "prospects"}


def _days(facts: Facts) -> Lazy:
    """The acts of each agent's days; `app_agent_days` counts the working days with any at all."""
    present = (nw.col("app_events") > 0).cast(nw.Int64) * nw.col("working").cast(nw.Int64)
    others = {name: nw.col(column) for name, column in RENAMED.items()}
    days = facts["agent_day"].join(facts["calendar"].select("day", "working"), on="day", how="left")
    return days.select("agent_id", "day", *ACTS, app_agent_days=present, **others)


def _did(column: str) -> Rows:
    """Days on which agents did it, and how often."""
    done = nw.col(column)
    return lambda facts: facts["agent_day"].filter(done > 0).select("agent_id", "day", amount=done)


def _with_customer(column: str) -> Rows:
    """Days on which agents did it with a customer."""
    return lambda facts: facts["customer_day"].filter(nw.col(column) > 0).select("customer_id", "agent_id", "day")


def _applied(facts: Facts) -> Lazy:
    return facts["application"].select("customer_id", "day")


def _contacts(facts: Facts) -> Lazy:
    """The assigned spells of customers who added an agent on WeCom, whichever, from that day on."""
    added = facts["wecom"].select("customer_id", added="day")
    spells = somebody(facts).join(added, on="customer_id")
    return spells.with_columns(since=nw.max_horizontal("since", "added")).filter(nw.col("since") < nw.col("until"))


def _heads(spells: Rows) -> Rows:
    """One customer a spell."""
    return lambda facts: spells(facts).select(
        "customer_id", "unit_id", "since", "until", amount=nw.lit(1).cast(nw.Int64)
    )


def _added(facts: Facts) -> Lazy:
    return facts["wecom"].select("agent_id", "day", wecom_new=nw.lit(1).cast(nw.Int64))


def _premiums(facts: Facts) -> Lazy:
    premium = nw.col("sign") * nw.col("premium")
    return booked(facts).select("policy_id", "customer_id", "issued", "agent_id", "day", review_fyp=premium)


def _reviews(facts: Facts) -> Lazy:
    return facts["customer_day"].filter(nw.col("reviews") > 0).select("customer_id", "day")


def _from_reviews(premiums: Lazy, reviews: Lazy) -> Lazy:
    """First-year premium of policies whose customer had a review shortly before the issue, or on that day."""
    bought = premiums.select("policy_id", "customer_id", "issued")
    both = bought.join(reviews.rename({"day": "reviewed"}), on="customer_id")
    near = nw.col("issued") <= nw.col("reviewed").dt.offset_by(REVIEWED)
    policies = both.filter(nw.col("reviewed") <= nw.col("issued"), near).select("policy_id").unique()
    return premiums.join(policies, on="policy_id").select("policy_id", "agent_id", "day", "review_fyp")


SOURCES: tuple[Source, ...] = (
    Flows("agent_day", _days, counts=(*ACTS, *RENAMED, "app_agent_days"), own_day=True),
    Flows("wecom", _added, counts=("wecom_new",), own_day=True),
    AgentFlag("hc_visit", "agent_day", _did("visits"), own_day=True),
    AgentFlag("hc_proposal", "agent_day", _did("proposals"), own_day=True),
    AgentFlag("hc_campaign", "agent_day", _did("campaigns"), own_day=True),
    AgentFlag("hc_app_month", "agent_day", _did("app_events"), own_day=True),
    AgentFlag("sup_coached", "agent_day", _did("coachings"), least=COACHINGS, among="supervisor", own_day=True),
    Stock("cust_assigned", "customer_assign", _heads(somebody)),
    Stock("cust_wecom", "wecom", _heads(_contacts)),
    CustomerFlag(
        "cust_visited", "customer_day", _with_customer("visits"), credit="server", among=somebody, own_day=True
    ),
    CustomerFlag(
        "proposal_cust",
        "customer_day",
        _with_customer("proposals"),
        then="proposal_cust_apply",
        followed=_applied,
        within=APPLIES_WITHIN,
        own_day=True,
    ),
    Flows("customer_day", Paired(_premiums, _reviews, _from_reviews, key="customer_id"), money=("review_fyp",)),
)
