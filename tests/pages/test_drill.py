import json

import pytest

from metrics.catalogue import load
from tests.cockpit.world import LINE
from tests.pages.conftest import SECRET

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize(("lang", "size"), [("zh-CN", "pc"), ("en-US", "phone")])
def test_from_the_branch_down_to_a_unit_and_back(visit, lang, size):
    branch = visit("branch", "/drill?org=8601&indicator=visits&period=mtd", lang, size)
    for org in LINE[2:]:
        branch.page.locator(f"td a[href*='org={org}&']").first.click()
        branch.at(f"org={org}&", "indicator=visits", "period=mtd")
        branch.page.locator(f".crumbs a.on[href*='org={org}&']").wait_for()
        branch.page.locator(".sums .badge.green").first.wait_for(state="detached" if org == LINE[-1] else "visible")
    assert branch.page.locator(".crumbs a").count() == 5
    branch.picture(f"unit_{lang[:2]}_{size}")
    branch.page.locator(".crumbs a").first.click()
    branch.at("org=8601&")
    branch.clean()


def test_a_bar_goes_one_level_down_and_the_back_button_returns(visit):
    branch = visit("branch", "/drill?org=8601&indicator=visits&period=qtd")
    bars = branch.page.locator(".js-plotly-plot").first.locator(".barlayer .trace").last.locator(".point path")
    bars.first.wait_for()
    box = branch.steady(bars.first)
    branch.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    branch.page.locator(".crumbs a.on").wait_for()
    branch.at("/drill?", "org=86010", "indicator=visits", "period=qtd")
    branch.page.go_back()
    branch.heading("江城分公司")
    branch.at("org=8601&", "indicator=visits", "period=qtd")


@pytest.mark.parametrize(
    ("lang", "size", "typed", "name"),
    [("zh-CN", "pc", "khbf", "客户拜访量"), ("en-US", "phone", "customer vis", "Customer visits")],
)
def test_any_indicator_is_found_by_typing(visit, lang, size, typed, name):
    branch = visit("branch", "/drill?org=8601&indicator=fyp_regular&period=qtd", lang, size)
    branch.page.locator("[data-testid=stSelectbox] input").fill(typed)
    branch.page.locator("[role=option]", has_text=name).click()
    branch.at("/drill?", "org=8601", "indicator=visits", "period=qtd")
    branch.page.locator(".hero .name", has_text=name).wait_for()
    branch.picture(f"drill_{lang[:2]}_{size}")
    branch.clean()


@pytest.mark.parametrize(("lang", "size"), [("zh-CN", "pc"), ("en-US", "phone")])
def test_an_indicator_of_every_unit_has_its_page(visit, lang, size):
    samples = {entry.unit: entry for entry in load()}
    branch = visit("branch", "/drill", lang, size)
    for entry in samples.values():
        branch.open(f"/drill?org=8601&indicator={entry.id}&period=mtd")
        branch.page.locator(".hero code", has_text=entry.id).wait_for()
        branch.page.locator(".chips a.on", has_text=entry.name(lang[:2])).wait_for()
        branch.clean()


def test_nothing_outside_the_scope_reaches_the_browser(visit):
    branch = visit("branch", "/")
    for address in (
        "/overview",
        "/drill?org=8699",
        "/overview?org=86",
        "/?org=8602",
        "/drill?org=8602&indicator=visits",
    ):
        branch.open(address)
    assert branch.page.locator(".blank h1").inner_text() == "无权查看"
    assert branch.heard("江城分公司")
    assert not branch.heard(SECRET)
    assert not branch.heard("860201")


def test_headquarters_sees_what_the_branch_does_not(visit):
    everything = visit("hq", "/drill?org=86&indicator=nothing&period=week")
    everything.page.locator("td a", has_text=SECRET).first.wait_for()
    assert everything.heard(SECRET)
    assert everything.heard("8602")


def test_a_changed_scope_holds_from_the_next_click_on(visit, house):
    sub_branch = visit("sub_branch", "/drill")
    sub_branch.heading("江城中支")
    path = house.home / "demo.json"
    before = path.read_text("utf-8")
    facts = json.loads(before)
    facts["users"]["sub_branch"] = "860301"
    path.write_text(json.dumps(facts), "utf-8")
    try:
        sub_branch.page.locator("td a").first.click()
        sub_branch.page.locator(".blank h1", has_text="无权查看").wait_for()
    finally:
        path.write_text(before, "utf-8")
