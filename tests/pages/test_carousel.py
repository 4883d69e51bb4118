import pytest

pytestmark = pytest.mark.needs("chromium")
ROUND = "/screen?carousel=8601,860102&turn=1&rest=2"
REFUSE = """() => {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    return this.muted ? play.call(this) : Promise.reject(new DOMException("refused", "NotAllowedError"));
  };
}"""
"""As a browser that plays no sound before somebody touched the page."""
FILM = ".film video"


def name(shown, text):
    shown.page.locator(".lead h1", has_text=text).wait_for()


def test_organisations_and_the_film_take_turns(screen):
    wall = screen("branch", ROUND)
    steps = wall.page.evaluate("history.length")
    wall.page.evaluate(REFUSE)
    wall.page.locator(FILM).wait_for()
    wall.page.locator(".film [data-do=sound]").wait_for()
    told = wall.ask(wall.page.locator(FILM), "[it.muted, it.textTracks[0].mode, it.currentSrc]")
    assert told == [True, "showing", f"{wall.house.url}/api/editions/8601/2026-06-17/zh/film.mp4"]
    wall.picture("carousel_film")
    wall.page.locator(".film [data-do=sound]").click()
    assert wall.ask(wall.page.locator(FILM), "it.muted") is False
    wall.page.locator(".film").wait_for(state="detached")
    wall.at("org=8601&", "carousel=8601")
    wall.at("org=860102&", "carousel=8601")
    wall.picture("carousel")
    assert wall.page.evaluate("history.length") == steps
    wall.clean()


def test_a_touch_lets_it_rest_and_the_space_bar_ends_it(screen):
    wall = screen("branch", ROUND)
    wall.page.locator(FILM).wait_for()
    wall.page.mouse.click(900, 5)
    wall.page.locator(".film").wait_for(state="detached")
    wall.page.locator("[data-do=play]", has_text="轮播稍后继续").wait_for()
    wall.at("org=8601&")
    wall.page.locator("[data-do=play]", has_text="暂停轮播").wait_for()
    wall.page.keyboard.press(" ")
    wall.page.wait_for_url(lambda url: "carousel" not in url)
    wall.page.locator("[data-do=play]").click()
    wall.at("carousel=8601%2C860102")
    wall.clean()


def test_without_a_film_or_a_list_it_goes_through_all_below(screen):
    wall = screen("sub_branch", "/screen?carousel=on&turn=1")
    for below in ("86010101", "86010102", "860101&"):
        wall.at(f"org={below}")
    assert wall.page.locator(".film").count() == 0
    wall.clean()
