import pytest

from benchmarks.terminal_browser import App, Walk, browser, found, visitor
from benchmarks.terminal_table import Table

pytestmark = pytest.mark.needs("chromium")
APP = App("h1", ".tile", ".bar", ".stage", ".bar", ".step", "data-org")
TABLE = Table([("a", "人")], ["s"], 0, [["86", None, "Top", [7.0], [3.0]], ["8601", "86", "Below", [2.0], [1.0]]])
PAGE = """<button class=step onclick="go('86')">up</button><h1></h1><div class=tile></div><div id=bars></div>
<div class=stage></div><script>
const says = {'86': ['Top', '7', '3'], '8601': ['Below', WRONG, '1']};
const put = (what, text) => document.querySelector(what).textContent = text;
function go(org) {
  const [name, tile, stage] = says[org];
  put('h1', name); put('.tile', tile); put('.stage', stage);
  bars.innerHTML = org === '86' ? `<button class=bar data-org=8601 onclick="go('8601')">Below</button>` : '';
}
go('86');</script>"""


@pytest.fixture(scope="module")
def page():
    with browser() as running:
        yield visitor(running).new_page()


def shown(page, tile):
    page.goto("about:blank")
    page.set_content(PAGE.replace("WRONG", f"'{tile}'"))
    return Walk(page, APP, TABLE, "86")


def test_a_walk_goes_down_and_up_and_times_every_step(page) -> None:
    walk = shown(page, "2").go(4)
    assert walk.org == "86"
    assert len(walk.took) == len(walk.presented()) == 4
    assert all(0 < ms < 2000 for ms in walk.took)


def test_a_page_that_says_another_figure_ends_the_bench(page, monkeypatch) -> None:
    monkeypatch.setattr("benchmarks.terminal_browser.PATIENCE_MS", 200)
    with pytest.raises(SystemExit, match="8601"):
        shown(page, "3").go(1)


def test_what_was_found_is_when_it_was_painted() -> None:
    assert found({"began": 1.0, "at": 3.5}, "86") == 3.5
    with pytest.raises(SystemExit, match="instead of this"):
        found({"instead": "instead of this"}, "86")
