"""The page of indicators: search, read, trace a number to its facts, and take them along; nothing beyond the scope."""

from datetime import date

import polars as pl
import pytest

from cockpit.audit import Log
from data.tables import Tables, schema_of
from tests.cockpit import world
from tests.pages.conftest import tree

pytestmark = pytest.mark.needs("chromium")
UNIT, FOREIGN = world.LINE[-1], "860201010101"


@pytest.fixture(scope="module")
def facts(house):
    """Two agents with visits, one of them in another branch."""
    tables = Tables(house.home / "tables")
    moves = [(at, at, date(2025, 1, 1), "onboard", unit, None) for at, unit in ((1, UNIT), (2, FOREIGN))]
    days = [{"agent_id": at, "day": day, "visits": 7 * at} for at in (1, 2) for day in world.WORKDAYS]
    tables.append("org", tree().to_frame())
    tables.append("movement", pl.DataFrame(moves, schema=schema_of("movement"), orient="row"))
    rows = [{name: row.get(name, 0) for name in schema_of("agent_day")} for row in days]
    tables.append("agent_day", pl.DataFrame(rows, schema=schema_of("agent_day")))
    return house


def test_a_number_is_found_read_and_traced_to_its_facts(facts, visit):
    branch = visit("branch", "/indicators")
    branch.page.get_by_label("查找指标").fill("khbfl")
    branch.page.get_by_label("查找指标").press("Enter")
    branch.page.locator(".catalogue a", has_text="客户拜访量").click()
    branch.at("indicator=visits")
    branch.page.locator(".definition", has_text="期内代理人在行销APP记录的客户拜访次数").wait_for()
    branch.page.locator(".meaning dd", has_text="按机构、按月下达").wait_for()
    branch.page.get_by_role("button", name="追溯到明细").click()
    branch.page.locator(".badge", has_text="合计一致").wait_for()
    branch.page.locator("td.num b", has_text="84").wait_for()
    assert branch.page.locator(".facts tbody tr").count() == len(world.WORKDAYS)
    assert not branch.heard(FOREIGN)
    branch.picture("indicators_pc")
    with branch.page.expect_download() as waiting:
        branch.page.get_by_role("button", name="CSV").click()
    assert waiting.value.path().read_text("utf-8-sig").count(UNIT) == len(world.WORKDAYS)
    noted = [entry for entry in Log(facts.home / "audit").entries("branch") if entry["act"] == "export"]
    assert noted[-1]["what"] == "lineage.visits.csv"
    branch.clean()


def test_on_a_phone_and_in_english(visit):
    unit = visit("unit", "/indicators?indicator=persist_13m", "en-US", "phone")
    unit.page.locator(".meaning dd", has_text="Renewal management").wait_for()
    unit.page.locator(".meaning").scroll_into_view_if_needed()
    unit.picture("indicators_phone")
    unit.clean()


def test_another_branch_is_refused(visit):
    branch = visit("branch", "/indicators?org=8602")
    branch.page.locator(".blank").wait_for()
    assert not branch.heard("秘密分公司")
