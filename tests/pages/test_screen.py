import json
from dataclasses import replace

import pytest

from metrics.columns import Column
from metrics.store import open_store
from tests.cockpit import world
from tests.cockpit.world import LINE
from tests.pages.conftest import PAYLOAD, SECRET, SIZES, leave, sign_in, tree

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize(("lang", "size"), [("zh-CN", "pc"), ("en-US", "phone")])
def test_down_to_a_unit_and_back_without_a_request(screen, lang, size):
    branch = screen("branch", lang=lang, size=size)
    for org in LINE[2:]:
        choose = branch.bar(org).tap if size == "phone" else branch.bar(org).click
        choose()
        branch.at(f"org={org}&", "indicator=fyp_regular", "period=mtd")
        branch.page.locator(f".crumbs .on[data-org='{org}']").wait_for()
        branch.page.locator(".card[aria-busy]").first.wait_for(state="detached")
    branch.page.locator("[data-card=bars] .calm").wait_for()
    assert branch.page.locator(".crumbs button").count() == 5
    branch.page.locator(".crumbs button").first.click()
    branch.bar("860102").wait_for()
    branch.picture(f"screen_{lang[:2]}_{size}")
    assert branch.asked == []
    branch.clean()


def test_the_keyboard_goes_down_and_up(screen):
    branch = screen("branch")
    branch.bar("860101").wait_for()
    branch.page.locator("[data-list=bars]").first.focus()
    first, second = (branch.page.locator("[data-list=bars]").nth(at).get_attribute("data-org") for at in (0, 1))
    branch.page.keyboard.press("ArrowDown")
    assert branch.page.evaluate("document.activeElement.dataset.org") == second
    branch.page.keyboard.press("ArrowUp")
    branch.page.keyboard.press("Enter")
    branch.at(f"org={first}&")
    branch.page.locator("[data-list=bars]").first.wait_for()
    assert branch.page.evaluate("document.activeElement.dataset.list") == "bars"
    branch.page.keyboard.press("Backspace")
    branch.at("org=8601&")
    assert branch.asked == []


def test_the_back_button_and_a_link_show_the_same(screen):
    branch = screen("branch")
    branch.bar("860102").click()
    branch.page.locator("[data-indicator=visits]").click()
    branch.page.locator("[data-period=qtd]").click()
    branch.at("org=860102", "indicator=visits", "period=qtd")
    branch.page.locator(".card.on [data-indicator=visits]").wait_for()
    shown, address = branch.page.locator("[data-card=bars]").inner_text(), branch.page.url
    for gone in ("period=mtd", "indicator=fyp_regular", "org=8601&"):
        branch.page.go_back()
        if gone != "org=8601&":
            branch.at(gone)
    branch.bar("860102").wait_for()
    linked = screen("branch", address.removeprefix(branch.house.url))
    assert linked.page.locator("[data-card=bars]").inner_text() == shown


def test_the_device_shows_what_it_holds_while_the_server_is_away(screen):
    branch = screen("branch")
    before = branch.page.locator(".cards").inner_text()
    branch.page.wait_for_timeout(500)
    alone(branch)
    assert branch.page.locator(".cards").inner_text() == before
    branch.page.locator("[role=status]", has_text="2026-06-16").wait_for()


def alone(shown):
    """Come again while the server does not answer."""
    shown.page.route("**/api/**", lambda route: route.abort())
    shown.page.route_web_socket("**/api/feed", lambda line: line.close())
    shown.page.reload()
    shown.page.locator(".months .column").first.wait_for()


def test_without_its_worker_the_board_says_so(visit):
    broken = visit("branch", "/signin")
    broken.page.route("**/worker-*.js", lambda route: route.abort())
    broken.page.goto(f"{broken.house.url}/screen")
    broken.page.locator(".blank", has_text="看板未能启动").wait_for()


def test_an_organisation_of_others_is_not_shown(screen):
    branch = screen("branch", "/screen?org=8602")
    branch.at("org=8601&")
    assert SECRET not in branch.page.content()
    assert PAYLOAD in branch.page.locator("[data-card=bars]").inner_text()
    branch.clean()


def test_headquarters_fetch_a_branch_when_it_is_entered(screen):
    everything = screen("hq")
    everything.bar("8602").click()
    everything.page.locator("[data-card=ranking] [data-level=unit]").wait_for()
    everything.bar("860201").click()
    everything.bar("86020101").click()
    everything.page.locator(".crumbs button", has_text=SECRET).wait_for()
    assert {address.split("/api/")[1].split("&")[0] for address in everything.asked} <= {
        "snapshot?part=branch",
        "snapshot?part=trend",
    }
    everything.clean()


DEVICE = "indexedDB.databases().then(all => all.map(one => one.name))"


