"""The web application on a real server, without Streamlit, and the store from which the worker publishes."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.sync.client import connect

from cockpit import server, settings
from cockpit.reception import Reception
from cockpit.terminal import bundle
from cockpit.terminal.feed import Feed
from metrics.snapshot import Snapshot
from metrics.store import Store, open_store
from tests.conftest import free_port, wait_for_port


@dataclass
class Served:
    """A running server. `worker` is another process's store, as far as the house can tell."""

    reception: Reception
    worker: Store
    port: int
    feed: Feed

    def call(self, user: str | None, **headers: str) -> Any:
        """A terminal's socket."""
        known = self.reception.users.find(user) if user else None
        token = {"Authorization": f"Bearer {self.reception.tokens.issue(known)}"} if known else {}
        return connect(
            f"ws://127.0.0.1:{self.port}/api/feed",
            additional_headers=token | headers,
            compression=None,
            max_size=None,
        )

    @contextmanager
    def deaf(self, user: str) -> Iterator[None]:
        """A terminal that opens its line and then takes nothing from it."""
        words = {
            "Host": f"127.0.0.1:{self.port}", "Upgrade": "websocket", "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
            "Authorization": f"Bearer {self.reception.tokens.issue(self.reception.users.find(user))}",
        }  # fmt: skip
        lines = ["GET /api/feed HTTP/1.1", *(f"{name}: {word}" for name, word in words.items()), "", ""]
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", self.port))
            line.sendall("\r\n".join(lines).encode())
            assert line.recv(12) == b"HTTP/1.1 101"
            yield

    def publish(self, snapshot: Snapshot) -> None:
        """As the worker does; a Redis that is slow to answer gets it when it answers."""
        self.worker.publish(snapshot)
        until(lambda: self.worker.version() == snapshot.version and not self.worker.degraded)

    def cookie(self, user: str) -> str:
        tokens = self.reception.tokens
        return f"{tokens.cookie}={tokens.issue(self.reception.users.find(user))}"


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.needs("redis"))])
def served(request: pytest.FixtureRequest, home: Any) -> Iterator[Served]:
    url = request.getfixturevalue("redis_server").url if request.param == "redis" else None
    yield from serve(home, {"REDIS_URL": url} if url else {})


@pytest.fixture
def plain(home: Any) -> Iterator[Served]:
    """With the store on the disk alone."""
    yield from serve(home, {})


def serve(home: Any, more: dict[str, str]) -> Iterator[Served]:
    reception = Reception.open(settings.load({"COCKPIT_HOME": str(home), **more}))
    app = Starlette(routes=server.routes(reception), middleware=server.middleware(reception))
    port = free_port()
    running = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="error", ws_per_message_deflate=False, lifespan="off")
    )
    thread = threading.Thread(target=lambda: asyncio.run(running.serve()))
    thread.start()
    try:
        wait_for_port(port)
        worker = open_store(home / "worker" if more else home / "store", *more.values())
        yield Served(reception, worker, port, feed_of(app))
    finally:
        running.should_exit = True
        thread.join()


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle as Vite leaves it."""
    (tmp_path / ".vite").mkdir()
    (tmp_path / "assets").mkdir()
    entry = {"file": "assets/board-Ab_3-x.js", "isEntry": True, "css": ["assets/board-Zz9.css"]}
    player = {"file": "assets/live-1.js", "isEntry": True}
    chunks = {"src/part.ts": {"file": "assets/part-1.js"}, "src/main.ts": entry, "src/live/main.ts": player}
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(chunks))
    (tmp_path / "assets" / "board-Ab_3-x.js").write_text("export {}")
    (tmp_path / "assets" / "secret.txt").write_text("x")
    (tmp_path / "secret.js").write_text("x")
    for used in (bundle.bundle, bundle.asset):
        monkeypatch.setattr(used, "__defaults__", (tmp_path,))
    return tmp_path


def feed_of(app: Starlette) -> Feed:
    (route,) = [route for route in app.routes if getattr(route, "path", "") == "/api/feed"]
    return route.endpoint.__self__


def until(true: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.01)


def rewritten(path: Path, text: str) -> None:
    """At once: who reads it meanwhile finds it whole."""
    draft = path.with_suffix(".part")
    draft.write_text(text, "utf-8")
    draft.replace(path)
