"""New versions on their way: from the store to the frame of a board that stands open, and to thousands of feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket

from benchmarks.data_meter import Partner, partner
from benchmarks.terminal_browser import PATIENCE_MS, found, visitor
from benchmarks.terminal_versions import PERIOD, SHOWN

REST_MS = 250
TRIES = 3
Hold = tuple[str, str, str]
"""A token, an org, the version of its branch."""


@dataclass
class Versions:
    """The process that makes them; `version` is the one that is published."""

    maker: Partner
    version: str
    took: list[float] = field(default_factory=list)

    def next(self) -> dict[str, list[str]]:
        """What the next one will show: by scope an org and its figure."""
        told = self.maker.ask()
        self.version = told["version"]
        return dict(told["changed"])

    def publish(self) -> float:
        """When it was published: the pointer had moved, and everybody been told."""
        told = self.maker.ask()
        self.took.append(1000 * (told["ended"] - told["began"]))
        return float(told["ended"])


@dataclass
class Watcher:
    """A board that stands open on what the versions change, and the bytes of every delta that it gets."""

    page: Page
    scope: str
    deltas: list[int] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    @classmethod
    def open(cls, running: Browser, state: Any, url: str, scope: str) -> "Watcher":
        watcher = cls(visitor(running, state).new_page(), scope)
        watcher.page.on("websocket", watcher._listen)
        watcher.page.goto(f"{url}/screen?indicator={SHOWN}&period={PERIOD}")
        watcher.page.locator(".age:not(.worn)").wait_for()
        watcher.page.wait_for_load_state("networkidle")
        return watcher

    def expect(self, org: str, figure: str) -> None:
        parts = [[f"[data-list=bars][data-org='{org}'] .told b", False]]
        self.page.evaluate("told => { meter.told = meter.until(...told) }", [parts, figure, PATIENCE_MS])

    def note(self, published: float) -> None:
        answer = self.page.evaluate("meter.told")
        found(answer, self.scope)
        self.took.append(answer["clock"] - 1000 * published)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._came)

    def _came(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.deltas.append(len(frame))


def pushes(versions: Versions, watchers: Sequence[Watcher], times: int) -> None:
    """Publish version after version; every watcher must show each."""
    for _ in range(times):
        changed = versions.next()
        for one in watchers:
            one.expect(*changed[one.scope])
        published = versions.publish()
        for one in watchers:
            one.note(published)
            one.page.wait_for_timeout(REST_MS)


def reached(versions: Versions, url: str, tokens: Mapping[str, str], count: int) -> dict[str, float]:
    """Of so many feeds, each of a branch by the token of somebody who may see no more, how many get a delta in time.

    The worst of some tries.
    """
    holds: list[Hold] = [(token, org, versions.version) for org, token in tokens.items()]
    with partner("terminal_feeds") as feeds:
        feeds.ask(url=url.replace("http", "ws") + "/api/feed", count=count, holds=holds)
        tries = []
        for _ in range(TRIES):
            versions.next()
            tries.append(feeds.ask(ended=versions.publish(), version=versions.version))
    return min(tries, key=lambda told: float(told["reached"]))
