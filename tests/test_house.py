"""The whole house, as a person starts it: one command, a page, a film, a stop."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.memory import family
from data import demo
from tests.conftest import ROOT, free_port

FILM_S = 480
START_S = 120
COMMAND_S = 120
STOP_S = 60
pytestmark = pytest.mark.timeout(FILM_S + START_S + 2 * COMMAND_S)


class House:
    """`make up` without make: both processes on a free port over a small demo insurer.

    What they print goes into a file: a pipe that nobody reads would fill, and one that children hold open never ends.
    """

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.log = home, free_port(), home / "printed"
        environ = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
        self.environ = environ | {"COCKPIT_HOME": str(home), "COCKPIT_PORT": str(self.port), "COCKPIT_LANG": "en"}
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "cockpit", "up"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own address
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cockpit", *words],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, check=True, timeout=COMMAND_S,
        )  # fmt: skip
        return done.stdout.strip()

    def wait_for(self, path: str, seconds: float, **headers: str) -> bytes:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.printed
            try:
                status, body = self.get(path, **headers)
            except OSError:
                status = 0
            if status in {200, 206}:
                return body
            time.sleep(0.5)
        pytest.fail(f"{path} was not there after {seconds} s; printed: {self.printed}")

    @property
    def printed(self) -> str:
        return self.log.read_text("utf-8")

    def workers(self) -> list[int]:
        return [pid for pid in family(self.process.pid) if pid != self.process.pid and b"worker" in words_of(pid)]

    def wait_for_worker(self, other_than: int | None = None) -> int:
        """The one worker that runs, once it does."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            found = self.workers()
            if len(found) == 1 and found[0] != other_than:
                return found[0]
            time.sleep(0.3)
        pytest.fail(f"no new worker runs after {START_S} s; printed: {self.printed}")

    def stop(self) -> str:
        """Press Ctrl-C; what does not end then is a failure, and is ended."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            for pid in family(self.process.pid):
                os.kill(pid, signal.SIGKILL)
            self.process.wait()
            pytest.fail(f"the house did not end within {STOP_S} s; printed: {self.printed}")
        return self.printed


def words_of(pid: int) -> list[bytes]:
    """The command line of a process; nothing where it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("home")
    demo.seed(home, "XS")
    started = House(home)
    yield started
    if started.process.poll() is None:
        started.stop()


def test_from_one_command_to_the_film_on_the_route(house: House) -> None:
    health = json.loads(house.wait_for("/api/health", START_S))
    assert set(health) >= {"snapshot", "as_of", "age_s", "sources", "degraded"}
    assert house.get("/api/value?org=86&indicator=visits")[0] in {401, 403}
    bearer = f"Bearer {house.command('token', '--user', 'hq')}"
    first = house.wait_for("/api/editions/86/2026-06-17/en/film.mp4", FILM_S, Authorization=bearer, Range="bytes=0-99")
    assert len(first) == 100
    assert first[4:8] == b"ftyp"
    script = json.loads(house.get("/api/editions/86/2026-06-17/en/script.json", Authorization=bearer)[1])
    assert script["sentences"][0]["id"] == "opening"
    captions = house.get("/api/editions/86/2026-06-17/en/captions.vtt", Authorization=bearer)[1]
    assert captions.startswith(b"WEBVTT")
    told = json.loads(house.command("value", "--org", "86", "--indicator", "visits", "--json"))
    asked = json.loads(house.get("/api/value?org=86&indicator=visits", Authorization=bearer)[1])
    assert asked == told


def test_a_dead_worker_comes_back(house: House) -> None:
    house.wait_for("/api/health", START_S)
    before = house.wait_for_worker()
    os.kill(before, signal.SIGKILL)
    assert house.wait_for_worker(other_than=before)


def test_ctrl_c_stops_everything(house: House) -> None:
    house.wait_for("/api/health", START_S)
    words = house.stop()
    assert house.process.returncode == 0
    assert f"http://127.0.0.1:{house.port}" in words
    assert re.search(r"hq, branch.*demo", words)
    with pytest.raises(OSError, match="refused"):
        house.get("/api/health")
