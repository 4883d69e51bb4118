"""Random switches of version, scope and connection under a real board: nothing torn, stale or foreign is ever shown.

Every number of a version says its version and its organisation, so that whatever is on the screen gives itself away; a
script in the page looks at every frame that is painted. COCKPIT_SWITCHES=1000 makes more of them, COCKPIT_SEED others.
"""

import asyncio
import json
import os
import threading
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette

from cockpit import server, settings
from cockpit.reception import Reception
from data.calendar import PERIODS
from metrics.catalogue import load
from metrics.columns import Column
from metrics.grid import Grid
from metrics.snapshot import Snapshot
from metrics.store import open_store
from tests.cockpit import world
from tests.conftest import free_port, wait_for_port
from tests.pages.conftest import leave

pytestmark = pytest.mark.needs("chromium")
STEPS = int(os.environ.get("COCKPIT_SWITCHES", "60"))
SEED = int(os.environ.get("COCKPIT_SEED", "11"))
LATE_EVERY = 3
"""So often a version brings other numbers for the earlier months too."""
FIRST, SPAN = 51, 200
WAIT_MS = 30_000
LAST = 6
"""Steps that a failure tells of."""
IDS = world.usual().orgs.ids
SCOPES = {"hq": ("86", "8603"), "branch": ("8601", "8602")}
"""Who looks, and what each may see in turn."""
WATCH = """
window.seen = [];
const codes = text => [...text.matchAll(/[\\d,]+(\\.\\d+)?/g)].map(one => one[0].replace(/[,.]/g, ""))
  .filter(one => one.length === 5 && !one.endsWith("0")).map(Number);
window.look = () => {
  const [cells, months] = [[], []];
  for (const card of document.querySelectorAll("[data-card]:not([data-card=funnel])")) {
    if (card.dataset.card !== "trend") cells.push(...codes([...card.querySelectorAll("*")]
      .flatMap(one => [...one.childNodes].filter(child => child.nodeType === 3)).map(one => one.data).join(" | ")));
    else [...card.querySelectorAll(".over")].map(one => codes(one.textContent))
      .forEach((one, at, all) => (at === all.length - 1 ? cells : months).push(...one));
  }
  return JSON.stringify([[...new Set(cells)].sort(), [...new Set(months)].sort()]);
};
const frame = () => {
  const now = window.look();
  if (window.seen.at(-1) !== now) window.seen.push(now);
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""
DEVICE = "indexedDB.databases().then(all => all.map(one => one.name))"


def codes(version: int) -> np.ndarray:
    """Five digits of every organisation, of which the last is never 0: however a figure is written, they stay."""
    at = np.arange(len(IDS))
    return (version * SPAN + at // 9 * 10 + at % 9 + 1).astype(float)


def told(code: int) -> tuple[int, str]:
    """The version and the organisation of a number."""
    rest = code % SPAN
    return code // SPAN, IDS[rest // 10 * 9 + rest % 10 - 1]


def scale(unit: str) -> float:
    if unit in ("%", "百分点"):
        return 1e-3
    return 1e6 if unit.startswith("元") else 1.0


@cache
def scales() -> dict[str, float]:
    return {one.id: scale(one.unit) for one in load()}


def painted(grid: Grid, version_of: Any) -> Grid:
    """The grid with the numbers of a version in every field; `version_of` gives it by slot."""
    column = cache(lambda version, by: Column.of(codes(version) * by))
    columns = {
        (name, slot): {
            one: stored if one in ("status", "reason") else column(version_of(slot), scales()[name])
            for one, stored in fields.items()
        }
        for (name, slot), fields in grid.columns.items()
    }
    return replace(grid, columns=columns)


def prepared(version: int) -> Snapshot:
    usual = world.usual()
    late, last = version - version % LATE_EVERY, usual.trend.slots[-1]
    return replace(
        usual,
        version=f"20260617-{version}",
        cells=painted(usual.cells, lambda _slot: version),
        trend=painted(usual.trend, lambda slot: version if slot == last else late),
    )


@dataclass
class Web:
    """The web application on one port, which may go away and come back."""

    home: Path
    port: int = field(default_factory=free_port)
    running: Any = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        reception = Reception.open(settings.load({"COCKPIT_HOME": str(self.home)}))
        app = Starlette(routes=server.routes(reception), middleware=server.middleware(reception))
        one = uvicorn.Server(uvicorn.Config(app, port=self.port, log_level="error", lifespan="off"))
        one.config.timeout_graceful_shutdown = 1
        thread = threading.Thread(target=lambda: asyncio.run(one.serve()))
        thread.start()
        wait_for_port(self.port)
        self.running = one, thread

    def stop(self) -> None:
        one, thread = self.running
        one.should_exit = True
        thread.join()


@dataclass
class Walk:
    """A person at a board, and all that befalls them."""

    web: Web
    context: Any
    page: Any
    lots: np.random.Generator
    user: str = "branch"
    version: int = FIRST
    cut: bool = False
    scopes: dict[str, str] = field(default_factory=lambda: {user: orgs[0] for user, orgs in SCOPES.items()})
    may: set[str] = field(default_factory=set)
    steps: list[str] = field(default_factory=list)

    def publish(self) -> None:
        self.version += 1
        open_store(self.web.home / "store").publish(prepared(self.version))

    def cut_off(self) -> None:
        self.cut = not self.cut
        self.context.set_offline(self.cut)

    def restart(self) -> None:
        self.web.stop()
        self.web.start()

    def drill(self) -> None:
        there = self.page.locator("[data-list=bars], .crumbs button, [data-card] [data-indicator], [data-period]")
        if count := there.count():
            there.nth(int(self.lots.integers(count))).dispatch_event("click")

    def go(self) -> None:
        """By a link, to a place that may be foreign."""
        if not self.cut:
            self.show(f"/screen?org={self.lots.choice(IDS)}&period={self.lots.choice(PERIODS)}")

    def reload(self) -> None:
        if not self.cut:
            self.page.reload()

    def second_tab(self) -> None:
        if self.cut:
            return
        first, self.page = self.page, self.context.new_page()
        self.watch()
        self.show("/screen")
        self.settled()
        leave(self.page)
        self.page = first

    def narrow(self) -> None:
        """The scope becomes another: what was held is gone at once, or as soon as the line is there again."""
        self.scopes[self.user] = next(org for org in SCOPES[self.user] * 2 if org != self.scopes[self.user])
        self.furnish()
        if self.cut:
            self.cut_off()
        self.page.locator(".blank", has_text="您的权限已变更").wait_for(timeout=WAIT_MS)
        assert self.page.evaluate(DEVICE) == []
        self.sign_in()

    def sign_out(self) -> None:
        if self.cut:
            return
        self.page.locator("form[action='/signout'] button").dispatch_event("click")
        self.page.wait_for_url("**/signin", timeout=WAIT_MS)
        assert self.page.evaluate(DEVICE) == []
        self.user = str(self.lots.choice(list(SCOPES)))
        self.sign_in()

    def sign_in(self) -> None:
        self.context.clear_cookies()
        self.page.goto(f"{self.web.url}/signin")
        self.page.locator(f"[data-user={self.user}]").click()
        self.page.locator(".go").click()
        self.page.wait_for_url(f"{self.web.url}/", wait_until="commit")
        self.show("/screen")
        self.may = self.within()

    def furnish(self) -> None:
        facts = {"as_of": world.AS_OF.isoformat(), "users": self.scopes}
        part = self.web.home / "demo.json.part"
        part.write_text(json.dumps(facts), "utf-8")
        part.replace(self.web.home / "demo.json")

    def watch(self) -> None:
        self.page.set_default_timeout(WAIT_MS)
        self.page.add_init_script(WATCH)

    def show(self, address: str) -> None:
        self.page.goto(f"{self.web.url}{address}", wait_until="commit")

    def within(self) -> set[str]:
        return set(world.usual().orgs.subtree(self.scopes[self.user]))

    def settled(self) -> None:
        """Wait until the newest version is shown, months too."""
        late = self.version - self.version % LATE_EVERY
        ask = f"""() => {{ const [cells, months] = JSON.parse(look()); return cells.length && months.length
            && cells.every(one => Math.floor(one / {SPAN}) === {self.version})
            && months.every(one => Math.floor(one / {SPAN}) === {late}); }}"""
        self.page.wait_for_function(ask, timeout=WAIT_MS)

    def seen(self) -> list[Any]:
        """What was painted since the last time."""
        return [json.loads(one) for one in self.page.evaluate("window.seen ? window.seen.splice(0) : []")]


def test_nothing_torn_stale_or_foreign_is_shown(tmp_path, chromium):
    web = Web(tmp_path)
    world.furnish(tmp_path, prepared(FIRST))
    web.start()
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    walk = Walk(web, context, context.new_page(), np.random.default_rng(SEED))
    try:
        walk.furnish()
        walk.watch()
        walk.sign_in()
        for _ in range(STEPS):
            take(walk)
        assert walk.version > FIRST
    finally:
        context.set_offline(False)
        leave(walk.page)
        context.close()
        web.stop()


def take(walk: Walk) -> None:
    """One step; then nothing that was painted is of two versions or foreign, and soon it is the newest."""
    acts = [Walk.publish] * 4 + [Walk.drill] * 4 + [Walk.reload, Walk.go, Walk.cut_off, Walk.cut_off]
    acts += [Walk.restart, Walk.second_tab, Walk.narrow, Walk.sign_out]
    act = acts[walk.lots.integers(len(acts))]
    walk.steps.append(f"{act.__name__} of {walk.user} at {walk.page.url.removeprefix(walk.web.url)}")
    step = f"seed {SEED}, version {walk.version}, step {len(walk.steps)}, last {walk.steps[-LAST:]}"
    try:
        act(walk)
        if not walk.cut:
            walk.settled()
    except Exception as error:
        shown = walk.page.evaluate("[location.href, look(), document.body.innerText]")
        raise AssertionError(f"{step}: nothing came of it, but {shown}") from error
    for cells, months in walk.seen():
        check(walk, step, cells, months)


def check(walk: Walk, step: str, cells: list[int], months: list[int]) -> None:
    versions = {told(code)[0] for code in cells}
    assert len(versions) <= 1, f"{step}: torn, {versions}"
    late = {told(code)[0] for code in months}
    assert not versions or late <= {one - one % LATE_EVERY for one in versions}, (
        f"{step}: months {late} beside {versions}"
    )
    foreign = {told(code)[1] for code in (*cells, *months)} - walk.may
    assert not foreign, f"{step}: foreign, {foreign}"
    assert versions <= set(range(FIRST, walk.version + 1)), f"{step}: {versions}"
