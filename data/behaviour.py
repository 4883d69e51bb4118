"""Agent-days and customer-days of the sales app, rebuilt from the raw events of the days that events reached."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path

import polars as pl

from data.schemas import TABLES
from data.schemas.sales_app import NAMED_KINDS, VALID_VISIT_MINUTES
from data.tables import Tables

REBUILT = ("agent_day", "customer_day")
"""Delivered for the time before raw events only; made from these after it."""
_DAYS_AT_ONCE = 10
_COMPARED = ("event", "agent_day")

VALID_VISIT = (
    (pl.col("kind") == "visit")
    & ((pl.col("mode") == "f2f") | (pl.col("mode") == "video"))
    & (pl.col("minutes") >= VALID_VISIT_MINUTES)
)
WITH_CUSTOMER = {
    "visits": pl.col("kind") == "visit",
    "valid_visits": VALID_VISIT,
    "needs": pl.col("kind") == "needs",
    "proposals": pl.col("kind") == "proposal",
    "reviews": pl.col("kind") == "review",
}
ALONE = {
    "shares": pl.col("kind") == "share",
    "reads": pl.col("kind") == "read",
    "prospects": pl.col("kind") == "prospect",
    "campaigns": pl.col("kind") == "campaign",
    "coachings": pl.col("kind") == "coach",
    "app_events": pl.col("kind").is_not_null(),
}


def rebuild(tables: Tables) -> list[date]:
    """Bring `agent_day` and `customer_day` up to the raw events; returns the days rewritten.

    A day is due when it has more raw events than its agent-days count (`app_events`), so that a day cut short by a
    stop is found again, and delivered agent-days are not overwritten by a few stray events of an older day; and when
    a correction has spoiled it.
    """
    spoilt = tables.scan("stale").collect()["day"]
    reached = _reached(tables)
    days = sorted({*_days_where(tables, pl.col("raw") > pl.col("counted"), reached), *spoilt})
    for first in range(0, len(days), _DAYS_AT_ONCE):
        _rewrite(tables, days[first : first + _DAYS_AT_ONCE])
    if len(spoilt):
        tables.replace("stale", pl.DataFrame(schema={"day": pl.Date}))
    if days or reached != frozenset():
        _remember(tables)
    return days


def spoil(tables: Tables, days: Collection[date]) -> None:
    """Have those of the days rebuilt whose agent-days stand on raw events; called before a correction of them."""
    if spoilt := sorted(_days_where(tables, pl.col("raw") >= pl.col("counted"), frozenset(days))):
        tables.append("stale", pl.DataFrame({"day": spoilt}))


def _reached(tables: Tables) -> frozenset[date] | None:
    """The days that changed since they last were up to their events; None: perhaps any."""
    mark = _mark(tables)
    since = json.loads(mark.read_text()) if mark.exists() else {}
    found = [tables.changed(name, since.get(name)) for name in _COMPARED]
    known = [days for days in found if days is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


def _remember(tables: Tables) -> None:
    part = _mark(tables).with_suffix(".part")
    part.write_text(json.dumps({name: tables.version(name) for name in _COMPARED}))
    part.replace(_mark(tables))


def _mark(tables: Tables) -> Path:
    """The file of the versions that were compared last."""
    return tables.root / ".rebuilt"


def _days_where(tables: Tables, condition: pl.Expr, among: frozenset[date] | None) -> list[date]:
    """Those days with raw events whose `raw` number and the number `counted` in agent-days are so."""
    stats = tables.file_stats("event")
    if among == frozenset() or not stats["num_records"].sum():
        return []
    near = pl.lit(value=True) if among is None else pl.col("day").is_in(among)
    raw = stats.group_by(pl.col("partition.day").alias("day")).agg(pl.col("num_records").sum().alias("raw"))
    counted = tables.scan("agent_day").filter(near).group_by("day").agg(pl.col("app_events").sum().alias("counted"))
    both = raw.lazy().filter(near).join(counted, on="day", how="left").with_columns(pl.col("counted").fill_null(0))
    return both.filter(condition).select("day").collect()["day"].to_list()


def _rewrite(tables: Tables, days: list[date]) -> None:
    """Customer-days first: the agent-days, written last, are what marks a day as done."""
    events = tables.scan("event")
    for name, rows, order in (
        ("customer_day", customer_days, ("agent_id", "customer_id")),
        ("agent_day", agent_days, ("agent_id",)),
    ):
        counted = pl.collect_all([rows(events, day).sort(order) for day in days])
        tables.replace_days(name, pl.concat(counted), days)


def agent_days(events: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Table `agent_day` of the raw events of one day, in any order."""
    rows = events.filter(pl.col("day") == day).group_by("agent_id").agg(_counts(WITH_CUSTOMER | ALONE))
    return _dated(rows, "agent_day", day)


def customer_days(events: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Table `customer_day` of the raw events of one day, in any order."""
    named = events.filter(pl.col("day") == day, pl.col("kind").is_in(list(NAMED_KINDS)))
    rows = named.group_by("agent_id", "customer_id").agg(_counts(WITH_CUSTOMER))
    return _dated(rows, "customer_day", day)


def _dated(rows: pl.LazyFrame, name: str, day: date) -> pl.LazyFrame:
    """The table's columns, from rows of one day."""
    return rows.with_columns(day=pl.lit(day, pl.Date)).select(TABLES[name].schema.column_names())


def _counts(what: dict[str, pl.Expr]) -> list[pl.Expr]:
    """How many events of each sort; an event that does not say its mode or its minutes is none."""
    return [sort.sum().cast(pl.Int64).alias(name) for name, sort in what.items()]
