import pytest

pytestmark = pytest.mark.needs("chromium")


def test_an_indicator_is_carried_to_the_months_and_stands_beside_the_first(screen):
    branch = screen("branch")
    tile, months = branch.spot("tile:visits"), branch.spot("trend")
    branch.drag((tile["x"] + 60, tile["y"] + 60), (months["x"] + 200, months["y"] + 100))
    branch.page.locator(".months circle.other").first.wait_for()
    branch.at("with=visits", "indicator=fyp_regular")
    assert "次" in branch.page.locator(".months .tick.other").last.text_content()
    assert "客户拜访量" in branch.page.locator("svg.months").get_attribute("aria-label")
    assert branch.page.locator("[data-card=bars] i.other").count() == 3
    linked = screen("branch", branch.page.url.removeprefix(branch.house.url))
    linked.page.locator(".months circle.other").first.wait_for()
    branch.page.locator("[data-card=trend] [data-without=visits]").click()
    branch.page.locator(".months circle.other").first.wait_for(state="detached")
    branch.page.go_back()
    branch.page.locator(".months circle.other").first.wait_for()
    branch.page.locator("[data-indicator=proposals]").focus()
    branch.page.keyboard.press("c")
    branch.at("with=proposals", "indicator=fyp_regular")
    branch.clean()


def test_over_the_map_an_indicator_takes_the_place_of_the_first(screen):
    branch = screen("branch")
    tile, chart = branch.spot("tile:visits"), branch.spot("map")
    branch.drag((tile["x"] + 60, tile["y"] + 60), (chart["x"] + 200, chart["y"] + 100))
    branch.at("indicator=visits")
    assert "with=" not in branch.page.url
