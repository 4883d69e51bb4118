"""Headless Chromium before a board or a peer: real mouse events, timed in the page by terminal_meter.js."""

import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from benchmarks.page import FLAGS, chromium
from benchmarks.terminal_table import Table

METER = (Path(__file__).parent / "terminal_meter.js").read_text("utf-8")
SIZE: ViewportSize = {"width": 1920, "height": 1080}
PATIENCE_MS = 60_000
HOVER_MS, PAUSE_MS, QUIET_MS = 80, 60, 40
DOWN, BACK = 0.6, 0.3
"""How often one goes down where one could go up too, and up by the browser's way back instead of the breadcrumb."""
SHORTEST_MS = 16.0
"""Event Timing does not tell of what is shorter."""
DRAG_STEPS, STEP_MS = 60, 8


@dataclass(frozen=True)
class App:
    """Where a page says what a drill shows, and where it is pressed; `mark` is the attribute with the org of a bar."""

    title: str
    figures: str
    names: str
    numbers: str
    bars: str
    steps: str
    mark: str = ""
    has_back: bool = False

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Selectors, and whether the order of what they find is of no account."""
        return [(self.title, False), (self.figures, False), (self.names, True), (self.numbers, False)]


BOARD = App(
    "h1",
    "[data-card^='tile:'] .figure",
    "[data-list=bars] .org > span",
    "[data-card=funnel] .number",
    "[data-list=bars]",
    ".crumbs button",
    "data-org",
    has_back=True,
)
DASH = App("h1", ".tile b", "#bars .ytick text", "#funnel .bartext", "#bars .point path", ".step")
STREAMLIT = App(
    "h1",
    "[data-testid=stMetricValue]",
    "[class*=st-key-bars] .ytick text",
    "[class*=st-key-funnel] .bartext",
    "[class*=st-key-bars] .point path",
    "[class*=st-key-step] button",
)


def expected(table: Table, org: str) -> str:
    """What a page says of an org, as the meter reads it."""
    names = sorted(one.name for one in table.below(org))
    figures = [one.figure for one in table.figures(org)]
    parts = [[table.places[org].name], figures, names, table.numbers(org)]
    return "\n".join("|".join(part) for part in parts)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield running
        running.close()


def visitor(running: Browser, state: Any = None, more: str = "") -> BrowserContext:
    """A browser without a past, but for what is given; every page has the meter, and runs `more` as it begins."""
    context = running.new_context(viewport=SIZE, locale="zh-CN", storage_state=state)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(METER + more)
    return context


def asked(app: App, table: Table, org: str) -> list[Any]:
    """What the meter waits for: parts, what they say, milliseconds."""
    return [app.parts, expected(table, org), PATIENCE_MS]


def first(app: App, table: Table, org: str) -> str:
    """To be run as a page begins: `first` resolves when it shows an org."""
    return f"window.first = meter.until(...{json.dumps(asked(app, table, org))});"


def found(answer: dict[str, Any], where: str) -> float:
    """When the page said what was expected; where it says something else, the bench ends."""
    if "instead" in answer:
        sys.exit(f"{where}: the page does not say what the snapshot says, but:\n{answer['instead']}")
    return float(answer["at"])


@dataclass
class Walk:
    """Goes through the places of a table, down by the bars and up again; every step must show what the table says."""

    page: Page
    app: App
    table: Table
    org: str
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret
    took: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _pending: set[Any] = field(default_factory=set)
    _before: list[str] = field(default_factory=list)

    def go(self, steps: int) -> "Walk":
        self.page.on("request", self._request)
        for kind in ("requestfinished", "requestfailed"):
            self.page.on(kind, self._answered)
        for _ in range(steps):
            self.rest()
            self.step()
        return self

    def rest(self) -> None:
        """Until nothing is under way any more."""
        self.page.wait_for_timeout(PAUSE_MS)
        while self._pending:
            self.page.wait_for_timeout(QUIET_MS)

    def step(self) -> None:
        bars = self._spots(self.app.bars, self.app.mark)
        way = self.table.way(self.org)
        if bars and (len(way) == 1 or self.chance.random() < DOWN):
            mark, *spot = self.chance.choice(bars)
            self._press(mark if self.app.mark else self.table.below(self.org)[int(mark)].org, *spot)
        elif self._before and self.app.has_back and self.chance.random() < BACK:
            self._back(self._before.pop())
        else:
            place, *spot = self.chance.choice(self._spots(self.app.steps, "")[: len(way) - 1])
            self._press(way[int(place)].org, *spot)

    def presented(self) -> list[float]:
        """Of every step that Event Timing knows, from the input to the frame."""
        told = self.page.evaluate("meter.presented")
        return [max((ms for at, ms in told if abs(at - began) < 1), default=SHORTEST_MS) for began in self.began]

    def _press(self, org: str, x: float, y: float) -> None:
        self._before.append(self.org)
        self.page.mouse.move(x, y)
        self.page.wait_for_timeout(HOVER_MS)
        self.page.evaluate("told => meter.arm(...told)", asked(self.app, self.table, org))
        self.page.mouse.down()
        self.page.mouse.up()
        answer = self.page.evaluate("meter.answer")
        self._note(answer, org)
        self.began.append(answer["began"])

    def _back(self, org: str) -> None:
        self._note(self.page.evaluate("told => meter.back(...told)", asked(self.app, self.table, org)), org)

    def _note(self, answer: dict[str, Any], org: str) -> None:
        self.took.append(found(answer, org) - answer["began"])
        self.whole.append(answer["whole"] - answer["began"])
        self.org = org

    def _spots(self, selector: str, mark: str) -> list[tuple[str, float, float]]:
        found: list[tuple[str, float, float]] = self.page.evaluate("told => meter.spots(...told)", [selector, mark])
        return found

    def _request(self, request: Any) -> None:
        self.asked.append(request.url)
        self._pending.add(request)

    def _answered(self, request: Any) -> None:
        self._pending.discard(request)


def dragged(page: Page, least: int) -> list[float]:
    """Milliseconds from frame to frame while cards are dragged over the board and back, `least` of them or more."""
    page.locator("[data-do=arrange]").click()
    frames: list[float] = []
    while len(frames) < least:
        grips = page.evaluate("meter.spots('.card.large .grip', '')")
        for (_, *start), (_, *end) in zip(grips, grips[1:] + grips[:1], strict=True):
            frames += _drag(page, start, end)
    page.locator("[data-do=reset]").click()
    page.locator("[data-do=arrange]").click()
    return frames


def _drag(page: Page, start: list[float], end: list[float]) -> list[float]:
    page.mouse.move(*start)
    page.mouse.down()
    page.evaluate("meter.watch()")
    for step in range(1, DRAG_STEPS + 1):
        page.mouse.move(*(a + (b - a) * step / DRAG_STEPS for a, b in zip(start, end, strict=True)))
        page.wait_for_timeout(STEP_MS)
    frames: list[float] = page.evaluate("meter.still()")
    page.mouse.up()
    return frames
