"""Measures of quality and supervision: recordings, callbacks, complaints, sessions."""

import narwhals as nw

from metrics.measures.kinds import Cohort, Facts, Flows, Source
from metrics.posts import Lazy, credited

FREE_LOOK = "15d"
"""The free-look period: the days after the issue in which a customer may still give the policy back."""


def _recorded(facts: Facts) -> Lazy:
    """Recordings on their own day; each has had its first check."""
    passed, rework, mislead = (nw.col(name).cast(nw.Int64) for name in ("passed", "rework", "mislead"))
    minutes = nw.col("minutes").cast(nw.Int64)
    return facts["recording"].select(
        "policy_id",
        "agent_id",
        "day",
        dr_first=_one(),
        dr_first_pass=passed,
        dr_rework=rework,
        dr_mislead=mislead,
        dr_minutes=minutes,
    )


def _required(facts: Facts) -> Lazy:
    """On the day of issue, policies that had to be recorded, and those of them that were by then."""
    products = facts["product"].filter(nw.col("recorded")).select("product_id")
    first = facts["recording"].group_by("policy_id").agg(recorded_on=nw.col("day").min())
    rows = facts["policy"].join(products, on="product_id").join(first, on="policy_id", how="left")
    done = (nw.col("recorded_on") <= nw.col("issued")).fill_null(value=False).cast(nw.Int64)
    return rows.select("policy_id", "agent_id", day=nw.col("issued"), dr_required=_one(), dr_done=done)


def _closed(facts: Facts) -> Lazy:
    """Recordings by the end of their policy's free-look, at the unit of the day on which they were made.

    `dr_human_qc` is the day of the full check by a person, if that was in time.
    """
    ends = facts["policy"].select("policy_id", ends=_free_look_ends())
    rows = credited(facts["recording"], facts["posts"]).join(ends, on="policy_id")
    checked = nw.when(nw.col("checked") <= nw.col("ends")).then(nw.col("checked"))
    return rows.select("policy_id", "unit_id", day="ends", known="day", amount=_one(), dr_human_qc=checked)


def _called(facts: Facts) -> Lazy:
    """Long-term policies by the end of their free-look, at the unit of the day of issue; the first call of each end."""
    long = facts["product"].filter(nw.col("term_years") > 1).select("product_id")
    issued = facts["policy"].join(long, on="product_id").select("policy_id", "agent_id", day="issued")
    rows = credited(issued.with_columns(issued=nw.col("day"), ends=_free_look_ends("day")), facts["posts"])
    calls = facts["callback"].select("policy_id", "result", called="day")
    inside = rows.join(calls, on="policy_id").filter(nw.col("called").is_between(nw.col("issued"), nw.col("ends")))
    for name, result in (("cb_ok", "ok"), ("cb_issue", "issue")):
        first = inside.filter(nw.col("result") == result).group_by("policy_id").agg(nw.col("called").min().alias(name))
        rows = rows.join(first, on="policy_id", how="left")
    return rows.select("policy_id", "unit_id", "cb_ok", "cb_issue", day="ends", known="issued", amount=_one())


def _complaints(facts: Facts) -> Lazy:
    return facts["complaint"].select("agent_id", "day", complaints=_one())


def _meetings(facts: Facts) -> Lazy:
    return facts["meeting"].select("unit_id", "day", sv_meetings=_one())


def _tasks(facts: Facts) -> Lazy:
    """Tasks by their due day; `sv_tasks_done` is the day of closing, if that was in time."""
    ends = facts["meeting_task_done"].select("task_id", closed="day")
    rows = facts["meeting_task"].join(ends, on="task_id", how="left")
    in_time = nw.when(nw.col("closed") <= nw.col("due")).then(nw.col("closed"))
    return rows.select("unit_id", day="due", known="day", amount=_one(), sv_tasks_done=in_time)


def _free_look_ends(issued: str = "issued") -> nw.Expr:
    """The last day of the free-look period."""
    return nw.col(issued).dt.offset_by(FREE_LOOK)


def _one() -> nw.Expr:
    return nw.lit(1).cast(nw.Int64)


SOURCES: tuple[Source, ...] = (
    Flows(
        "recording",
        _recorded,
        counts=("dr_first", "dr_first_pass", "dr_rework", "dr_mislead", "dr_minutes"),
        own_day=True,
    ),
    Flows("recording", _required, counts=("dr_required", "dr_done")),
    Cohort("recording", _closed, base="dr_closed", outcomes=("dr_human_qc",)),
    Cohort("callback", _called, base="cb_due", outcomes=("cb_ok", "cb_issue")),
    Flows("complaint", _complaints, counts=("complaints",), own_day=True),
    Flows("meeting", _meetings, counts=("sv_meetings",), owner="unit_id", own_day=True),
    Cohort("meeting_task", _tasks, base="sv_tasks", outcomes=("sv_tasks_done",)),
)
