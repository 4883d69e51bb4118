"""Who enters a funnel: each entity once a month, with the day that its windows count from, its unit, its kind."""

from datetime import date

import polars as pl

from data.calendar import WorkCalendar
from metrics.derived import Scans
from metrics.funnels.definition import Campaign
from metrics.funnels.events import EVENTS
from metrics.ground import Ground

COHORTS = 13
"""Months whose entrants are followed: this one and a year back."""
TENURES = {"y1": 365, "y3": 3 * 365, "y5": 5 * 365}
"""Bands of an agent's days since they joined, each up to but without its days; `y9` is beyond, `none` without agent."""
PAY_NO_LAST = 4
TENURE = pl.Enum([*TENURES, "y9", "none"])
SEGMENT = pl.Enum(["a", "b", "c", "d", "pay2", "pay3", "pay4", "none"])
"""A customer's grade, a due item's payment number (4 and later together), or none."""
KEYS = ["month", "unit", "tenure", "segment", "closed"]
CARRIED = 0
"""The turn of a due item that was due in an earlier month."""
Months = pl.DataFrame


def months(calendar: WorkCalendar, as_of: date, numbers: tuple[int, ...]) -> Months:
    """month, first, last: the cohorts' months up to the one of `as_of`, those of the campaign only."""
    this = calendar.month(as_of)
    spans = [calendar.month_of(this.year, this.number - back) for back in reversed(range(COHORTS))]
    rows = [(date(one.year, one.number, 1), one.first, one.last) for one in spans if one.number in numbers]
    return pl.DataFrame(rows, dict.fromkeys(("month", "first", "last"), pl.Date), orient="row")


def entrants(campaign: Campaign, tables: Scans, ground: Ground) -> pl.DataFrame:
    """entity, day, turn, KEYS, policies, cents: one row an entity and month. `closed`: all windows are over.

    `unit` is its place; `turn` the campaign's day of the entry, 1 the month's first, 0 for a due item carried over.

    An entity is closed by its first day alone: were it closed by its last failure, those who fail would count sooner
    than those who go on.
    """
    known = months(ground.calendar, ground.last, campaign.months)
    rows = EVENTS[campaign.stages[0].event].rows(tables)
    if campaign.entity == "due":
        found = _owed(rows, known, tables)
    else:
        found = _graded(_first(rows, known), tables, campaign.entity).with_columns(due="day").collect()
    placed = (found if "unit_id" in found.columns else _placed(found, tables)).join(ground.places, on="unit_id")
    ends = pl.col("day") + pl.duration(days=campaign.days)
    turn = (pl.col("due") - pl.col("first")).dt.total_days() + 1
    return _tenure(placed, tables).select(
        "entity",
        "day",
        turn.clip(CARRIED).cast(pl.Int8).alias("turn"),
        "month",
        "unit",
        pl.col("tenure").cast(TENURE),
        pl.col("segment").fill_null("none").cast(SEGMENT),
        (ends <= ground.last).alias("closed"),
        "policies",
        "cents",
    )


def _first(rows: pl.LazyFrame, known: Months) -> pl.LazyFrame:
    """The first row of every entity in every month."""
    ordered = rows.filter(pl.col("day") >= known["first"][0]).sort("day", "agent_id")
    spans = known.lazy().set_sorted("first")
    inside = ordered.join_asof(spans, left_on="day", right_on="first", coalesce=False)
    own = inside.filter(pl.col("day") <= pl.col("last"))
    return own.group_by("entity", "month", maintain_order=True).first()


def _graded(rows: pl.LazyFrame, tables: Scans, entity: str) -> pl.LazyFrame:
    """The rows with the grade of those who were customers by then: who becomes one later had none yet."""
    if entity != "customer":
        return rows.with_columns(segment=pl.lit(None, pl.String))
    grades = tables.scan("customer").select("since", "segment", entity=pl.col("customer_id"))
    grade = pl.when(pl.col("since") <= pl.col("day")).then("segment")
    return rows.join(grades, on="entity", how="left").with_columns(segment=grade)


def _owed(rows: pl.LazyFrame, known: Months, tables: Scans) -> pl.DataFrame:
    """Due items in the month in which they are due and in those that they are carried into, with who serves them."""
    items = rows.filter(pl.col("owed") >= known["first"][0]).collect()
    begin, end = known["last"].search_sorted(items["due"]), known["first"].search_sorted(items["owed"], "right")
    turns = items.with_columns(at=pl.int_ranges(begin, end)).explode("at").drop_nulls("at")
    items = turns.with_columns(known[name].gather(turns["at"]) for name in ("month", "first"))
    number = pl.col("pay_no").clip(upper_bound=PAY_NO_LAST)
    named = items.with_columns(segment=pl.format("pay{}", number)).sort("day")
    serving = tables.scan("customer_assign").select("customer_id", "day", "assign_id", "agent_id")
    latest = serving.sort("day", "assign_id").drop("assign_id").collect()
    return named.join_asof(latest, on="day", by="customer_id", check_sortedness=False)


def _placed(rows: pl.DataFrame, tables: Scans) -> pl.DataFrame:
    """The rows with the agent's unit on their day; those of an agent who stood nowhere yet are left out."""
    moves = tables.scan("movement").sort("day", "movement_id").select("agent_id", "day", "unit_id").collect()
    placed = rows.sort("day").join_asof(moves, on="day", by="agent_id", check_sortedness=False)
    return placed.filter(pl.col("unit_id").is_not_null())


def _tenure(rows: pl.DataFrame, tables: Scans) -> pl.DataFrame:
    """The rows with the band of the agent's tenure on their day."""
    came = tables.scan("movement").filter(pl.col("kind") == "onboard").select("agent_id", "day", joined="day")
    dated = rows.sort("day").join_asof(came.sort("day").collect(), on="day", by="agent_id", check_sortedness=False)
    days = (pl.col("day") - pl.col("joined")).dt.total_days()
    bands = [pl.when(days < least).then(pl.lit(name)) for name, least in TENURES.items()]
    known = pl.when(days >= max(TENURES.values())).then(pl.lit("y9"))
    return dated.with_columns(tenure=pl.coalesce(*bands, known, pl.lit("none")))
