import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from cockpit.desk import Desk
from cockpit.orders import Order
from cockpit.settings import load as settings
from metrics.catalogue import load
from tests.cockpit import world
from tests.cockpit.film import make_edition
from tests.pages.conftest import tree

pytestmark = pytest.mark.needs("chromium")


def video(visit, expression):
    return visit.ask(visit.page.locator("video"), expression)


def test_the_film_plays_with_captions_and_the_transcript_follows(visit):
    branch = visit("branch", "/")
    branch.page.wait_for_selector("video")
    video(branch, "(it.muted = true, it.playbackRate = 0.5, it.play())")
    branch.page.locator("p.now", has_text="期交保费").wait_for()
    assert video(branch, "it.currentTime") > 1.5
    assert video(branch, "it.textTracks[0].cues.length") == 3
    assert video(branch, "it.seekable.end(0)") == pytest.approx(6, abs=0.2)
    branch.page.locator("p[data-id=s2]").click(position={"x": 4, "y": 4})
    branch.page.locator("p.now", has_text="29.5%").wait_for()
    assert video(branch, "it.currentTime") >= 4
    branch.page.locator("aside footer", has_text="espeak-ng").wait_for()
    branch.page.locator(".cc").click()
    assert video(branch, "it.textTracks[0].mode") == "showing"
    branch.picture("brief_zh_pc")
    branch.clean()


def test_a_number_opens_its_cell_and_a_warning_the_drill(visit):
    branch = visit("branch", "/")
    branch.page.locator("p[data-id] a", has_text="38.0%").click()
    branch.at("/drill?", "org=8601", "indicator=fyp_target_rate", "period=mtd")
    branch.page.locator(".hero .name", has_text="期交计划达成率").wait_for()
    branch.page.locator(".bar nav a", has_text="早报").click()
    branch.page.locator("video").wait_for()
    branch.page.locator("a.warning.red").click()
    branch.at("/drill?", "org=860101", "indicator=fyp_regular")
    branch.heading("江城中支")


def test_a_missing_edition_is_asked_for_and_opens_by_itself(visit, house):
    branch = visit("branch", "/", "en-US", "phone")
    branch.heading("Jiangcheng Branch")
    branch.picture("absent_en_phone")
    branch.page.locator(".absent a").click()
    branch.page.locator(".absent h2", has_text="In the queue").wait_for()
    assert [file.name for file in (house.home / "requests").glob("*.json")] == ["8601-2026-06-17-en.json"]
    make_edition(house.home / "editions" / "8601" / "2026-06-17" / "en", "8601", "en")
    branch.page.wait_for_selector("video")
    branch.page.locator(".lines a", has_text="8.22 million yuan").wait_for()
    branch.picture("brief_en_phone")
    branch.clean()


@pytest.fixture(scope="module")
def live(house):
    """A live edition as the worker makes it, of an org without a film."""
    order = Order("860101", date(2026, 6, 17), "zh")
    desk = Desk(settings({"COCKPIT_HOME": str(house.home), "COCKPIT_NOW": "2026-06-17T07:00"}), load())
    with ThreadPoolExecutor(1) as apart:  # from the browser's loop
        made = apart.submit(desk.live, world.snapshot(tree=tree()), order).result()
    desk.close()
    yield made
    shutil.rmtree(made.folder.parent)


def test_a_live_edition_plays_in_step_and_its_numbers_lead_to_their_cells(visit, live):
    branch = visit("branch", "/?org=860101")
    sound = branch.page.locator("audio")
    branch.page.locator(".picture .layer.mouth svg").wait_for()
    assert branch.ask(sound, "it.seekable.end(0)") == pytest.approx(live.duration_s, abs=0.1)
    branch.ask(sound, "(it.muted = true, it.play())")
    chapter = live.facts["chapters"][1]
    branch.ask(sound, f"it.currentTime = {chapter['start']}")
    branch.page.locator(".chapter.now", has_text=chapter["title"]).wait_for()
    shapes = {branch.ask(branch.page.locator(".mouth"), "it.innerHTML") for _ in range(20)}
    assert len(shapes) > 2
    number = branch.page.locator(".caption a").first
    number.wait_for()
    branch.ask(sound, "it.pause()")
    assert number.text_content() in branch.page.locator("p.now").text_content()
    branch.picture("live_zh_pc")
    number.click()
    branch.at("/drill?", "org=860101")
    branch.clean()


def test_a_live_edition_on_a_phone_pauses_at_a_touch(visit, live):  # noqa: ARG001 - it stands there
    branch = visit("branch", "/?org=860101", "zh-CN", "phone")
    stage = branch.page.locator(".live")
    branch.page.locator(".picture .layer.mouth svg").wait_for()
    sound = branch.page.locator("audio")
    branch.ask(sound, "it.muted = true")
    for name, is_so in (("playing", "!it.paused"), ("pause", "it.paused")):
        stage.click(position={"x": 60, "y": 100})
        assert branch.ask(sound, f"{is_so} || new Promise(done => it.addEventListener('{name}', () => done(true)))")
    picture = branch.ask(branch.page.locator(".picture"), "it.getBoundingClientRect().width")
    assert picture == pytest.approx(branch.ask(stage, "it.clientWidth"), abs=1)
    branch.picture("live_zh_phone")
    branch.clean()


def test_film_and_live_edition_lead_to_each_other(visit, live):
    make_edition(live.folder.parent, "860101", "zh")
    branch = visit("branch", "/?org=860101")
    branch.page.locator("button.cc").click()
    assert video(branch, "it.textTracks[0].mode") == "showing"
    branch.page.locator("a.cc", has_text="现场播报").click()
    branch.page.locator(".picture .layer.mouth svg").wait_for()
    assert branch.page.locator("button.cc").count() == 0
    branch.page.locator("a.cc", has_text="看影片").click()
    branch.page.locator("video").wait_for()
    branch.clean()


def test_pictures_that_do_not_come_are_said(visit, live):  # noqa: ARG001 - it stands there
    branch = visit("branch", "/overview")
    branch.page.route("**/live/pictures.json", lambda route: route.fulfill(status=404))
    branch.open("/?org=860101&play=live")
    branch.page.locator(".live", has_text="画面暂时无法载入").wait_for()
    branch.page.locator(".lines p").first.wait_for()
