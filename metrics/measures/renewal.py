"""Measures of renewal premium: due, reminded, promised, collected, kept over the years, outstanding."""

import narwhals as nw

from metrics.measures.kinds import Cohort, Facts, Flows, Rows, Source, Stock, shared
from metrics.measures.policies import GONE, first_change, nobody
from metrics.posts import Lazy

ENDED = ("freelook_cancel", "transfer_out", "claim_terminated")
"""A policy that ended so before the premium fell due owes none: it is out of what is to be kept."""
AFTER_GRACE = "10d"
"""What follows an unpaid premium is booked from the end of grace to so long after it, past the longest holidays."""
SOON = "-7d"
"""From so long before its end a grace ends soon."""
SECOND, THIRD, FOURTH = 2, 3, 4


def _steps(facts: Facts) -> Lazy:
    """Renewal premium received and debits tried, whatever the due month."""
    items = facts["premium_due"].select("due_id", "unit_id")
    kind, none = nw.col("kind"), nw.lit(0)
    return (
        facts["premium_step"]
        .join(items, on="due_id")
        .select(
            "due_id",
            "unit_id",
            "day",
            ren_cash=nw.when(kind == "paid").then(nw.col("amount")).otherwise(none),
            debit_ok=nw.when(kind == "debit_ok").then(nw.lit(1)).otherwise(none),
            debit_try=nw.when(kind.is_in(("debit_ok", "debit_failed"))).then(nw.lit(1)).otherwise(none),
        )
    )


def _followed(facts: Facts, *kinds: str) -> Lazy:
    """Due items, each with the first day of every kind of step: `paid_on`; null if never."""
    days = {f"{kind}_on": nw.when(nw.col("kind") == kind).then(nw.col("day")) for kind in kinds}
    steps = facts["premium_step"].filter(nw.col("kind").is_in(kinds)).select("due_id", **days)
    firsts = steps.group_by("due_id").agg(*(nw.col(name).min() for name in days))
    return facts["premium_due"].join(firsts, on="due_id", how="left")


def _within(day: str, limit: str) -> nw.Expr:
    """The day, null where it is past its limit."""
    return nw.when(nw.col(day) <= nw.col(limit)).then(nw.col(day))


@shared
def _due(facts: Facts) -> Lazy:
    """Due items by due day, with what happened to them by the end of the due month."""
    rows = _followed(facts, "reminded", "contacted", "promised", "paid")
    rows = rows.join(facts["calendar"].select("month_end", due="day"), on="due")
    kept = nw.when(nw.col("promised_on") <= nw.col("month_end"), nw.col("paid_on") <= nw.col("month_end"))
    return rows.select(
        "policy_id",
        "unit_id",
        "amount",
        day="due",
        known="announced",
        ren_paid_month=_within("paid_on", "month_end"),
        ren_reminded=_within("reminded_on", "month_end"),
        ren_contacted=_within("contacted_on", "month_end"),
        ren_promised=_within("promised_on", "month_end"),
        ren_promise_kept=kept.then(nw.max_horizontal("promised_on", "paid_on")),
    )


@shared
def _owed(facts: Facts) -> Lazy:
    """Due items of policies that had not ENDED before, with `kept_on`: when they were paid within grace."""
    rows = _followed(facts, "paid").join(first_change(facts, ENDED, "ended_on"), on="policy_id", how="left")
    owed = rows.filter(nw.col("ended_on").is_null() | (nw.col("ended_on") >= nw.col("due")))
    return owed.with_columns(kept_on=_within("paid_on", "grace_end"))


def _kept(rows: Lazy, day: str, outcome: str) -> Lazy:
    """Rows of a cohort by `day` (due or grace_end), `outcome` in time."""
    return rows.select("policy_id", "unit_id", "amount", nw.col("kept_on").alias(outcome), day=day, known="announced")


def _graced(outcome: str, pay_no: nw.Expr) -> Rows:
    """Items of some `pay_no` by the end of grace."""
    return lambda facts: _kept(_owed(facts).filter(pay_no), "grace_end", outcome)


def _grace_ends(facts: Facts) -> Lazy:
    """Items by the end of grace, with the lapse or the automatic loan that followed."""
    rows = _owed(facts)
    for kind, name in (("lapse", "gr_lapsed_cnt"), ("apl", "gr_apl_cnt")):
        rows = rows.join(_after_grace(facts, kind, name), on="due_id", how="left")
    return rows.select(
        "policy_id", "unit_id", "amount", "gr_lapsed_cnt", "gr_apl_cnt", day="grace_end", known="announced"
    )


