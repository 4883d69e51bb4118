"""Measures of new policies: premium, value, cases, customers, and the agents who sold them.

What a policy brings counts on the day of issue; its first free-look cancel takes it back on the day of the cancel.
"""

import narwhals as nw

from metrics.constants import constant
from metrics.measures.kinds import CENTS, AgentFlag, CustomerFlag, Facts, Flows, Idle, Source, recent, shared
from metrics.measures.policies import held, nobody, somebody
from metrics.posts import Lazy

LONG_PAID = 10
"""Paying years from which premium is long paid."""
BIG = 100_000 * CENTS
PROTECTION = ("ci", "medical", "accident")
SAYS = {
    "long": nw.col("term_years") > 1,
    "ci": nw.col("line") == "ci",
    "protects": nw.col("line").is_in(PROTECTION),
    "annuity": nw.col("line") == "annuity",
    "shares": nw.col("design") == "participating",
}
"""What a product says of its policies, besides `regular`."""
COUNTED = {
    "policies": nw.lit(value=True),
    "policies_long": nw.col("long"),
    "policies_ci": nw.col("ci"),
    "policies_big": nw.col("regular") & (nw.col("premium") >= BIG),
    "policies_repeat": nw.col("again"),
}
"""Which policies each of these counts."""
PREMIUM = {
    "fyp": nw.lit(value=True),
    "fyp_regular": nw.col("regular"),
    "fyp_reg10": nw.col("regular") & (nw.col("pay_years") >= LONG_PAID),
    "fyp_single": ~nw.col("regular"),
    "fyp_short": ~nw.col("long"),
    "fyp_protect": nw.col("protects"),
    "fyp_annuity": nw.col("annuity"),
    "fyp_par": nw.col("shares"),
    "fyp_orphan": nw.col("orphan"),
}
"""Of which policies each of these adds up the first-year premium."""
WORTH = {"std_prem": "standard", "fyc": "commission", "nbv": "value"}
"""What the core system worked out for each policy."""
GROSS = ("gross_prem", "fl_cancel_prem")


def sold(policies: Lazy, facts: Facts) -> Lazy:
    """Issued policies with what their product says, `day` the day of issue."""
    says = facts["product"].select("product_id", "regular", **SAYS)
    sales = policies.join(says, on="product_id").with_columns(day=nw.col("issued"))
    return sales.drop("application_id", "product_id", "debit")


@shared
def booked(facts: Facts) -> Lazy:
    """Policies as `sold` with `sign`: 1 on the day of issue and once more, -1, on the day of the free-look cancel.

    Both only where the day is `recent`.
    """
    policies, one = facts["policy"], nw.lit(1).cast(nw.Int64)
    taken = sold(recent(policies, facts, "issued"), facts).with_columns(sign=one)
    cancelled = policies.join(recent(_cancelled(facts), facts, "cancelled"), on="policy_id")
    returned = sold(cancelled, facts).with_columns(day=nw.col("cancelled"), sign=-one)
    return nw.concat([taken, returned.drop("cancelled")])


def _cancelled(facts: Facts) -> Lazy:
    """policy_id and the day of its first free-look cancel, if that is not before the issue."""
    cancels = facts["policy_change"].filter(nw.col("kind") == "freelook_cancel").select("policy_id", cancelled="day")
    known = cancels.join(facts["policy"].select("policy_id", "issued"), on="policy_id")
    inside = known.filter(nw.col("issued") <= nw.col("cancelled"))
    return inside.group_by("policy_id").agg(nw.col("cancelled").min())


def _bought(facts: Facts) -> Lazy:
    """The policies that are booked, each once."""
    return booked(facts).select("policy_id", "customer_id", "issued").unique("policy_id")


@shared
def again(facts: Facts) -> Lazy:
    """policy_id of the `booked` whose customer held another one, issued before, in force on the day of issue."""
    others = held(facts).select("customer_id", "since", "until", "amount", other="policy_id")
    bought = _bought(facts).join(others, on="customer_id")
    there = bought.filter(nw.col("since") <= nw.col("issued"), nw.col("issued") < nw.col("until"))
    before = there.filter((nw.col("since") < nw.col("issued")) | (nw.col("amount") < 0))
    kept = before.group_by("policy_id", "other").agg(nw.col("amount").sum()).filter(nw.col("amount") > 0)
    return kept.select("policy_id").unique()


