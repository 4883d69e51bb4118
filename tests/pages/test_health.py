"""The page of data health: a late day in colour, refused rows for headquarters alone, and a row mended."""

from datetime import date, datetime

import polars as pl
import pytest

from data.repairs import Repairs
from data.tables import INTERNAL, Tables

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def delivered(house):
    """Two days of events, one of them half late, and one refused row."""
    tables = Tables(house.home / "tables")
    days = [(date(2026, 6, 9), date(2026, 6, 10), 600), (date(2026, 6, 9), date(2026, 6, 11), 500)]
    days.append((date(2026, 6, 10), date(2026, 6, 11), 1000))
    rows = [("sales_app", "event", f"f{at}", arrived, day, count, 0) for at, (day, arrived, count) in enumerate(days)]
    tables.append("delivery", pl.DataFrame(rows, schema=INTERNAL["delivery"], orient="row"))
    bad = [
        ("core", "policy", "2026-06-16-001.parquet", '{"premium": 0}', "premium|min_exclusive", datetime(2026, 6, 17))
    ]
    tables.append("quarantine", pl.DataFrame(bad, schema=INTERNAL["quarantine"], orient="row"))
    return house


def test_headquarters_sees_the_late_day_and_mends_a_row(delivered, visit):
    hq = visit("hq", "/health")
    hq.page.locator(".calm", has_text="APP 行为：06-09 有 500 行（45%）迟到").wait_for()
    hq.page.locator(".strip i.yellow[title*='06-09']").wait_for()
    hq.page.locator("text=尚未核对过").wait_for()
    hq.page.locator("code", has_text="premium|min_exclusive").wait_for()
    hq.page.get_by_label("修正后的内容").fill("no json")
    hq.page.get_by_role("button", name="修正并重放").click()
    hq.page.locator("text=不是有效的 JSON").wait_for()
    hq.page.get_by_label("修正后的内容").fill('{"premium": 1}')
    hq.page.get_by_role("button", name="修正并重放").click()
    hq.page.locator("text=后台进程将在下一轮处理").wait_for()
    assert len(Repairs(delivered.home / "repairs").waiting()) == 1
    hq.picture("health_pc")
    hq.clean()


@pytest.mark.usefixtures("delivered")
def test_a_branch_sees_the_sources_but_no_refused_row(visit):
    branch = visit("branch", "/health", "en-US", "phone")
    branch.page.locator("text=only headquarters").wait_for()
    assert not branch.heard("min_exclusive")
    branch.picture("health_phone")
    branch.clean()
