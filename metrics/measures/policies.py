"""Measures of long-term policies: in force, lapsed, ended, and whether anybody serves them.

A policy stands where its customer is served (`served`); one whose customer nobody ever served stands nowhere.
"""

import narwhals as nw

from metrics.measures.kinds import Cohort, CustomerFlag, Facts, Flows, Source, Stock, shared
from metrics.posts import FOREVER, Lazy

GONE = ("freelook_cancel", "surrender", "transfer_out", "claim_terminated", "matured")
"""What ends a policy for good."""
REVIVABLE = "24mo"
"""How long after a lapse a policy may be reinstated."""
REINVESTED = "60d"
"""How long after a benefit was paid a new policy of the customer is paid from it."""
IN_TIME = 5
"""Working days in which an orphan is to be served again."""


def first_change(facts: Facts, kinds: tuple[str, ...], name: str) -> Lazy:
    """policy_id and, under `name`, the first day of a change of these kinds."""
    changes = facts["policy_change"].filter(nw.col("kind").is_in(kinds))
    return changes.group_by("policy_id").agg(nw.col("day").min().alias(name))


def nobody(facts: Facts) -> Lazy:
    """Days of customers whom nobody serves: customer_id, unit_id of the last who did, since, until."""
    return facts["served"].filter(nw.col("agent_id").is_null()).select("customer_id", "unit_id", "since", "until")


def somebody(facts: Facts) -> Lazy:
    """Days of customers whom an agent serves: customer_id, unit_id of the agent, since, until."""
    return facts["served"].filter(~nw.col("agent_id").is_null()).select("customer_id", "unit_id", "since", "until")


@shared
def _long_term(facts: Facts) -> Lazy:
    """Policies for more than a year: policy_id, customer_id, issued, debit, gone_on (never: FOREVER)."""
    terms = facts["product"].filter(nw.col("term_years") > 1).select("product_id")
    rows = facts["policy"].join(terms, on="product_id")
    rows = rows.join(first_change(facts, GONE, "gone_on"), on="policy_id", how="left")
    return rows.select("policy_id", "customer_id", "issued", "debit", nw.col("gone_on").fill_null(nw.lit(FOREVER)))


@shared
def _lapses(facts: Facts) -> Lazy:
    """The policies of `_long_term`, each with the days on which it was lapsed: since, until."""
    turns = facts["policy_change"].filter(nw.col("kind").is_in(("lapse", "reinstate")))
    following = nw.col("day").shift(-1).over("policy_id", order_by=["day", "change_id"]).fill_null(nw.lit(FOREVER))
    lapses = turns.with_columns(until=following).filter(nw.col("kind") == "lapse")
    rows = lapses.select("policy_id", "until", since="day").join(_long_term(facts), on="policy_id")
    return rows.with_columns(until=nw.min_horizontal("until", "gone_on"))


@shared
def held(facts: Facts) -> Lazy:
    """Policies in force: `amount` 1 from the issue until the end for good, and -1 while lapsed."""
    names = ("policy_id", "customer_id", "debit", "since", "until", "amount")
    issues = _long_term(facts).with_columns(since="issued", until="gone_on", amount=nw.lit(1))
    lapses = _lapses(facts).with_columns(amount=nw.lit(-1))
    return nw.concat([issues.select(names), lapses.select(names)])


def _placed(spells: Lazy, facts: Facts) -> Lazy:
    """Spells of customers (customer_id, since, until), cut where they are served: with unit_id and agent_id."""
    places = facts["served"].select("customer_id", "unit_id", "agent_id", begins="since", ends="until")
    both = spells.join(places, on="customer_id")
    cut = both.with_columns(since=nw.max_horizontal("since", "begins"), until=nw.min_horizontal("until", "ends"))
    return cut.filter(nw.col("since") < nw.col("until"))


@shared
def _in_force(facts: Facts) -> Lazy:
    return _placed(held(facts), facts)


def _orphans(facts: Facts) -> Lazy:
    return _in_force(facts).filter(nw.col("agent_id").is_null())


def _debited(facts: Facts) -> Lazy:
    return _in_force(facts).filter(nw.col("debit"))


def _revivable(facts: Facts) -> Lazy:
    """Lapsed policies, not reinstated, as long as they may be."""
    until = nw.min_horizontal("until", nw.col("since").dt.offset_by(REVIVABLE))
    return _placed(_lapses(facts).with_columns(until=until, amount=nw.lit(1)), facts)


