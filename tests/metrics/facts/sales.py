"""Random products, policies, applications and their steps, around the edges that matter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.metrics.facts import Maker

POLICIES, APPLICATIONS = 900, 400
SOLD_FROM = date(2024, 1, 1)
"""Policies are older than every period asked about, so that last year is there to compare with."""
PREMIUMS = (4_999_99, 5_000_00, 5_000_01, 9_999_99, 10_000_00, 99_999_99, 100_000_00, 250_000_00, 1, 7_500_00)
COMMISSIONS = (0, 0, 1, 1_500_00, 2_999_99, 3_000_00, 3_000_01, 9_000_00, 80_000_00)
STORIES: tuple[tuple[str, ...], ...] = (
    (),
    ("auto",),
    ("auto", "issued"),
    ("auto", "issued"),
    ("issued",),
    ("issued", "issued"),
    ("issued", "withdrawn"),
    ("declined",),
    ("withdrawn",),
    ("withdrawn", "withdrawn"),
    ("notice",),
    ("notice", "auto"),
    ("notice", "notice", "answered"),
    ("notice", "withdrawn"),
    ("notice", "answered", "issued"),
    ("notice", "answered", "notice"),
    ("notice", "answered", "notice", "declined"),
    ("notice", "issued", "answered"),
)
"""What may become of an application: things left undone, done twice, and done after the end."""
WAITS = (0, 0, 1, 59, 60, 61, 1439, 5 * 1440, 40 * 1440)
"""Minutes from one step to the next."""


def products() -> pl.DataFrame:
    """Every line, design and way of paying; terms of one year and more; one of a year that is paid every year."""
    rows = [
        ("P1", "life", "ordinary", True, 20, True),
        ("P2", "life", "participating", True, 10, False),
        ("P3", "life", "universal", False, 5, True),
        ("P4", "ci", "ordinary", True, 30, False),
        ("P5", "medical", "ordinary", False, 1, False),
        ("P6", "medical", "ordinary", True, 1, False),
        ("P7", "accident", "ordinary", False, 2, False),
        ("P8", "annuity", "participating", False, 40, True),
        ("P9", "annuity", "universal", True, 15, True),
    ]
    return pl.DataFrame(
        [(name, name, name, *rest) for name, *rest in rows],
        schema=["product_id", "name_zh", "name_en", "line", "design", "regular", "term_years", "recorded"],
        orient="row",
    )


def policies(maker: Maker) -> pl.DataFrame:
    """Half of them to customers who come again, half to those who hardly do; two agents are unknown."""
    half, come_again = POLICIES // 2, maker.customers
    return pl.DataFrame(
        {
            "policy_id": range(1, POLICIES + 1),
            "application_id": [None] * POLICIES,
            "agent_id": maker.pick(maker.agents, POLICIES),
            "customer_id": maker.pick(come_again, half)
            + maker.pick(list(range(len(come_again) + 1, len(come_again) * 10)), POLICIES - half),
            "product_id": maker.pick(products()["product_id"].to_list(), POLICIES),
            "issued": maker.days(POLICIES, SOLD_FROM),
            "premium": _edged(maker, PREMIUMS, 30_000_00),
            "pay_years": maker.pick([1, 5, 9, 10, 20], POLICIES),
            "standard": _edged(maker, PREMIUMS, 30_000_00),
            "commission": _edged(maker, COMMISSIONS, 4_000_00),
            "value": [int(cents) for cents in maker.random.integers(0, 9_000_00, POLICIES)],
            "debit": maker.pick([True, False], POLICIES),
        }
    )


def _edged(maker: Maker, edges: tuple[int, ...], top: int) -> list[int]:
    """Cents a policy: every second one lies on an edge."""
    plain = [int(cents) for cents in maker.random.integers(1, top, POLICIES)]
    on_edge = maker.pick(list(edges), POLICIES)
    return [edge if at % 2 else cents for at, (edge, cents) in enumerate(zip(on_edge, plain, strict=True))]


def issuing(maker: Maker) -> dict[str, pl.DataFrame]:
    application = applications(maker)
    return {"application": application, "application_step": application_steps(maker, application)}


def applications(maker: Maker) -> pl.DataFrame:
    days = maker.days(APPLICATIONS)
    minutes = [int(minute) for minute in maker.random.integers(0, 1440, APPLICATIONS)]
    stamps = [datetime.combine(day, time()) + timedelta(minutes=at) for day, at in zip(days, minutes, strict=True)]
    return pl.DataFrame(
        {
            "application_id": range(1, APPLICATIONS + 1),
            "day": days,
            "agent_id": maker.pick(maker.agents, APPLICATIONS),
            "customer_id": maker.pick(list(range(1, 2 * len(maker.customers))), APPLICATIONS),
            "product_id": maker.pick(products()["product_id"].to_list(), APPLICATIONS),
            "premium": [int(cents) for cents in maker.random.integers(1, 30_000_00, APPLICATIONS)],
            "at": pl.Series(stamps, dtype=pl.Datetime("us")),
            "channel": maker.pick(["mobile", "mobile", "paper"], APPLICATIONS),
        }
    )


def application_steps(maker: Maker, application: pl.DataFrame) -> pl.DataFrame:
    """A story an application, of some steps at one moment; a few that nobody applied for."""
    begun = application.select("application_id", "at").rows()
    begun += [(APPLICATIONS + number, begun[number][1]) for number in range(1, 9)]
    rows: list[tuple[int, int, datetime, date, str]] = []
    for application_id, at in begun:
        story = maker.pick(list(STORIES), 1)[0]
        now = at
        for kind, wait, seconds in zip(story, maker.pick(list(WAITS), 9), maker.pick([0, 59], 9), strict=False):
            now += timedelta(minutes=wait, seconds=seconds)
            rows.append((len(rows) + 1, application_id, now, now.date(), kind))
    return pl.DataFrame(rows, schema=["step_id", "application_id", "at", "day", "kind"], orient="row")
