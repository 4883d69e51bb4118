"""The house of the bench: its people, the product's web process and the peers', each on a port of its own."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.record import ROOT
from cockpit import settings as configuration
from cockpit.settings import DEMO_HOUR, SECRET_BYTES, Settings
from cockpit.users import DEMO_PASSWORD, hash_password

START_S = 120.0
END_S = 30.0
LAUNCHER = "from benchmarks.terminal_streamlit import show\nshow({!r}, {!r})\n"
STREAMLIT = ("--server.headless=true", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none")


def furnished(home: Path, redis: str, as_of: date, people: Mapping[str, str]) -> dict[str, str]:
    """The variables of a house on live terms; each of its people sees the subtree of an org, all have one password."""
    home.mkdir()
    password = hash_password(DEMO_PASSWORD)
    entries = [f'[{name}]\norgs = ["{org}"]\npassword = "{password}"\n' for name, org in people.items()]
    (home / "users.toml").write_text("".join(entries), "utf-8")
    return {
        "COCKPIT_HOME": str(home),
        "COCKPIT_PORT": str(free_port()),
        "COCKPIT_MODE": "live",
        "COCKPIT_SECRET_KEY": secrets.token_hex(SECRET_BYTES),
        "COCKPIT_NOW": datetime.combine(as_of + timedelta(days=1), DEMO_HOUR).isoformat(),
        "REDIS_URL": redis,
    }


@contextmanager
def web(variables: Mapping[str, str]) -> Iterator[Settings]:
    """The product's web process."""
    settings = configuration.load(variables)
    with process(settings.port, "-m", "cockpit", "web", variables=variables):
        yield settings


@contextmanager
def streamlit_peer(table: Path, root: str) -> Iterator[str]:
    """The address of the Streamlit app, without our settings of Streamlit."""
    port = free_port()
    script = table.with_name("launcher.py")
    script.write_text(LAUNCHER.format(str(table), root), "utf-8")
    words = ["-m", "streamlit", "run", str(script), f"--server.port={port}", *STREAMLIT]
    with process(port, *words, cwd=table.parent, variables={"PYTHONPATH": str(ROOT)}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def dash_peer(table: Path, root: str) -> Iterator[str]:
    """The address of the Dash app."""
    port = free_port()
    with process(port, "-m", "benchmarks.terminal_dash", str(table), root, str(port)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def process(port: int, *words: str, cwd: Path = ROOT, variables: Mapping[str, str] | None = None) -> Iterator[None]:
    """A Python process that listens on a port; what it says is shown where it ends by itself."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COCKPIT_", "REDIS_"))}
    command = [sys.executable, *words]
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, cwd=cwd, env=kept | dict(variables or {}), stdout=said, stderr=said) as running,
    ):
        try:
            if not _listens(running, port):
                said.seek(0)
                sys.exit(f"{' '.join(command)} did not listen on port {port}:\n{said.read().decode()}")
            yield
        finally:
            running.terminate()
            try:
                running.wait(END_S)
            except subprocess.TimeoutExpired:
                running.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(running: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and running.poll() is None:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.05)
    return False
