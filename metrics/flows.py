"""Flows: what happened in a unit on a day. Key unit x day; sums over days and over the tree.

Credit: the agent's unit on that day; renewal cash counts at the unit that serves the due item.
"""

from collections.abc import Mapping

import narwhals as nw

from metrics.posts import Lazy, credited

FLOWS = ("visits", "proposals", "policies", "fyp_regular", "recruits", "ren_cash")


def unit_days(facts: Mapping[str, Lazy], posts: Lazy) -> Lazy:
    """unit_id, day and one Int64 column a flow (money in cents), one row a unit and day with anything in it.

    `facts` are the tables agent_day, policy, policy_change, product, movement, premium_step and premium_due.
    """
    by_agent = nw.concat([_behaviour(facts), _sales(facts), _recruits(facts)])
    by_unit = credited(by_agent, posts).select("unit_id", "day", *FLOWS)
    rows = nw.concat([by_unit, _renewals(facts)])
    return rows.group_by("unit_id", "day").agg(nw.col(*FLOWS).sum())


def _flows(rows: Lazy, owner: str, **flows: nw.Expr) -> Lazy:
    """Rows in the common shape: owner, day, every flow; those not named are zero."""
    zero = nw.lit(0)
    columns = {flow: flows.get(flow, zero).cast(nw.Int64) for flow in FLOWS}
    return rows.select(nw.col(owner), nw.col("day"), **columns)


def _behaviour(facts: Mapping[str, Lazy]) -> Lazy:
    return _flows(facts["agent_day"], "agent_id", visits=nw.col("visits"), proposals=nw.col("proposals"))


def _sales(facts: Mapping[str, Lazy]) -> Lazy:
    """Policies on the day of issue, and free-look cancels, which take them back on the day of the cancel."""
    issued = sold(facts)
    cancels = facts["policy_change"].filter(nw.col("kind") == "freelook_cancel").select("policy_id", cancelled="day")
    returned = issued.join(cancels, on="policy_id").filter(nw.col("day") <= nw.col("cancelled"))
    taken = _flows(issued, "agent_id", policies=nw.lit(1), fyp_regular=nw.col("regular_premium"))
    back = returned.drop("day").rename({"cancelled": "day"})
    return nw.concat([taken, _flows(back, "agent_id", policies=nw.lit(-1), fyp_regular=-nw.col("regular_premium"))])


def sold(facts: Mapping[str, Lazy]) -> Lazy:
    """policy_id, agent_id, day of issue, whether regular, and the regular premium in cents (0 for single premium)."""
    rows = facts["policy"].join(facts["product"].select("product_id", "regular"), on="product_id")
    regular = nw.when(nw.col("regular")).then(nw.col("premium")).otherwise(0)
    return rows.select("policy_id", "agent_id", "regular", day=nw.col("issued"), regular_premium=regular)


def _recruits(facts: Mapping[str, Lazy]) -> Lazy:
    return _flows(facts["movement"].filter(nw.col("kind") == "onboard"), "agent_id", recruits=nw.lit(1))


def _renewals(facts: Mapping[str, Lazy]) -> Lazy:
    paid = facts["premium_step"].filter(nw.col("kind") == "paid").select("due_id", "day", "amount")
    rows = paid.join(facts["premium_due"].select("due_id", "unit_id"), on="due_id")
    return _flows(rows, "unit_id", ren_cash=nw.col("amount"))
