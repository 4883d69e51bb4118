import pytest

from tests.pages.conftest import TOUCHED

pytestmark = pytest.mark.needs("chromium")
HOLD_MS = 450
LEAST_PX = 40
NAME_4K_PX = 30
MEETING = """names => {
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const found = [];
  for (const name of names) for (const box of document.querySelectorAll(name[0])) {
    const all = [...box.querySelectorAll(name[1])].map(one => [one.getBoundingClientRect(), one.textContent])
      .filter(([spot]) => spot.width && spot.height);
    all.forEach(([a, text], at) => all.slice(at + 1).forEach(([b, other]) => meet(a, b) && found.push([text, other])));
  }
  return found;
}"""
"""Which of a box's pieces stand on one another."""
GROUPS = [
    [".board", ".head h1, .head .crumbs, .head .search, .switches > *"],
    [".card-head", ":scope > *"],
    [".stages", ".name, .share"],
    [".months", ".tick"],
    [".bars button", ".org > span, .lane, .more"],
    [".ranks button", ".rank, .org, b, .change"],
]
CUT = """[...document.querySelectorAll('.inside')].filter(one => one.scrollHeight > one.clientHeight + 1)
  .map(one => one.innerText)"""
SMALL = """least => [...document.querySelectorAll('.board button, .board input')].filter(one => {
  const { width, height } = one.getBoundingClientRect();
  return width && height && (width < least - .5 || height < least - .5);
}).map(one => one.outerHTML)"""


@pytest.mark.parametrize(
    ("size", "lang"),
    [("uhd", "zh-CN"), ("desk", "en-US"), ("tablet", "en-US"), ("tablet", "zh-CN"), ("phone", "en-US")],
)
def test_everything_has_its_room(screen, size, lang):
    shown = screen("branch", "/screen?with=hc_active&beside=860102", lang, size)
    shown.page.locator(".months circle").first.wait_for()
    shown.picture(f"sizes_{lang[:2]}_{size}")
    assert shown.page.evaluate(MEETING, GROUPS) == []
    assert shown.page.evaluate(CUT) == []
    if size in TOUCHED:
        assert shown.page.evaluate(SMALL, LEAST_PX) == []
    if size == "uhd":
        assert shown.page.locator(".inside .name").first.bounding_box()["height"] > NAME_4K_PX
    shown.clean()


@pytest.mark.parametrize("size", TOUCHED)
def test_a_finger_goes_down_carries_and_arranges(screen, size):
    branch = screen("branch", size=size)
    branch.bar("860101").tap()
    branch.at("org=860101&")
    branch.page.go_back()
    branch.bar("860102").wait_for()
    months = branch.page.locator("[data-card=trend]")
    months.evaluate("it => it.scrollIntoView({block: 'end'})")
    row, chart = branch.steady(branch.bar("860102")), branch.spot("trend")
    branch.carry((row["x"] + 40, row["y"] + 20), (chart["x"] + 150, chart["y"] + 120), HOLD_MS)
    branch.at("beside=860102", "org=8601&")
    branch.page.locator("[data-do=arrange]").tap()
    branch.page.evaluate("scrollTo(0, 0)")
    before = branch.spot("tile:fyp_regular")
    grip = (before["x"] + before["width"] - 20, before["y"] + 20)
    branch.carry(grip, (grip[0] + before["width"], grip[1]))
    assert branch.spot("tile:fyp_regular")["x"] > before["x"] + before["width"]
    branch.page.locator("[data-do=reset]").tap()
    branch.page.locator("[data-do=arrange]").tap()
    branch.clean()


FOCUS = "selector => document.activeElement.matches(selector)"
SEEN = "(({ outlineStyle, boxShadow }) => [outlineStyle, boxShadow].some(one => one !== 'none'))(getComputedStyle(it))"
MOST_TABS = 150


def tab(shown, selector):
    """By the tab key, and nothing else, to an element; one sees that it is there."""
    for _ in range(MOST_TABS):
        shown.page.keyboard.press("Tab")
        if shown.page.evaluate(FOCUS, selector):
            assert shown.ask(shown.page.locator(":focus"), SEEN), f"{selector} does not show that it has the focus"
            return
    pytest.fail(f"{selector} is not within {MOST_TABS} tabs")


def there(shown, org):
    shown.page.locator(f".crumbs .on[data-org='{org}']").wait_for()


@pytest.mark.parametrize("size", ["pc", "desk"])
def test_everything_goes_by_the_keyboard(screen, size):
    branch = screen("branch", size=size)
    press = branch.page.keyboard.press
    tab(branch, ".search input")
    branch.page.keyboard.type("bhzz")
    press("ArrowDown")
    press("Enter")
    there(branch, "860102")
    tab(branch, "[data-list=bars]")
    press("Backspace")
    branch.bar("860102").wait_for()
    tab(branch, "[data-period=qtd]")
    press("Enter")
    branch.at("period=qtd")
    tab(branch, "[data-indicator=visits]")
    press("Space")
    branch.at("indicator=visits", "period=qtd")
    tab(branch, "[data-list=bars][data-org='860101']")
    press("Control+c")
    press("Enter")
    there(branch, "860101")
    press("Alt+ArrowLeft")
    press("Enter")
    branch.page.locator(".crumbs button").nth(2).wait_for()
    press("Backspace")
    there(branch, "860101")
    press("Backspace")
    branch.bar("860102").wait_for()
    assert "beside=8" not in branch.page.url
    arranged(branch)
    branch.clean()


def arranged(shown):
    """A card moved and made wider, and all of it put back."""
    press, before = shown.page.keyboard.press, shown.spot("map")
    tab(shown, "[data-do=arrange]")
    press("Enter")
    tab(shown, "[data-card=map]")
    press("Shift+ArrowLeft")
    narrow = shown.spot("map")
    assert narrow["width"] < before["width"]
    press("ArrowDown")
    assert shown.spot("map")["y"] > narrow["y"]
    tab(shown, "[data-do=reset]")
    press("Enter")
    assert shown.spot("map") == before
    press("Escape")
    shown.page.locator("[data-do=reset]").wait_for(state="detached")


@pytest.mark.parametrize("size", TOUCHED)
def test_a_finger_finds_a_name_and_goes_back_up(screen, size):
    branch = screen("branch", size=size)
    branch.page.locator(".search input").tap()
    branch.page.keyboard.insert_text("滨海")
    branch.page.locator(".founds [data-org='860102']").tap()
    there(branch, "860102")
    branch.page.locator("[data-indicator=visits]").first.tap()
    branch.page.locator("[data-period=qtd]").tap()
    branch.at("org=860102", "indicator=visits", "period=qtd")
    branch.page.locator(".crumbs [data-org='8601']").tap()
    branch.bar("860102").wait_for()
    branch.clean()
