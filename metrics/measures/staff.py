"""Who is what, and how long: spells of agents, and the whole months since they came on board.

A spell is agent_id, since (included), until (not included). Tenure is counted from the latest onboarding: a month is
full on the day of the same number, on the month's last day where it has none. Who was never seen to come on board has
no tenure.
"""

import narwhals as nw

from metrics.measures.kinds import YEARS_BEFORE, Facts
from metrics.posts import FOREVER, Lazy

NEW_UNTIL = "13mo"
"""New is whoever has at most twelve whole months: until the thirteenth is full."""


def licensed(facts: Facts) -> Lazy:
    """Spells from an agent's first registration on."""
    steps = facts["career"].filter(nw.col("kind") == "licensed")
    return steps.group_by("agent_id").agg(since=nw.col("day").min()).with_columns(until=nw.lit(FOREVER))


def supervisors(facts: Facts) -> Lazy:
    """Spells in a rank above `agent`; the last career step of a day rules the day."""
    above = _spells(facts["career"], "career_id").filter(nw.col("rank") != "agent")
    return above.select("agent_id", "since", "until")


def newcomers(facts: Facts) -> Lazy:
    """Spells from an onboarding until the agent is no longer new, or comes on board again."""
    grown = nw.col("since").dt.offset_by(NEW_UNTIL)
    return stints(facts).with_columns(until=nw.min_horizontal("until", grown))


def stints(facts: Facts) -> Lazy:
    """Spells from one onboarding of an agent to the next."""
    joined = facts["movement"].filter(nw.col("kind") == "onboard")
    return _spells(joined, "movement_id").select("agent_id", "since", "until")


def during(posts: Lazy, spells: Lazy) -> Lazy:
    """Posts on the staff (agent_id, unit_id, since, until), cut to the spells; `began` is the spell's own first day."""
    own = spells.select("agent_id", began="since", ended="until")
    both = posts.filter(nw.col("staffed")).drop("staffed").join(own, on="agent_id")
    first, end = nw.max_horizontal("since", "began"), nw.min_horizontal("until", "ended")
    return both.with_columns(since=first, until=end).drop("ended").filter(nw.col("since") < nw.col("until"))


def tenure_changes(facts: Facts) -> Lazy:
    """unit_id, day, amount (Int64): by how many months the tenure of a unit's staff grows or shrinks on that day.

    Who enters a unit brings months, who leaves takes them away, and each full month adds one. What was full before the
    first year that is asked about counts on its first day.
    """
    days = _asked(facts)
    opened = days.select(opened=nw.col("day").min())
    held = during(facts["posts"], stints(facts)).join(opened, how="cross").filter(nw.col("until") > nw.col("opened"))
    held = held.with_columns(since=nw.max_horizontal("since", "opened"), number=nw.col("began").dt.day())
    brought = held.select("unit_id", day="since", amount=_months("since"))
    taken = held.filter(nw.col("until") < nw.lit(FOREVER)).select("unit_id", day="until", amount=-_months("until"))
    inside = (nw.col("since") < nw.col("full")) & (nw.col("full") <= nw.col("until"))
    grown = held.join(_full_days(days), on="number").filter(inside)
    rows = nw.concat([brought, taken, grown.select("unit_id", day="full", amount=nw.lit(1).cast(nw.Int64))])
    return rows.group_by("unit_id", "day").agg(nw.col("amount").sum()).filter(nw.col("amount") != 0)


def _spells(rows: Lazy, order: str) -> Lazy:
    """Each row of an agent until the next one: the rows, with since and until; the last of a day rules the day."""
    following = nw.col("day").shift(-1).over("agent_id", order_by=["day", order]).fill_null(nw.lit(FOREVER))
    return rows.with_columns(since=nw.col("day"), until=following).filter(nw.col("since") < nw.col("until"))


def _months(day: str) -> nw.Expr:
    """Whole months from `began` to another day."""
    months = 12 * (_year(day) - _year("began")) + _month(day) - _month("began")
    short = (nw.col(day).dt.day() < nw.col("began").dt.day()) & ~_ends_month(day)
    return months - short.cast(nw.Int64)


def _year(day: str) -> nw.Expr:
    return nw.col(day).dt.year().cast(nw.Int64)


def _month(day: str) -> nw.Expr:
    return nw.col(day).dt.month().cast(nw.Int64)


def _ends_month(day: str) -> nw.Expr:
    return nw.col(day).dt.offset_by("1d").dt.day() == 1


def _asked(facts: Facts) -> Lazy:
    """The days of `calendar` without the years before those asked about: most months of tenure were full by then."""
    days = facts["calendar"].select("day")
    begin = days.select(begin=nw.col("day").min().dt.offset_by(f"{YEARS_BEFORE}y"))
    return days.join(begin, how="cross").filter(nw.col("day") >= nw.col("begin")).select("day")


def _full_days(calendar: Lazy) -> Lazy:
    """number, full: the days of `calendar` on which a month is full for whoever joined on a day of that number."""
    days = calendar.select(full="day")
    numbers = days.select(number=nw.col("full").dt.day()).unique()
    reached = days.join(numbers, how="cross")
    own = nw.col("full").dt.day()
    return reached.filter((nw.col("number") == own) | ((nw.col("number") > own) & _ends_month("full")))
