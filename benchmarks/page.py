"""Milliseconds from asking for a page to the frame that shows all of it, in headless Chromium."""

import shutil
import sys
import time
from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

RUNS = 40
WARM = 4
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
INDICATORS = ("fyp_regular", "visits", "proposals", "hc_producing")
SEEN = {
    "overview": (".bar", ".tile >> nth=4", ".ranking a >> nth=0", ".map a >> nth=0", ".js-plotly-plot >> nth=1"),
    "drill": (".bar", ".js-plotly-plot >> nth=2"),
}
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def painted(url: str, user: str) -> list[float]:
    """Full loads of overview and drill in turn, signed in as `user`, warm server and browser, n = RUNS."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        sign_in(page, url, user)
        times = [load(page, url, name, indicator) for name, indicator in visits()]
        browser.close()
    return times[WARM:]


def visits() -> Iterator[tuple[str, str]]:
    names = tuple(SEEN)
    for turn in range(RUNS + WARM):
        yield names[turn % len(names)], INDICATORS[turn % len(INDICATORS)]


def load(page: Page, url: str, name: str, indicator: str) -> float:
    began = time.perf_counter()
    page.goto(f"{url}/{name}?indicator={indicator}", wait_until="commit")
    for part in SEEN[name]:
        page.locator(part).wait_for(state="visible")
    page.evaluate(NEXT_FRAME)
    return 1000 * (time.perf_counter() - began)


def sign_in(page: Page, url: str, user: str) -> None:
    page.goto(f"{url}/signin")
    page.fill("input[name=user]", user)
    page.fill("input[type=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "signin" not in address)


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return found or sys.exit("this bench needs Chromium")