def test_a_new_version_is_painted_by_itself(screen, house):
    branch = screen("branch")
    branch.page.locator(".age:not(.worn)").wait_for()
    usual = world.snapshot(tree=tree())
    columns = dict(usual.cells.columns)
    visits = columns["visits", "mtd"]["value"].floats().copy()
    visits[usual.orgs.index("8601")] = 4321
    columns["visits", "mtd"] = columns["visits", "mtd"] | {"value": Column.of(visits)}
    later = replace(usual, version="20260617-4321", cells=replace(usual.cells, columns=columns))
    store = open_store(house.home / "store")
    store.publish(later)
    try:
        branch.page.locator("[data-indicator=visits] .figure", has_text="4,321").wait_for()
        assert branch.asked == []
        branch.page.wait_for_timeout(500)
        alone(branch)
        branch.page.locator("[data-indicator=visits] .figure", has_text="4,321").wait_for()
    finally:
        store.publish(usual)
    screen("branch").page.locator("[data-indicator=visits] .figure", has_text="4,321").wait_for(state="detached")


def test_who_may_see_less_sees_nothing_more(screen, house):
    shown = screen("sub_branch")
    shown.page.locator(".age:not(.worn)").wait_for()
    path = house.home / "demo.json"
    before = path.read_text("utf-8")
    facts = json.loads(before)
    facts["users"]["sub_branch"] = "86010101"
    path.write_text(json.dumps(facts), "utf-8")
    try:
        shown.page.locator(".blank", has_text="您的权限已变更").wait_for()
        assert "江城中支" not in shown.page.content()
        assert shown.page.evaluate(DEVICE) == []
    finally:
        path.write_text(before, "utf-8")


def test_signing_out_empties_the_device(house, chromium):
    context = chromium.new_context(viewport=SIZES["pc"], locale="zh-CN")
    page = context.new_page()
    sign_in(page, house, "branch")
    page.goto(f"{house.url}/board")
    page.locator(".months .column").first.wait_for()
    assert page.evaluate(DEVICE) == ["daybreak"]
    page.locator(".bar form button").click()
    page.wait_for_url("**/signin")
    assert page.evaluate(DEVICE) == []
    leave(page)
    context.close()


def test_cards_stay_where_they_were_put(screen):
    branch = screen("branch")
    before = branch.spot("map")
    branch.page.locator("[data-do=arrange]").click()
    branch.drag((before["x"] + 90, before["y"] + 90), (120, before["y"] + 120))
    moved = branch.spot("map")
    assert moved["x"] < 40 < before["x"]
    branch.page.locator("[data-card=map]").focus()
    branch.page.keyboard.press("Shift+ArrowRight")
    assert branch.spot("map")["width"] > moved["width"]
    branch.page.keyboard.press("ArrowRight")
    branch.page.keyboard.press("Escape")
    left = branch.spot("map")
    assert left["x"] > moved["x"]
    branch.page.reload()
    branch.page.locator(".months .column").first.wait_for()
    assert branch.spot("map") == left
    branch.page.locator("[data-do=arrange]").click()
    branch.page.locator("[data-do=share]").click()
    shared = branch.page.url.removeprefix(branch.house.url)
    branch.page.locator("[data-do=reset]").click()
    assert branch.spot("map") == before
    assert screen("branch", shared).spot("map") == left
    branch.clean()


def test_an_organisation_is_carried_to_the_months_to_compare(screen):
    branch = screen("branch")
    row, months = branch.steady(branch.bar("860102")), branch.spot("trend")
    branch.drag((row["x"] + 40, row["y"] + 20), (months["x"] + 200, months["y"] + 100))
    branch.page.locator(".months .beside0").first.wait_for()
    branch.at("beside=860102", "org=8601&")
    branch.page.locator("[data-without='860102']").click()
    branch.page.locator(".months .beside0").first.wait_for(state="detached")
    branch.bar("860101").focus()
    branch.page.keyboard.press("c")
    branch.at("beside=860101")
    branch.clean()


def test_a_name_or_its_letters_lead_there(screen):
    branch = screen("branch")
    field = branch.page.locator(".search input")
    field.fill("khbfl")
    branch.page.keyboard.press("Enter")
    branch.at("indicator=visits")
    field.fill("bhzz")
    branch.page.locator(".founds [data-org='860102']").click()
    branch.at("org=860102", "indicator=visits")
    field.fill("没有这个")
    branch.page.locator(".founds", has_text="没有找到").wait_for()
    assert set(branch.asked) <= {f"{branch.house.url}/api/snapshot?part=trend&org=8601&indicator=visits"}


def test_red_or_green_is_up(screen):
    branch = screen("branch")
    rise = branch.page.locator(".change.rise").first
    colour = "getComputedStyle(it).color"
    green = branch.ask(rise, colour)
    branch.page.locator("[data-do=rise]").click()
    red = branch.ask(rise, colour)
    branch.page.reload()
    rise.wait_for()
    assert branch.ask(rise, colour) == red != green
    branch.page.locator("[data-do=rise]").click()


def test_the_wall_writes_in_the_letters_of_the_pages(screen):
    branch = screen("branch", lang="en-US")
    assert branch.ask(branch.page.locator("h1"), "getComputedStyle(it).fontFamily").startswith('"Noto Sans SC"')
    assert branch.page.evaluate("document.fonts.check('16px \"Noto Sans SC\"', '江')")
    branch.picture("screen_letters")