def _after_grace(facts: Facts, kind: str, name: str) -> Lazy:
    """due_id and, under `name`, the first day from the end of grace on with such a change of the policy."""
    changes = facts["policy_change"].filter(nw.col("kind") == kind).select("policy_id", "day")
    both = facts["premium_due"].select("due_id", "policy_id", "grace_end").join(changes, on="policy_id")
    near = both.filter(
        nw.col("grace_end") <= nw.col("day"), nw.col("day") <= nw.col("grace_end").dt.offset_by(AFTER_GRACE)
    )
    return near.group_by("due_id").agg(nw.col("day").min().alias(name))


def _second(outcome: str) -> Rows:
    """Second premiums by due day."""
    return lambda facts: _kept(_owed(facts).filter(nw.col("pay_no") == SECOND), "due", outcome)


def _orphaned(facts: Facts) -> Lazy:
    """Second premiums of customers whom nobody served on the due day."""
    items = _owed(facts).filter(nw.col("pay_no") == SECOND)
    both = items.join(nobody(facts).select("customer_id", "since", "until"), on="customer_id")
    return _kept(both.filter(nw.col("since") <= nw.col("due"), nw.col("due") < nw.col("until")), "due", "p13o_kept")


def _later(outcome: str, pay_no: int) -> Rows:
    """Premiums of policies whose premium before was paid, at whatever time, known from then on."""

    def rows(facts: Facts) -> Lazy:
        before = _followed(facts, "paid").filter(nw.col("pay_no") == pay_no - 1, ~nw.col("paid_on").is_null())
        paid = before.group_by("policy_id").agg(before_on=nw.col("paid_on").min())
        items = _owed(facts).filter(nw.col("pay_no") == pay_no).join(paid, on="policy_id")
        return _kept(items.with_columns(announced=nw.max_horizontal("announced", "before_on")), "due", outcome)

    return rows


@shared
def _unpaid(facts: Facts) -> Lazy:
    """Items from the due day until they are paid, their policy ends for good or their grace is over."""
    rows = _followed(facts, "paid").join(first_change(facts, GONE, "gone_on"), on="policy_id", how="left")
    over = nw.col("grace_end").dt.offset_by("1d")
    until = nw.min_horizontal(nw.col("paid_on").fill_null(over), nw.col("gone_on").fill_null(over), over)
    return rows.select("policy_id", "unit_id", "amount", "grace_end", since="due", until=until)


def _ending(facts: Facts) -> Lazy:
    """Of the unpaid items those whose grace ends on the day or in the seven days after."""
    return _unpaid(facts).with_columns(since=nw.max_horizontal("since", nw.col("grace_end").dt.offset_by(SOON)))


def _persistency(name: str, rows: Rows) -> Cohort:
    """Premium due two months before the period: its grace ends in the period."""
    return Cohort("premium_due", rows, f"{name}_base", (f"{name}_kept",), money=True, whole=True, lead=2)


def _collection(name: str, pay_no: nw.Expr) -> Cohort:
    return Cohort("premium_due", _graced(f"{name}_paid", pay_no), f"{name}_due", (f"{name}_paid",), money=True)


_ASKED = ("ren_reminded", "ren_contacted", "ren_promised", "ren_promise_kept")
SOURCES: tuple[Source, ...] = (
    Flows("premium_step", _steps, counts=("debit_ok", "debit_try"), money=("ren_cash",), owner="unit_id", own_day=True),
    Cohort("premium_due", _due, "ren_due", ("ren_paid_month",), money=True, whole=True),
    Cohort("premium_due", _due, "ren_due_cnt", _ASKED, whole=True),
    _collection("gr", nw.col("pay_no") >= SECOND),
    _collection("gr2", nw.col("pay_no") == SECOND),
    _collection("gr3", nw.col("pay_no") == THIRD),
    _collection("gr4", nw.col("pay_no") >= FOURTH),
    Cohort("premium_due", _grace_ends, "gr_due_cnt", ("gr_lapsed_cnt", "gr_apl_cnt")),
    _persistency("p13", _second("p13_kept")),
    Cohort("premium_due", _second("p13_kept_cnt"), "p13_base_cnt", ("p13_kept_cnt",), whole=True, lead=2),
    Cohort(
        "premium_due", _second("p13r_kept"), "p13r_base", ("p13r_kept",), money=True, whole=True, lead=2, rolling=12
    ),
    _persistency("p13o", _orphaned),
    _persistency("p25", _later("p25_kept", THIRD)),
    _persistency("p37", _later("p37_kept", FOURTH)),
    Stock("ren_unpaid", "premium_due", _unpaid, money=True),
    Stock("grace7_unpaid", "premium_due", _ending, money=True),
)
