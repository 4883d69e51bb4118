import pytest

from tests.cockpit.film import make_edition

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