@shared
def orphaned(facts: Facts) -> Lazy:
    """policy_id of the `booked` whose customer nobody served on the eve: the sale itself may bring an agent."""
    alone = nobody(facts).select("customer_id", "since", "until")
    bought = _bought(facts).join(alone, on="customer_id")
    there = bought.filter(nw.col("since") < nw.col("issued"), nw.col("issued") <= nw.col("until"))
    return there.select("policy_id").unique()


def _flows(facts: Facts) -> Lazy:
    rows = _marked(_marked(booked(facts), again(facts), "again"), orphaned(facts), "orphan")
    sign = nw.col("sign")
    counts = {name: nw.when(among).then(sign).otherwise(0) for name, among in COUNTED.items()}
    premium = {name: nw.when(among).then(sign * nw.col("premium")).otherwise(0) for name, among in PREMIUM.items()}
    worth = {name: sign * nw.col(column) for name, column in WORTH.items()}
    gross = (nw.when(sign == way).then(nw.col("premium")).otherwise(0) for way in (1, -1))
    return rows.select(
        "policy_id", "agent_id", "day", **counts, **premium, **worth, **dict(zip(GROSS, gross, strict=True))
    )


def _marked(rows: Lazy, ids: Lazy, name: str) -> Lazy:
    """Policies with whether they are among `ids`."""
    marks = ids.with_columns(nw.lit(value=True).alias(name))
    return rows.join(marks, on="policy_id", how="left").with_columns(nw.col(name).fill_null(value=False))


def _sellers(facts: Facts) -> Lazy:
    """A later free-look cancel does not undo that the agent sold."""
    return facts["policy"].select("agent_id", day=nw.col("issued"), amount=nw.lit(1).cast(nw.Int64))


def _active(facts: Facts) -> Lazy:
    """Regular, long-term and with a commission: a sale that makes an agent active."""
    rows = sold(facts["policy"], facts).filter(nw.col("regular"), nw.col("long"), nw.col("commission") > 0)
    return rows.select("agent_id", "day", amount=nw.lit(1).cast(nw.Int64))


def _regular(facts: Facts) -> Lazy:
    rows = booked(facts).filter(nw.col("regular"))
    return rows.select("agent_id", "day", amount=nw.col("sign") * nw.col("premium"))


def _commission(facts: Facts) -> Lazy:
    return booked(facts).select("agent_id", "day", amount=nw.col("sign") * nw.col("commission"))


def _newcomers(facts: Facts) -> Lazy:
    """The customers' first policies."""
    bought = facts["policy"].select("customer_id", "agent_id", day="issued")
    firsts = bought.group_by("customer_id").agg(first=nw.col("day").min())
    return bought.join(firsts, on="customer_id").filter(nw.col("day") == nw.col("first")).drop("first")


def _buyers(facts: Facts) -> Lazy:
    """Customers who bought again."""
    return facts["policy"].join(again(facts), on="policy_id").select("customer_id", "agent_id", day="issued")


SOURCES: tuple[Source, ...] = (
    Flows("policy", _flows, counts=tuple(COUNTED), money=(*PREMIUM, *WORTH, *GROSS)),
    AgentFlag("hc_producing", "policy", _sellers, own_day=True),
    AgentFlag("hc_new_producing", "policy", _sellers, among="new", own_day=True),
    Idle("hc_zero3m", "policy", _sellers, months=3, own_day=True),
    AgentFlag("hc_active", "policy", _active, own_day=True),
    AgentFlag("hc_5k", "policy", _regular, least=5_000 * CENTS),
    AgentFlag("hc_10k", "policy", _regular, least=10_000 * CENTS),
    AgentFlag("hc_elite", "policy", _commission, least=constant("elite_fyc") * CENTS),
    AgentFlag("hc_mdrt", "policy", _commission, least=constant("mdrt_fyc") * CENTS, year=True),
    CustomerFlag("cust_new", "policy", _newcomers),
    CustomerFlag("cust_repeat", "policy", _buyers, credit="server", among=somebody),
)
