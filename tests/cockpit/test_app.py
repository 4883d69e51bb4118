import pytest

from cockpit.server import ROOT
from cockpit.shell import NAMES
from metrics.catalogue import load
from tests.cockpit import world


def test_who_is_not_signed_in_is_sent_to_the_sign_in_and_sees_nothing(visitor):
    screen = visitor.open(None, "drill", org="8601")
    assert screen.keys == ["away"]
    assert 'data-away="/signin"' in screen.html("away")


def test_before_the_first_snapshot_one_waits(visitor):
    for path in (visitor.home / "store").iterdir():
        path.unlink()
    screen = visitor.open("hq")
    assert screen.keys == ["wait"]
    assert "数据准备中" in screen.html("wait")


def test_the_morning_brief_comes_first(visitor):
    screen = visitor.open("branch")
    assert screen.keys[:2] == ["bar", "brief-head"]
    assert screen.errors == []


def test_a_link_that_was_taken_opens_its_page_at_its_place(visitor):
    screen = visitor.open("branch", "drill", org="860101", indicator="visits", period="qtd")
    assert "drill-head" in screen.keys
    assert "江城中支" in screen.html("drill-head")
    assert "客户拜访量" in screen.html("hero")


def test_a_link_to_nowhere_stays(visitor):
    assert "brief-head" in visitor.open("branch", "nowhere").keys


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_has_its_script_and_opens_for_the_first_and_the_last_of_the_line(visitor, name, lang):
    assert (ROOT / "pages" / f"{name}.py").is_file()
    for user in ("hq", "unit"):
        screen = visitor.open(user, name, lang)
        assert screen.errors == []
        assert screen.keys[0] == "bar"


def test_another_indicator_is_chosen_without_leaving_the_place(visitor):
    screen = visitor.open("branch", "drill", org="860101", indicator="fyp_regular", period="qtd")
    screen.running.selectbox[0].select("visits").run()
    assert screen.errors == []
    assert "客户拜访量" in screen.html("hero")
    assert "江城中支" in screen.html("drill-head")
    assert world.usual().orgs.name("860101", "zh") == "江城中支"


def test_all_headlines_come_in_one_piece_without_charts(visitor):
    screen = visitor.open("unit", "overview", show="all")
    assert (screen.errors, screen.keys) == ([], ["bar", "overview-all"])
    assert screen.html("overview-all").count("aria-label=") == sum(entry.headline for entry in load())
