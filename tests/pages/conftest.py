"""The real web process on a free port, and a browser that watches what leaves and what arrives."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from data.org import Org, OrgTree
from tests.cockpit import world
from tests.cockpit.film import make_edition
from tests.conftest import ROOT, free_port, program, wait_for_port

SIZES = {
    "pc": {"width": 1920, "height": 1080},
    "uhd": {"width": 3840, "height": 2160},
    "desk": {"width": 1440, "height": 900},
    "tablet": {"width": 820, "height": 1180},
    "phone": {"width": 390, "height": 844},
}
TOUCHED = ("tablet", "phone")
SECRET = "秘密分公司"
PAYLOAD = "<img src=x onerror=alert(1)>"
START_S = 120
STOP_S = 30
WAIT_MS = 60_000
STEADY_MS = 150


def tree() -> OrgTree:
    """The usual tree, with a name that a branch must never see, and one that tries to be code."""
    names = {"8602": SECRET, "860103": PAYLOAD}
    return OrgTree(
        Org(org.id, names.get(org.id, org.name_zh), names.get(org.id, org.name_en), org.level, org.parent_id)
        for org in world.orgs()
    )


@dataclass
class House:
    """A running web process."""

    home: Path
    url: str


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home, port = tmp_path_factory.mktemp("home"), free_port()
    world.furnish(home, world.snapshot(tree=tree()))
    make_edition(home / "editions" / "8601" / "2026-06-17" / "zh", "8601", "zh")
    process = web(home, port)
    try:
        wait_for_port(port, START_S)
        yield House(home, f"http://localhost:{port}")
    finally:
        end(process)


def web(home: Path, port: int) -> subprocess.Popen[bytes]:
    """A web process as `make up` starts it."""
    environment = os.environ | {"COCKPIT_HOME": str(home), "COCKPIT_PORT": str(port), "COCKPIT_NOW": "2026-06-17T07:00"}
    with (home / "log").open("ab") as log:
        words = [sys.executable, "-m", "cockpit", "web"]
        return subprocess.Popen(words, env=environment, stdout=log, stderr=log, cwd=ROOT)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask the process to end; one that does not in time is killed, for no test is about its end."""
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the pages alone: while it is open, its loop is in the way of every other in this process."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        flags.append("--autoplay-policy=no-user-gesture-required")
        browser = running.chromium.launch(executable_path=program("chromium"), args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser's page and all that came and went."""

    page: Any
    house: House
    foreign: list[str] = field(default_factory=list)
    received: bytearray = field(default_factory=bytearray)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("request", self.note_request)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self.note_frame))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def note_request(self, request: Any) -> None:
        own = (self.house.url, self.house.url.replace("http", "ws"), "data:", "blob:")
        if not request.url.startswith(own):
            self.foreign.append(request.url)

    def note_frame(self, frame: str | bytes) -> None:
        self.received += frame.encode() if isinstance(frame, str) else frame

    def open(self, address: str) -> None:
        self.page.goto(f"{self.house.url}{address}")
        self.page.wait_for_selector(".head, .blank")

    def heard(self, text: str) -> bool:
        """Whether the server sent this text, plain or as JSON."""
        frames = bytes(self.received)
        return text.encode() in frames or json.dumps(text)[1:-1].encode() in frames

    def heading(self, text: str) -> None:
        self.page.locator(".head h1", has_text=text).wait_for()

    def bar(self, org: str) -> Any:
        """The bar of an organisation on the board."""
        return self.page.locator(f"[data-list=bars][data-org='{org}']")

    def spot(self, card: str) -> dict[str, float]:
        """Where a card of the board stands."""
        return self.steady(self.page.locator(f"[data-card='{card}']"))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """By mouse from one point to another."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for point in way(start, end):
            self.page.mouse.move(*point)
            self.page.wait_for_timeout(20)
        self.page.mouse.up()

    def carry(self, start: tuple[float, float], end: tuple[float, float], hold_ms: int = 0) -> None:
        """By finger from one point to another, which rests on the first for a while."""
        touch = self.page.context.new_cdp_session(self.page)

        def send(kind: str, *points: tuple[float, float]) -> None:
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

        send("touchStart", start)
        self.page.wait_for_timeout(hold_ms)
        for point in way(start, end):
            send("touchMove", point)
            self.page.wait_for_timeout(20)
        send("touchEnd")
        touch.detach()

    def at(self, *parts: str) -> None:
        """Wait until the address holds all parts."""
        self.page.wait_for_url(lambda url: all(part in url for part in parts))

    def steady(self, locator: Any) -> dict[str, float]:
        """Where a piece of the page stands, once nothing moves it any more."""
        box, deadline = None, time.monotonic() + WAIT_MS / 1000
        while time.monotonic() < deadline:
            before, box = box, locator.bounding_box()
            if box and box == before:
                return dict(box)
            self.page.wait_for_timeout(STEADY_MS)
        pytest.fail(f"{locator} was still moving after {WAIT_MS} ms, last at {box}")

    def ask(self, locator: Any, expression: str) -> Any:
        """What an expression over an element (`it`) gives; a promise that is not kept in time is a failure."""
        late = f"new Error({json.dumps(f'{expression} was not there after {WAIT_MS} ms')})"
        timer = f"new Promise((_, no) => setTimeout(() => no({late}), {WAIT_MS}))"
        return locator.evaluate(f"it => Promise.race([{expression}, {timer}])")

    def clean(self) -> None:
        """Nothing went elsewhere, nothing failed, nobody's code ran, nothing is cut off at the side."""
        assert (self.foreign, self.errors, self.dialogs) == ([], [], [])
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def picture(self, name: str) -> None:
        """Kept only where the tester asks for pictures to look at."""
        if folder := os.environ.get("COCKPIT_PICTURES"):
            time.sleep(1)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


