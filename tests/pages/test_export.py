"""Exports in the browser: a file from the page, a picture from a chart, a long one from the worker, each noted."""

from pathlib import Path

import pytest

from cockpit.audit import Log
from cockpit.parcels import Parcels

pytestmark = pytest.mark.needs("chromium")
PNG, SVG = b"\x89PNG", b"<svg"


def saved(visitor, press):
    with visitor.page.expect_download() as caught:
        press()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


def test_a_view_is_downloaded_and_noted(house, visit):
    branch = visit("branch", "/export?org=8601&indicator=visits&period=mtd")
    name, content = saved(branch, branch.page.get_by_role("button", name="下载").click)
    assert name == "children-8601-visits-mtd.csv"
    assert "江城中支" in content.decode("utf-8-sig")
    (noted,) = [row for row in Log(house.home / "audit").entries("branch") if row["act"] == "export"]
    assert (noted["what"], noted["org"], noted["indicator"]) == ("children.csv", "8601", "visits")
    branch.picture("export_pc")
    branch.clean()


def test_a_funnel_is_downloaded_and_noted(house, visit):
    branch = visit("branch", "/export?org=8601")
    branch.page.locator("[data-testid=stSelectbox]").first.click()
    branch.page.get_by_role("option", name="活动漏斗").click()
    branch.page.get_by_text("进入月份").wait_for()
    name, content = saved(branch, branch.page.get_by_role("button", name="下载").click)
    assert name == "funnel-8601-recruiting-2026-05-closed.csv"
    assert content.decode("utf-8-sig").count("\n") == 1 + 5 * (1 + 3 + 2 + 2) + 2
    noted = [row for row in Log(house.home / "audit").entries("branch") if row["what"] == "funnel.csv"]
    assert [(row["org"], row["indicator"], row["period"]) for row in noted] == [("8601", "recruiting", "2026-05")]
    branch.clean()


def test_a_chart_is_saved_as_a_picture_and_its_rows_as_a_table(visit):
    branch = visit("branch", "/drill?org=8601&indicator=visits", "en-US")
    branch.page.locator(".js-plotly-plot .main-svg").first.wait_for()
    tools = branch.page.locator(".tools").first
    for kind, head in (("PNG", PNG), ("SVG", SVG)):
        tools.locator("summary").click()
        name, content = saved(branch, tools.get_by_text(kind, exact=True).click)
        assert name.endswith(f".{kind.lower()}")
        assert content.startswith(head)
        tools.locator("summary").click()
    tools.locator("summary").click()
    name, content = saved(branch, tools.get_by_text("Parquet").click)
    assert (name, content[:4]) == ("children-8601-visits-mtd.parquet", b"PAR1")
    branch.clean()


def test_a_long_export_waits_for_the_worker(house, visit):
    analyst = visit("analyst", "/export", "en-US", "phone")
    analyst.page.locator("[data-testid=stSelectbox]").first.click()
    analyst.page.get_by_role("option", name="Every indicator of every").click()
    analyst.page.get_by_role("button", name="Make it in the background").click()
    analyst.page.locator(".cases", has_text="being made").wait_for()
    (parcel,) = Parcels(house.home / "exports").waiting()
    assert (parcel.user, parcel.ask.view, parcel.ask.org) == ("analyst", "all", "86")
    Parcels(house.home / "exports").store(parcel, b"made")
    analyst.page.locator(".cases a[href]", has_text="Download").wait_for()
    analyst.picture("export_phone")
    analyst.clean()


def test_who_may_not_export_a_scope_is_told_so(visit):
    branch = visit("branch", "/export")
    branch.page.locator("[data-testid=stSelectbox]").first.click()
    branch.page.get_by_role("option", name="辖内全部机构的全部指标").click()
    branch.page.locator("text=需要授权").wait_for()
    branch.clean()


def test_the_refused_page_says_what_one_may_see_and_whom_to_ask(house, visit):
    branch = visit("branch", "/drill?org=8602", "en-US")
    branch.page.locator("text=branch may see Jiangcheng Branch and all below").wait_for()
    branch.page.locator("text=ask your administrator").wait_for()
    assert [row for row in Log(house.home / "audit").entries("branch") if row["act"] == "refused"]
    branch.picture("refused_pc")
