"""Measures of what agents do in the sales app and with their customers."""

import narwhals as nw

from metrics.measures.kinds import AgentFlag, CustomerFlag, Facts, Flows, Source
from metrics.posts import Lazy

APPLIES_WITHIN = 30
"""Days after the first proposal of the period within which an application still comes from it."""


def _days(facts: Facts) -> Lazy:
    return facts["agent_day"].select("agent_id", "day", "visits", "proposals")


def _visitors(facts: Facts) -> Lazy:
    return facts["agent_day"].filter(nw.col("visits") > 0).select("agent_id", "day", amount=nw.col("visits"))


def _proposed(facts: Facts) -> Lazy:
    return facts["customer_day"].filter(nw.col("proposals") > 0).select("customer_id", "agent_id", "day")


def _applied(facts: Facts) -> Lazy:
    return facts["application"].select("customer_id", "day")


SOURCES: tuple[Source, ...] = (
    Flows("agent_day", _days, counts=("visits", "proposals")),
    AgentFlag("hc_visit", "agent_day", _visitors),
    CustomerFlag(
        "proposal_cust",
        "customer_day",
        _proposed,
        then="proposal_cust_apply",
        followed=_applied,
        within=APPLIES_WITHIN,
    ),
)