def way(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """Ten steps from one point to another."""
    (x, y), (right, down) = start, end
    return [(x + (right - x) * step / 10, y + (down - y) * step / 10) for step in range(1, 11)]


@pytest.fixture(scope="module")
def contexts(house: House, chromium: Any) -> Iterator[Any]:
    """One signed-in browser profile per user, language and size; its cache serves all tests."""
    known: dict[tuple[str, str, str], Any] = {}

    def of(user: str, lang: str, size: str) -> Any:
        key = user, lang, size
        if key not in known:
            known[key] = chromium.new_context(viewport=SIZES[size], locale=lang, has_touch=size in TOUCHED)
            page = known[key].new_page()
            sign_in(page, house, user)
            leave(page)
        return known[key]

    yield of
    for context in known.values():
        context.close()


def sign_in(page: Any, house: House, user: str) -> None:
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{house.url}/signin")
    page.locator(f"[data-user={user}]").click()
    page.locator(".go").click()
    page.wait_for_url(f"{house.url}/", wait_until="commit")


def leave(page: Any) -> None:
    """Close the page at rest: Chromium may drop a close that meets a navigation, and the wait for it never ends.

    Source: crbug.com/536385539, met once in some hundred closes."""
    page.goto("about:blank")
    page.close()


@pytest.fixture
def visit(house: House, contexts: Any) -> Iterator[Any]:
    visits: list[Visit] = []

    def of(user: str, address: str, lang: str = "zh-CN", size: str = "pc") -> Visit:
        visits.append(Visit(contexts(user, lang, size).new_page(), house))
        visits[-1].watch()
        visits[-1].open(address)
        return visits[-1]

    yield of
    for visit in visits:
        visit.page.context.clear_cookies(name="cockpit_lang")
        leave(visit.page)


@pytest.fixture
def screen(visit):
    """The wall's page once all that it shows has come; `asked` gets every later call of the routes."""

    def of(user, address="/screen", lang="zh-CN", size="pc"):
        shown = visit(user, address, lang, size)
        shown.page.locator(".months .column").first.wait_for()
        shown.asked = []
        shown.page.on("request", lambda request: "/api/" in request.url and shown.asked.append(request.url))
        return shown

    return of
