"""Measures of policies in force and of renewal premium: due, collected, kept, lapsed, orphaned."""

import narwhals as nw

from metrics.measures.kinds import Cohort, Facts, Flows, Source
from metrics.posts import Lazy

ENDED = ("freelook_cancel", "transfer_out", "claim_terminated")
"""A policy that ended so before the premium fell due owes none, and is out of the persistency base."""


def _cash(facts: Facts) -> Lazy:
    paid = facts["premium_step"].filter(nw.col("kind") == "paid").select("due_id", "day", ren_cash=nw.col("amount"))
    return paid.join(facts["premium_due"].select("due_id", "unit_id"), on="due_id").drop("due_id")


def _first(facts: Facts, kind: str) -> Lazy:
    """due_id and the first day on which this happened to the due item."""
    steps = facts["premium_step"].filter(nw.col("kind") == kind)
    return steps.group_by("due_id").agg(nw.col("day").min().alias(f"{kind}_on"))


def _within(day: str, limit: str) -> nw.Expr:
    """The day, null where it is past its limit."""
    return nw.when(nw.col(day) <= nw.col(limit)).then(nw.col(day))


def _due(facts: Facts) -> Lazy:
    """Due items by due day, with what happened to them by the end of the due month."""
    items = facts["premium_due"].select("due_id", "unit_id", "amount", day=nw.col("due"), known=nw.col("announced"))
    rows = items.join(facts["calendar"].select("day", "month_end"), on="day")
    for kind in ("paid", "contacted"):
        rows = rows.join(_first(facts, kind), on="due_id", how="left")
    paid, contacted = (_within(f"{kind}_on", "month_end") for kind in ("paid", "contacted"))
    return rows.select("unit_id", "day", "known", "amount", ren_paid_month=paid, ren_contacted=contacted)


def _second_year(facts: Facts) -> Lazy:
    """Second premiums by due day, and when they were paid within grace; policies that ended before owe none."""
    changes = facts["policy_change"].filter(nw.col("kind").is_in(ENDED))
    ends = changes.group_by("policy_id").agg(nw.col("day").min().alias("ended_on"))
    rows = facts["premium_due"].filter(nw.col("pay_no") == 2).join(ends, on="policy_id", how="left")  # noqa: PLR2004
    lives = rows.filter(nw.col("ended_on").is_null() | (nw.col("ended_on") >= nw.col("due")))
    paid = lives.join(_first(facts, "paid"), on="due_id", how="left").with_columns(
        p13_kept=_within("paid_on", "grace_end")
    )
    return paid.select("unit_id", "amount", "p13_kept", day=nw.col("due"), known=nw.col("announced"))


SOURCES: tuple[Source, ...] = (
    Flows("premium_step", _cash, money=("ren_cash",), owner="unit_id"),
    Cohort("premium_due", _due, "ren_due", ("ren_paid_month",), money=True, whole=True),
    Cohort("premium_due", _due, "ren_due_cnt", ("ren_contacted",), whole=True),
    Cohort("premium_due", _second_year, "p13_base", ("p13_kept",), money=True, whole=True, lead=2),
)
