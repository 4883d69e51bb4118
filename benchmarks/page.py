"""Milliseconds from asking for a page to the frame that shows all of it, in headless Chromium."""

import shutil
import sys
import time
from collections.abc import Iterator, Mapping

from playwright.sync_api import Page, sync_playwright

RUNS = 40
WARM = 4
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
INDICATORS = ("fyp_regular", "visits", "proposals", "hc_producing")
Seen = Mapping[str, tuple[str, ...]]
"""What must be there before a page counts as painted, by the page's address."""
PAGES: Seen = {
    "overview": (".bar", ".tile >> nth=4", ".ranking a >> nth=0", ".map a >> nth=0", ".js-plotly-plot >> nth=1"),
    "drill": (".bar", ".js-plotly-plot >> nth=2"),
}
TWENTY: Seen = {"overview?show=all": (".bar", ".tile >> nth=19", ".tile .spark >> nth=19")}
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def painted(url: str, user: str, seen: Seen = PAGES) -> list[float]:
    """Full loads of the pages in turn, signed in as `user`, warm server and browser, n = RUNS, sorted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        sign_in(page, url, user)
        times = [load(page, address, seen[name]) for name, address in visits(url, seen)]
        browser.close()
    return sorted(times[WARM:])


def visits(url: str, seen: Seen) -> Iterator[tuple[str, str]]:
    """Page after page, each with the address of another indicator."""
    names = tuple(seen)
    for turn in range(RUNS + WARM):
        name = names[turn % len(names)]
        yield name, f"{url}/{name}{'&' if '?' in name else '?'}indicator={INDICATORS[turn % len(INDICATORS)]}"


def load(page: Page, address: str, parts: tuple[str, ...]) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    for part in parts:
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
