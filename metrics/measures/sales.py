"""Measures of new policies: premium, value, cases, and the agents who sold them."""

import narwhals as nw

from metrics.measures.kinds import AgentFlag, Facts, Flows, Source
from metrics.posts import Lazy

COUNTS = ("policies",)
MONEY = ("fyp", "fyp_regular")


def sold(facts: Facts) -> Lazy:
    """Issued policies: policy_id, agent_id, day of issue, regular, and the flows that each one brings."""
    rows = facts["policy"].join(facts["product"].select("product_id", "regular"), on="product_id")
    regular = nw.when(nw.col("regular")).then(nw.col("premium")).otherwise(0)
    flows = {"policies": nw.lit(1), "fyp": nw.col("premium"), "fyp_regular": regular}
    return rows.select("policy_id", "agent_id", "regular", day=nw.col("issued"), **flows)


def _net(facts: Facts) -> Lazy:
    """What policies bring on the day of issue, and what free-look cancels take back on the day of the cancel."""
    issued = sold(facts)
    cancels = facts["policy_change"].filter(nw.col("kind") == "freelook_cancel").select("policy_id", cancelled="day")
    returned = issued.join(cancels, on="policy_id").filter(nw.col("day") <= nw.col("cancelled"))
    flows = (*COUNTS, *MONEY)
    back = returned.select("agent_id", day=nw.col("cancelled"), **{name: -nw.col(name) for name in flows})
    return nw.concat([issued.select("agent_id", "day", *flows), back])


def _sellers(facts: Facts) -> Lazy:
    """A later free-look cancel does not undo that the agent sold."""
    return sold(facts).select("agent_id", "day", amount=nw.lit(1))


def _regular_sellers(facts: Facts) -> Lazy:
    return sold(facts).filter(nw.col("regular")).select("agent_id", "day", amount=nw.lit(1))


SOURCES: tuple[Source, ...] = (
    Flows("policy", _net, counts=COUNTS, money=MONEY),
    AgentFlag("hc_producing", "policy", _sellers),
    AgentFlag("hc_active", "policy", _regular_sellers),
)
