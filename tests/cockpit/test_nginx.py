"""Two real web processes behind a real nginx, over one Redis: a browser stays with one, and goes on at the other."""

import json
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from cockpit.nginx import configuration
from metrics.store import Store, open_store
from tests.cockpit import world
from tests.cockpit.film import make_edition
from tests.cockpit.terminal.conftest import until
from tests.cockpit.terminal.reader import heard
from tests.conftest import ROOT, RedisServer, free_port, program, wait_for_port

START_S, STOP_S, WAIT_S = 120, 20, 30
FILM = "/api/editions/8601/2026-06-17/zh/film.mp4"
pytestmark = [pytest.mark.needs("nginx"), pytest.mark.needs("redis")]


@dataclass
class Pair:
    """Both web processes by their address, and nginx in front of them."""

    home: Path
    port: int
    webs: dict[str, subprocess.Popen[bytes]]
    store: Store

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def answered(self, name: str) -> list[str]:
        """Of each request of a browser the process that answered it, the last of those that were tried."""
        lines = (self.home / "nginx" / "access.log").read_text("utf-8").splitlines()
        return [re.findall(r"127\.0\.0\.1:\d+", line)[-1] for line in lines if f'"{name}"' in line]


@dataclass
class Browser:
    """Somebody's browser, told from others in nginx's log by its name."""

    pair: Pair
    name: str
    jar: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body, after what it was sent on to."""
        data = urlencode(form).encode() if form else None
        words = {"User-Agent": self.name, **({"Origin": self.pair.url} if form else {}), **headers}
        opener = build_opener(HTTPCookieProcessor(self.jar))
        try:
            with opener.open(Request(self.pair.url + path, data, words), timeout=WAIT_S) as answer:  # noqa: S310 - our own
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()

    def sign_in(self, user: str = "branch") -> "Browser":
        self.get("/signin")
        assert self.get("/signin", {"user": user, "password": "demo"})[0] == 200
        assert self.get("/api/snapshot?org=8601&part=first")[0] == 200
        return self

    def socket(self, path: str, origin: str = "", protocols: tuple[str, ...] = ()) -> Any:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.jar)
        return connect(
            self.pair.url.replace("http", "ws") + path,
            additional_headers={"Cookie": cookies, "Origin": origin or self.pair.url},
            user_agent_header=self.name,
            subprotocols=[Subprotocol(one) for one in protocols] or None,
            max_size=None,
            open_timeout=WAIT_S,
        )

    @contextmanager
    def feed(self, version: str) -> Iterator[tuple[Any, str]]:
        """The feed of a terminal that holds a version of its branch, and the version that it is greeted with."""
        with self.socket("/api/feed") as line:
            hello = heard(line, WAIT_S)
            line.send(json.dumps({"hold": {"8601": version}}))
            yield line, hello["hello"]

    def places(self, count: int = 1) -> set[str]:
        """The processes that answered its requests, once so many are in the log."""
        until(lambda: len(self.pair.answered(self.name)) >= count)
        return set(self.pair.answered(self.name))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    home, redis = tmp_path_factory.mktemp("home"), RedisServer(tmp_path_factory.mktemp("redis"))
    world.furnish(home)
    make_edition(home / "editions" / "8601" / "2026-06-17" / "zh", "8601", "zh")
    store = open_store(home / "store", redis.url)
    store.publish(world.usual())
    ports = [free_port(), free_port()]
    webs = {f"127.0.0.1:{port}": web(home, port, redis.url) for port in ports}
    for port in ports:
        wait_for_port(port, START_S)
    front = free_port()
    proxy = nginx(home / "nginx", front, list(webs))
    yield Pair(home, front, webs, store)
    for process in (proxy, *webs.values()):
        process.terminate()
    for process in (proxy, *webs.values()):
        process.wait(STOP_S)
    redis.kill()


def web(home: Path, port: int, redis: str) -> subprocess.Popen[bytes]:
    """A web process as `make up` starts it."""
    environ = {"COCKPIT_HOME": str(home), "COCKPIT_PORT": str(port), "COCKPIT_LANG": "en", "REDIS_URL": redis}
    with (home / f"log{port}").open("wb") as log:
        words = [sys.executable, "-m", "cockpit", "web"]
        return subprocess.Popen(words, cwd=ROOT, env=os.environ | environ, stdout=log, stderr=log)


def nginx(folder: Path, port: int, webs: list[str]) -> subprocess.Popen[bytes]:
    folder.mkdir()
    (folder / "nginx.conf").write_text(configuration(port, webs), "utf-8")
    own = "daemon off;" + (" user root;" if os.getuid() == 0 else "")
    command = [program("nginx") or "nginx", "-p", str(folder), "-c", "nginx.conf", "-g", own]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for_port(port)
    return process


@pytest.fixture(scope="module")
def two(pair: Pair) -> list[Browser]:
    """A signed-in browser at each of the processes."""
    found: dict[str, Browser] = {}
    for number in range(40):
        browser = Browser(pair, f"browser-{number}")
        browser.get("/signin")
        found.setdefault(*browser.places(), browser)
        if len(found) == len(pair.webs):
            return [one.sign_in() for one in found.values()]
    pytest.fail("forty browsers are all with the same process")


def test_a_browser_stays_with_the_process_it_came_to(two: list[Browser]) -> None:
    for browser in two:
        assert browser.get("/api/renew", {"": ""})[0] == 204
        assert browser.get("/")[0] == 200
    places = [browser.places(count=6) for browser in two]
    assert len(places[0]) == len(places[1]) == 1
    assert places[0] != places[1]


def test_a_film_comes_in_ranges(two: list[Browser]) -> None:
    whole = (two[0].pair.home / "editions" / "8601" / "2026-06-17" / "zh" / "film.mp4").read_bytes()
    assert two[0].get(FILM, Range="bytes=100-299") == (206, whole[100:300])


def test_a_page_runs_over_its_socket(two: list[Browser]) -> None:
    for browser in two:
        with browser.socket("/_stcore/stream", protocols=("streamlit",)) as socket:
            rerun = BackMsg()
            rerun.rerun_script.query_string = "org=860101"
            socket.send(rerun.SerializeToString())
            assert any("江城中支" in told or "Jiangcheng Sub-branch" in told for told in messages(socket))


def messages(socket: Any) -> Iterator[str]:
    """What the server shows, until the script has run."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket.recv(WAIT_S))
        if message.WhichOneof("type") == "script_finished":
            return
        yield str(message.delta)


