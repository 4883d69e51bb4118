"""Measures of the sales force: headcount, rank, tenure, recruiting, attendance, training, appraisal, income."""

import narwhals as nw

from metrics.measures.kinds import AgentFlag, Facts, Flows, Recruits, Rows, Source, Stock
from metrics.measures.staff import during, licensed, newcomers, supervisors, tenure_changes
from metrics.posts import FOREVER, Lazy

EDUCATED = ("college", "university")
PASSED = ("promote", "keep")


def _staff(facts: Facts) -> Lazy:
    """Everyone on the staff, one spell a unit."""
    return _heads(facts["posts"].filter(nw.col("staffed")))


def _heads(posts: Lazy) -> Lazy:
    return posts.select("agent_id", "unit_id", "since", "until", amount=nw.lit(1).cast(nw.Int64))


def _while(spells: Rows) -> Rows:
    """Everyone on the staff during such a spell."""
    return lambda facts: _heads(during(facts["posts"], spells(facts)))


def _educated(facts: Facts) -> Lazy:
    """Everyone on the staff with a college or university education; an unknown one is none."""
    known = facts["agent"].filter(nw.col("education").is_in(EDUCATED)).select("agent_id")
    return _heads(facts["posts"].filter(nw.col("staffed")).join(known, on="agent_id"))


def _tenure(facts: Facts) -> Lazy:
    """Months of tenure, as changes of which each lasts for good."""
    return tenure_changes(facts).select("unit_id", "amount", since=nw.col("day"), until=nw.lit(FOREVER))


def _moves(facts: Facts) -> Lazy:
    kind = nw.col("kind")
    return facts["movement"].select(
        "agent_id", "day", recruits=_one(kind == "onboard"), leavers=_one(kind == "terminate")
    )


def _recommended(facts: Facts) -> Lazy:
    """A mark for whoever recommended a newcomer."""
    joined = facts["movement"].filter(nw.col("kind") == "onboard", ~nw.col("recommender_id").is_null())
    return joined.select("day", agent_id=nw.col("recommender_id"), amount=nw.lit(1).cast(nw.Int64))


def _steps(facts: Facts) -> Lazy:
    """Promotions out of the rank `agent` into a supervisor's, and demotions back."""
    before = nw.col("rank").shift(1).over("agent_id", order_by=["day", "career_id"]).fill_null("agent")
    steps = facts["career"].with_columns(was=before != "agent", is_=nw.col("rank") != "agent")
    up = (nw.col("kind") == "promoted") & ~nw.col("was") & nw.col("is_")
    down = (nw.col("kind") == "demoted") & nw.col("was") & ~nw.col("is_")
    return steps.select("agent_id", "day", sup_promoted=_one(up), sup_demoted=_one(down))


def _candidates(facts: Facts) -> Lazy:
    """A candidate's steps, as the recruiter's."""
    contact, interview = (_one(nw.col("kind") == kind) for kind in ("contact", "interview"))
    return facts["recruit_step"].select(
        "day", agent_id=nw.col("recruiter_id"), rc_contacts=contact, rc_interviews=interview
    )


def _attendance(facts: Facts) -> Lazy:
    """Every row is a day due, at the office and in the morning meeting."""
    due, present, meeting = nw.lit(1).cast(nw.Int64), _one(nw.col("present")), _one(nw.col("meeting"))
    return facts["attendance"].select(
        "agent_id", "day", attend_due=due, attend_days=present, meet_due=due, meet_present=meeting
    )


def _courses(facts: Facts) -> Lazy:
    due, minutes = nw.lit(1).cast(nw.Int64), nw.col("minutes").cast(nw.Int64)
    done = _one(nw.col("passed"))
    return facts["training"].select("agent_id", "day", train_due=due, train_done=done, train_minutes=minutes)


def _appraisals(facts: Facts) -> Lazy:
    passed = _one(nw.col("result").is_in(PASSED))
    return facts["appraisal"].select("agent_id", "day", appraise_due=nw.lit(1).cast(nw.Int64), appraise_pass=passed)


def _pay(facts: Facts) -> Lazy:
    return facts["income"].select("agent_id", "day", income_sum=nw.col("amount"))


def _one(holds: nw.Expr) -> nw.Expr:
    return holds.cast(nw.Int64)


SOURCES: tuple[Source, ...] = (
    Stock("hc_end", "movement", _staff, begin="hc_begin", worked="hc_agent_days"),
    Stock("hc_licensed", "career", _while(licensed)),
    Stock("hc_supervisor", "career", _while(supervisors), begin="hc_supervisor_begin"),
    Stock("hc_new", "movement", _while(newcomers)),
    Stock("hc_college", "movement", _educated),
    Stock("tenure_months_sum", "movement", _tenure),
    Flows("movement", _moves, counts=("recruits", "leavers")),
    Flows("career", _steps, counts=("sup_promoted", "sup_demoted")),
    Flows("recruit_step", _candidates, counts=("rc_contacts", "rc_interviews"), own_day=True),
    Flows("attendance", _attendance, counts=("attend_due", "attend_days", "meet_due", "meet_present"), own_day=True),
    Flows("training", _courses, counts=("train_due", "train_done", "train_minutes"), own_day=True),
    Flows("appraisal", _appraisals, counts=("appraise_due", "appraise_pass"), own_day=True),
    Flows("income", _pay, money=("income_sum",), own_day=True),
    AgentFlag("recruiters", "movement", _recommended),
    Recruits(3, "coh3_size", "coh3_alive"),
    Recruits(6, "coh6_size", "coh6_alive", "coh6_confirmed"),
    Recruits(13, "coh13_size", "coh13_alive"),
)
