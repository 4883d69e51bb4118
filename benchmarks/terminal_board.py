"""A board in the browser of one person: its first draw, its reload, the bytes that it is sent."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.terminal_browser import BOARD, first, found, visitor
from benchmarks.terminal_table import Table

SETTLE_MS = 300


@dataclass(frozen=True)
class Seen:
    """A board: where it is, the sign-in of who looks, and what the table says that they see."""

    url: str
    cookie: str
    token: str
    table: Table

    @property
    def state(self) -> Any:
        """What a browser holds in which somebody has signed in."""
        cookie = {"name": self.cookie, "value": self.token, "domain": "127.0.0.1", "path": "/", "expires": -1}
        return {"cookies": [cookie | {"httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}

    @contextmanager
    def opened(self, running: Browser, wait_until: Any = "networkidle") -> Iterator[tuple[Page, float]]:
        """A browser that was never here, and after how long it showed the board."""
        context = visitor(running, self.state, first(BOARD, self.table, self.table.root))
        page = context.new_page()
        page.goto(f"{self.url}/screen", wait_until="commit")
        drawn = self.drawn(page)
        page.wait_for_load_state(wait_until)
        yield page, drawn
        context.close()

    def drawn(self, page: Page) -> float:
        return found(page.evaluate("first"), self.url)

    def cold(self, running: Browser) -> float:
        with self.opened(running, "commit") as (_, drawn):
            return drawn

    def warm(self, running: Browser, times: int) -> Iterator[float]:
        """Reloads where the device holds everything."""
        with self.opened(running) as (page, _):
            for _ in range(times):
                page.wait_for_timeout(SETTLE_MS)
                page.reload(wait_until="commit")
                yield self.drawn(page)

    def sent(self, asked: str) -> int:
        """Bytes of a part on the way."""
        address = f"{self.url}/api/snapshot?org={self.table.root}&{asked}"
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": "gzip, deflate, br, zstd"}
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:  # noqa: S310 - our own
            return len(answer.read())
