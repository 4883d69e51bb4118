"""Agent-days and customer-days of the sales app, rebuilt from the raw events of the days that events reached."""

from datetime import date

import polars as pl

from data.tables import Tables

_DAYS_AT_ONCE = 10


def rebuild(tables: Tables) -> list[date]:
    """Bring `agent_day` and `customer_day` up to the raw events; returns the days rewritten.

    A day is due when it has more raw events than its agent-days count (`app_events`), so that a day cut short by a
    stop is found again, and delivered agent-days are not overwritten by a few stray events of an older day.
    """
    days = _due(tables)
    for first in range(0, len(days), _DAYS_AT_ONCE):
        _rewrite(tables, days[first : first + _DAYS_AT_ONCE])
    return days


def _due(tables: Tables) -> list[date]:
    stats = tables.file_stats("event")
    if not stats["num_records"].sum():
        return []
    raw = stats.group_by(pl.col("partition.day").alias("day")).agg(pl.col("num_records").sum().alias("raw"))
    counted = tables.scan("agent_day").group_by("day").agg(pl.col("app_events").sum())
    both = raw.lazy().join(counted, on="day", how="left").filter(pl.col("raw") > pl.col("app_events").fill_null(0))
    return both.select("day").collect()["day"].sort().to_list()


def _rewrite(tables: Tables, days: list[date]) -> None:
    """Customer-days first: the agent-days, written last, are what marks a day as done."""
    events = tables.scan("event").filter(pl.col("day").is_in(days))
    visits, proposals = (
        (pl.col("kind") == kind).sum().cast(pl.Int64).alias(f"{kind}s") for kind in ("visit", "proposal")
    )
    named = events.filter(pl.col("kind").is_in(["visit", "proposal"]))
    customer_days = named.group_by("agent_id", "customer_id", "day").agg(visits, proposals)
    tables.replace_days("customer_day", _sorted(customer_days, "day", "agent_id", "customer_id"), days)
    count = pl.len().cast(pl.Int64).alias("app_events")
    agent_days = events.group_by("agent_id", "day").agg(visits, proposals, count)
    tables.replace_days("agent_day", _sorted(agent_days, "day", "agent_id"), days)


def _sorted(rows: pl.LazyFrame, *by: str) -> pl.DataFrame:
    return rows.sort(by).collect()