def _unserved(facts: Facts) -> Lazy:
    return nobody(facts).with_columns(amount=nw.lit(1))


def _turned(facts: Facts) -> Lazy:
    """Surrenders, reinstatements and benefits of long-term policies, where the customer was served on the day."""
    changes = facts["policy_change"].filter(nw.col("kind").is_in(("surrender", "reinstate", "matured")))
    owned = changes.join(_long_term(facts).select("policy_id", "customer_id"), on="policy_id")
    both = owned.join(facts["served"].select("customer_id", "unit_id", "since", "until"), on="customer_id")
    there = both.filter(nw.col("since") <= nw.col("day"), nw.col("day") < nw.col("until"))
    one = {"surrenders": ("surrender", nw.lit(1)), "reinstated": ("reinstate", nw.lit(1))}
    flows = one | {"mature_amt": ("matured", nw.col("amount"))}
    counted = {name: nw.when(nw.col("kind") == kind).then(value).otherwise(0) for name, (kind, value) in flows.items()}
    return there.select("policy_id", "unit_id", "day", **counted)


def _reinvested(facts: Facts) -> Lazy:
    """First premiums of policies, each once, issued to whom a long-term one had just paid a benefit."""
    ends = facts["policy_change"].filter(nw.col("kind") == "matured").select("policy_id", "day")
    benefits = ends.join(_long_term(facts).select("policy_id", "customer_id"), on="policy_id").drop("policy_id")
    policies = facts["policy"].select("policy_id", "customer_id", "agent_id", "issued", mature_reinv="premium")
    both = policies.join(benefits, on="customer_id").filter(nw.col("day") <= nw.col("issued"))
    near = both.filter(nw.col("issued") <= nw.col("day").dt.offset_by(REINVESTED))
    return near.select("policy_id", "agent_id", "mature_reinv", day="issued").unique("policy_id")


def _orphaned(facts: Facts) -> Lazy:
    """When customers became orphans, and when somebody served them again (`again`)."""
    before = nw.col("until").shift(1).over("customer_id", order_by="since")
    spells = nobody(facts).with_columns(before=before)
    began = spells.filter(nw.col("before").is_null() | (nw.col("before") < nw.col("since")))
    days = began.select("customer_id", "unit_id", day="since")
    served = facts["served"].filter(~nw.col("agent_id").is_null()).select("customer_id", again="since")
    later = days.join(served, on="customer_id").filter(nw.col("day") < nw.col("again"))
    first = later.group_by("customer_id", "day").agg(nw.col("again").min())
    return days.join(first, on=["customer_id", "day"], how="left")


def _new_orphans(facts: Facts) -> Lazy:
    """Policies in force whose customer became an orphan on the day; `orph_assigned_ok`: served again in time."""
    both = _orphaned(facts).join(held(facts), on="customer_id")
    there = both.filter(nw.col("since") <= nw.col("day"), nw.col("day") < nw.col("until"))
    rows = there.group_by("policy_id", "unit_id", "day", "again").agg(nw.col("amount").sum())
    worked = facts["calendar"].select("day", "workday")
    rows = rows.filter(nw.col("amount") > 0).join(worked, on="day")
    rows = rows.join(worked.select(again="day", until="workday"), on="again", how="left")
    in_time = nw.when(nw.col("until") - nw.col("workday") <= IN_TIME).then(nw.col("again"))
    return rows.select("policy_id", "unit_id", "day", "amount", known="day", orph_assigned_ok=in_time)


def _visited(facts: Facts) -> Lazy:
    return facts["customer_day"].filter(nw.col("visits") > 0).select("customer_id", "agent_id", "day")


SOURCES: tuple[Source, ...] = (
    Stock("inforce", "policy", _in_force, begin="inforce_begin"),
    Stock("debit_signed", "policy", _debited),
    Stock("lapse_stock", "policy", _revivable),
    Stock("orphans", "customer_assign", _orphans),
    Stock("orph_cust", "customer_assign", _unserved),
    Flows("policy", _turned, counts=("surrenders", "reinstated"), money=("mature_amt",), owner="unit_id"),
    Flows("policy", _reinvested, money=("mature_reinv",)),
    Cohort("customer_assign", _new_orphans, "orph_new", ("orph_assigned_ok",)),
    CustomerFlag("orph_contacted", "customer_day", _visited, credit="server", among=nobody, own_day=True),
)
