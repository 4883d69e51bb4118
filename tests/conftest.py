"""Shared by all tests: optional parts of the machine, private servers, the fonts."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import rooms
from tests.tenth import Tenth

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=400)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = {
    "redis": ("redis-server",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "nginx": ("nginx",),
}
PACKAGES = ("torch", "librosa")

PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
"""Debian has servers where only root's PATH leads."""


def program(part: str) -> str | None:
    return next((path for name in PROGRAMS[part] if (path := shutil.which(name, path=PATH))), None)


def there(part: str) -> bool:
    return find_spec(part) is not None if part in PACKAGES else program(part) is not None


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        part = marker.args[0]
        if there(part):
            continue
        reason = f"{part if part in PACKAGES else PROGRAMS[part][0]} is not installed on this machine"
        if os.environ.get("COCKPIT_REQUIRE_ALL") == "1":
            pytest.fail(f"{reason}, and every test is required here")
        pytest.skip(reason)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rooms.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return rooms.scheduler(config, log)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"nothing listens on port {port} after {seconds} s")


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Tenth:
    """The small demo insurer with its planted anomalies."""
    return Tenth(tmp_path_factory.mktemp("planted"), healthy=False)


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Tenth:
    """The same insurer without them."""
    return Tenth(tmp_path_factory.mktemp("twin"), healthy=True)


class RedisServer:
    """A private Redis that a test may kill and start again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [
            program("redis") or "redis-server",
            "--port",
            str(self.port),
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture(scope="session")
def fonts() -> Path:
    folder = ROOT / "avatar" / "fonts"
    if not list(folder.glob("*.ttf")):
        pytest.fail("avatar/fonts is empty: run `make setup`")
    return folder
