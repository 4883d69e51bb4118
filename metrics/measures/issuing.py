"""Measures of applications on their way to a policy."""

import narwhals as nw

from metrics.measures.kinds import Cohort, Facts, Flows, Source, Stock
from metrics.posts import FOREVER, Lazy, credited

IN_ORDER = ("at", "step_id")
NEVER = nw.lit(None).cast(nw.Date)


def _asked(facts: Facts) -> Lazy:
    mobile = (nw.col("channel") == "mobile").cast(nw.Int64)
    return facts["application"].select("application_id", "agent_id", "day", apps_e=mobile, app_prem=nw.col("premium"))


def _became(facts: Facts) -> Lazy:
    """Applications at the agent's unit of their day, and when they were first issued, passed by rule, withdrawn."""
    rows = facts["application"].select("application_id", "agent_id", "day")
    for name, days in (
        ("apps_issued", _first(facts, "issued")),
        ("apps_auto", _first(facts, "auto")),
        ("apps_withdrawn", _withdrawn(facts)),
    ):
        rows = rows.join(days.rename({"reached": name}), on="application_id", how="left")
    one = nw.lit(1).cast(nw.Int64)
    placed = credited(rows, facts["posts"]).with_columns(known=NEVER, amount=one)
    return placed.select(
        "application_id", "unit_id", "day", "known", "amount", "apps_issued", "apps_auto", "apps_withdrawn"
    )


def _first(facts: Facts, kind: str) -> Lazy:
    """application_id and the first day on which this happened to it, `reached`."""
    steps = facts["application_step"].filter(nw.col("kind") == kind)
    return steps.group_by("application_id").agg(reached=nw.col("day").min())


def _withdrawn(facts: Facts) -> Lazy:
    """application_id and the day of the first withdrawal, `reached`, where no issue came before it."""
    steps = facts["application_step"].filter(nw.col("kind").is_in(("withdrawn", "issued")))
    before = nw.col("kind").shift(1).over("application_id", order_by=IN_ORDER)
    ends = steps.with_columns(before=before).filter(nw.col("before").is_null(), nw.col("kind") == "withdrawn")
    return ends.select("application_id", reached="day")


def _pending(facts: Facts) -> Lazy:
    """Applications while a notice is their last step but a pass by rule, wherever the agent stands in that time."""
    steps = facts["application_step"].filter(nw.col("kind") != "auto")
    following = nw.col("day").shift(-1).over("application_id", order_by=IN_ORDER).fill_null(nw.lit(FOREVER))
    open_ = steps.with_columns(ends=following).filter(nw.col("kind") == "notice", nw.col("day") < nw.col("ends"))
    owned = open_.join(facts["application"].select("application_id", "agent_id"), on="application_id")
    both = owned.join(facts["posts"], on="agent_id")
    spells = both.select(
        "application_id",
        "unit_id",
        since=nw.max_horizontal("since", "day"),
        until=nw.min_horizontal("until", "ends"),
        amount=nw.lit(1).cast(nw.Int64),
    )
    return spells.filter(nw.col("since") < nw.col("until"))


def _timed(facts: Facts) -> Lazy:
    """Applications on the day of their first issue, and the whole minutes that it took."""
    steps = facts["application_step"].filter(nw.col("kind") == "issued")
    issued = steps.group_by("application_id").agg(issued_at=nw.col("at").min())
    rows = facts["application"].select("application_id", "agent_id", "at").join(issued, on="application_id")
    minutes = (nw.col("issued_at") - nw.col("at")).dt.total_minutes().cast(nw.Int64)
    after = rows.filter(nw.col("at") <= nw.col("issued_at"))
    one = nw.lit(1).cast(nw.Int64)
    return after.select(
        "application_id", "agent_id", day=nw.col("issued_at").dt.date(), issued_timed=one, issue_minutes=minutes
    )


SOURCES: tuple[Source, ...] = (
    Flows("application", _asked, counts=("apps_e",), money=("app_prem",), own_day=True),
    Flows("application_step", _timed, counts=("issued_timed", "issue_minutes")),
    Cohort("application", _became, "apps", ("apps_issued", "apps_auto", "apps_withdrawn")),
    Stock("apps_pending", "application_step", _pending),
)
