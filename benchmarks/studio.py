"""`make bench-studio`: what films, live editions and answers cost, and how soon they begin; a demo insurer of size S.

CPU is this process's and that of the voice. What is spoken or rendered is forgotten before each row that pays for it.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Page, Position, sync_playwright

from benchmarks.data_batch import p95
from benchmarks.main import children_cpu, cockpit, house, published, wait_for_page
from benchmarks.page import FLAGS, chromium, sign_in
from benchmarks.record import Bench
from cockpit import settings as configuration
from cockpit.desk import Desk
from cockpit.orders import Order
from cockpit.settings import Settings
from data.org import LEVELS
from metrics.catalogue import load
from metrics.snapshot import Snapshot

PORT = 18502
MINUTE_S = 60
QUESTIONS = ("本月还差多少？", "活动率怎么算？", "犹豫期几天？", "期交保费是多少？")
KB = 1000
PATIENCE_MS = 60_000
CORNER: Position = {"x": 60, "y": 100}
HEARD = """
const { play } = HTMLMediaElement.prototype, told = [], waiting = [];
HTMLMediaElement.prototype.play = function () {
  const tell = () => (waiting.shift() ?? ((at) => told.push(at)))(performance.now());
  this.addEventListener("playing", tell, { once: true });
  return play.call(this);
};
window.heard = () => told.length ? told.shift() : new Promise((done) => waiting.push(done));
"""
"""When a sound begins that the page plays."""


@dataclass(frozen=True)
class Amount:
    """How often each is done: live editions of each level, films, starts in the browser."""

    live: int = 8
    films: int = 3
    starts: int = 24


@dataclass
class Took:
    """What a piece of work took, in seconds."""

    cpu: float = 0.0
    wall: float = 0.0


def run(bench: Bench) -> None:
    with tempfile.TemporaryDirectory(prefix="daybreak-bench-") as folder:
        settings = replace(configuration.load({}), home=Path(folder), port=PORT)
        cockpit(settings, "seed")
        cockpit(settings, "compute")
        measure(bench, settings, Amount())


def measure(bench: Bench, settings: Settings, amount: Amount) -> None:
    """Every row; the snapshot must be published."""
    snapshot = published(settings)
    lives(bench, settings, snapshot, amount.live)
    films(bench, settings, snapshot, amount.films)
    with house(settings):
        wait_for_page(settings)
        starts(bench, settings, amount.starts)


def sample(snapshot: Snapshot, each: int) -> list[str]:
    """Organisations of every level, evenly spread."""
    of = {level: [org.id for org in snapshot.orgs if org.level == level] for level in LEVELS}
    return [org for orgs in of.values() for org in orgs[:: max(1, len(orgs) // each)][:each]]


def lives(bench: Bench, settings: Settings, snapshot: Snapshot, each: int) -> None:
    """Live editions as the worker makes them, one after another, with its start and that of the voice."""
    forget(settings, "speech")
    minutes, size, desk = 0.0, 0, Desk(settings, load())
    with took() as cost:
        for org in sample(snapshot, each):
            made = desk.live(snapshot, Order(org, settings.clock.today(), "zh"))
            minutes += made.duration_s / MINUTE_S
            size += sum(path.stat().st_size for path in made.folder.iterdir())
        desk.close()
    bench.add("edition_live_cpu_s", cost.cpu / minutes, "CPU s of a 60 s edition")
    bench.add("edition_live_kb", size / KB / minutes, "KB of a 60 s edition")


def films(bench: Bench, settings: Settings, snapshot: Snapshot, times: int) -> None:
    """The film of headquarters with every sprite on disk, then the same joined from its segments."""
    order = Order(snapshot.orgs.root.id, settings.clock.today(), "zh")
    filmed(settings, snapshot, order)
    rendered, joined, seconds = [], [], 0.0
    for _ in range(times):
        forget(settings, "segments", "speech")
        cost, seconds = filmed(settings, snapshot, order)
        rendered.append(cost)
        joined.append(filmed(settings, snapshot, order)[0])
    bench.add("film_cpu_per_s", statistics.median(one.cpu for one in rendered) / seconds, "CPU s / film s")
    bench.add("film_on_demand_ratio", statistics.median(one.wall for one in rendered) / seconds, "wall s / film s")
    minutes = seconds / MINUTE_S
    bench.add("film_again_cpu_s_per_min", statistics.median(one.cpu for one in joined) / minutes, "CPU s / film min")


def filmed(settings: Settings, snapshot: Snapshot, order: Order) -> tuple[Took, float]:
    """What a film takes a process that has just begun, and how long it is."""
    out = settings.home / "film"
    shutil.rmtree(out, ignore_errors=True)
    with took() as cost:
        desk = Desk(settings, load())
        made = desk.make(snapshot, order, lambda _done, _total: None, out)
        desk.close()
    return cost, made.duration_s


def starts(bench: Bench, settings: Settings, times: int) -> None:
    """From the hand to the sound: an edition that is played, a question that is asked."""
    url = f"http://127.0.0.1:{settings.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(HEARD)
        sign_in(page, url, "hq")
        played = [play(page, url) for _ in range(times)]
        answered = [answer(page, question) for question in islice(cycle(QUESTIONS), times)]
        browser.close()
    bench.add("live_start_p95_ms", p95(played), "ms")
    bench.add("answer_start_p95_ms", p95(answered), "ms")


def play(page: Page, url: str) -> float:
    """From pressing play on a page that has drawn its presenter."""
    page.goto(f"{url}/?play=live")
    page.locator(".picture .layer.mouth svg").wait_for()
    began = float(page.evaluate("performance.now()"))
    page.locator(".live").click(position=CORNER)
    return float(page.evaluate("heard()")) - began


def answer(page: Page, question: str) -> float:
    """From the key that sends a question to the sound of its answer."""
    page.locator("#question").fill(question)
    began = float(page.evaluate("performance.now()"))
    page.keyboard.press("Enter")
    return float(page.evaluate("heard()")) - began


@contextmanager
def took() -> Iterator[Took]:
    cost, cpu, wall = Took(), time.process_time() + children_cpu(), time.perf_counter()
    yield cost
    cost.cpu, cost.wall = time.process_time() + children_cpu() - cpu, time.perf_counter() - wall


def forget(settings: Settings, *parts: str) -> None:
    for part in parts:
        shutil.rmtree(settings.cache / part, ignore_errors=True)
