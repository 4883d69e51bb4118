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

FILM_S = 240
START_S = 60


class House:
    """`make up` without make: both processes on a free port over a small demo insurer."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        environ = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
        self.environ = environ | {"COCKPIT_HOME": str(home), "COCKPIT_PORT": str(self.port), "COCKPIT_LANG": "en"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cockpit", "up"],
            cwd=ROOT, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

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
            cwd=ROOT, env=self.environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def wait_for(self, path: str, seconds: float, **headers: str) -> bytes:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.stdout.read() if self.process.stdout else ""
            try:
                status, body = self.get(path, **headers)
            except OSError:
                status = 0
            if status in {200, 206}:
                return body
            time.sleep(0.5)
        pytest.fail(f"{path} was not there after {seconds} s")

    def workers(self) -> list[int]:
        children = [pid for pid in family(self.process.pid) if pid != self.process.pid]
        return [pid for pid in children if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        words, _ = self.process.communicate(timeout=30)
        return words


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
    before = house.workers()
    assert len(before) == 1
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if house.workers() not in ([], before):
            return
        time.sleep(0.3)
    pytest.fail("the worker did not come back")


def test_ctrl_c_stops_everything(house: House) -> None:
    house.wait_for("/api/health", START_S)
    words = house.stop()
    assert house.process.returncode == 0
    assert f"http://127.0.0.1:{house.port}" in words
    assert re.search(r"hq, branch.*demo", words)
    with pytest.raises(OSError, match="refused"):
        house.get("/api/health")
