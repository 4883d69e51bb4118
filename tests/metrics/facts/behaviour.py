"""Random acts in the sales app, the days that sum them up, WeCom contacts and review tasks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import polars as pl

from data.schemas.sales_app import NAMED_KINDS, VALID_VISIT_MINUTES

if TYPE_CHECKING:
    from tests.metrics.facts import Maker

ACTS, STEPS = 5000, 400
RAW_FROM = date(2026, 4, 20)
"""Raw events from here on; agent-days and customer-days reach back to the first day."""
KINDS = ["visit", "visit", "visit", "proposal", "proposal", "share", "read", "read", "needs", "review", "prospect"]
KINDS += ["campaign", "coach", "coach", "open"]
COLUMNS = {
    "visit": "visits",
    "needs": "needs",
    "proposal": "proposals",
    "review": "reviews",
    "share": "shares",
    "read": "reads",
    "prospect": "prospects",
    "campaign": "campaigns",
    "coach": "coachings",
}


def frames(maker: Maker, policy: pl.DataFrame) -> dict[str, pl.DataFrame]:
    done = acts(maker)
    return {
        "agent_day": agent_days(maker, done),
        "customer_day": customer_days(done),
        "event": events(done),
        "wecom": wecom(maker, policy),
        "review_step": review_steps(maker),
    }


def acts(maker: Maker) -> pl.DataFrame:
    """Acts with the unknown agent now and then, half of the coaching by a few; visits short and long, of every mode."""
    kinds = maker.pick(KINDS, ACTS)
    agents = maker.pick(maker.agents, ACTS)
    few = maker.random.random(ACTS) < 0.5
    visit = [kind == "visit" for kind in kinds]
    return pl.DataFrame(
        {
            "event_id": range(1, ACTS + 1),
            "day": maker.days(ACTS),
            "agent_id": [n % 4 + 1 if k == "coach" and f else n for n, k, f in zip(agents, kinds, few, strict=True)],
            "customer_id": maker.pick(maker.customers, ACTS),
            "kind": kinds,
            "minutes": [m if v else None for m, v in zip(maker.pick([0, 4, 5, 40], ACTS), visit, strict=True)],
            "mode": [
                m if v else None for m, v in zip(maker.pick(["f2f", "video", "phone", None], ACTS), visit, strict=True)
            ],
        },
        schema_overrides={"minutes": pl.Int16},
    )


def sums(*kinds: str) -> list[pl.Expr]:
    """How many acts of each kind, and how many of the visits are valid."""
    valid = pl.col("mode").is_in(["f2f", "video"]) & (pl.col("minutes") >= VALID_VISIT_MINUTES)
    plain = [(pl.col("kind") == kind).sum().alias(COLUMNS[kind]) for kind in kinds]
    return [*plain, valid.fill_null(value=False).sum().alias("valid_visits")]


def agent_days(maker: Maker, done: pl.DataFrame) -> pl.DataFrame:
    """One delivered day in twenty knows no app events: its visits were written down by hand."""
    rows = done.group_by("agent_id", "day").agg(*sums(*COLUMNS), pl.len().alias("app_events")).sort("agent_id", "day")
    by_hand = (pl.Series(maker.random.random(len(rows))) < 0.05) & (rows["day"] < RAW_FROM)
    return rows.with_columns(pl.when(by_hand).then(0).otherwise("app_events").alias("app_events"))


def customer_days(done: pl.DataFrame) -> pl.DataFrame:
    named = done.filter(pl.col("kind").is_in(NAMED_KINDS))
    return named.group_by("agent_id", "customer_id", "day").agg(*sums(*NAMED_KINDS))


def events(done: pl.DataFrame) -> pl.DataFrame:
    raw = done.filter(pl.col("day") >= RAW_FROM)
    stamps = [datetime.combine(day, time(9)) for day in raw["day"]]
    return raw.with_columns(pl.Series("at", stamps, dtype=pl.Datetime("us")))


def wecom(maker: Maker, policy: pl.DataFrame) -> pl.DataFrame:
    """Three buyers in four added an agent, some of them before anyone served them, a few of them an unknown one."""
    chosen = [buyer for buyer in sorted(set(policy["customer_id"])) if maker.random.random() < 0.75]
    return pl.DataFrame(
        {
            "customer_id": chosen,
            "agent_id": maker.pick(maker.agents, len(chosen)),
            "day": maker.days(len(chosen)),
        }
    )


def review_steps(maker: Maker) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "step_id": range(1, STEPS + 1),
            "task_id": maker.pick(list(range(1, STEPS // 3)), STEPS),
            "customer_id": maker.pick(maker.customers, STEPS),
            "agent_id": maker.pick(maker.agents, STEPS),
            "day": maker.days(STEPS),
            "kind": maker.pick(["assigned", "appointed", "done", "gap_found"], STEPS),
        }
    )