def test_a_foreign_page_gets_nowhere(two: list[Browser]) -> None:
    assert two[0].get("/signin", {"user": "hq", "password": "demo"}, Origin="http://elsewhere.test")[0] == 403
    with pytest.raises(InvalidStatus, match="403"):
        two[0].socket("/api/feed", origin="http://elsewhere.test").__enter__()


def test_a_version_reaches_the_terminals_of_both(two: list[Browser]) -> None:
    before = world.usual().version
    with two[0].feed(before) as (line, _), two[1].feed(before) as (other, _):
        two[0].pair.store.publish(replace(world.usual(), version="20260617-2", warnings=()))
        delta = heard(line, WAIT_S)
        assert isinstance(delta, bytes)
        assert heard(other, WAIT_S) == delta


def test_who_was_with_a_process_that_died_goes_on_at_the_other(two: list[Browser]) -> None:
    one, other = two
    (place,) = one.places()
    with one.feed(world.usual().version) as (line, version):
        one.pair.webs[place].kill()
        with pytest.raises(ConnectionClosedError):
            deque(line, maxlen=0)
    assert one.get("/api/snapshot?org=8601&part=branch")[0] == 200
    with one.feed(version) as (_, told):
        assert told == version
    assert one.places(count=9) == {place, *other.places()}
