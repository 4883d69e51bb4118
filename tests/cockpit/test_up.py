import os
import socket
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cockpit import settings as configuration
from cockpit.up import House
from data.errors import UserError
from tests.conftest import free_port


def house(tmp_path: Path) -> House:
    settings = replace(configuration.load({"COCKPIT_HOME": str(tmp_path)}), port=free_port())
    return House(settings, Console(file=StringIO()))


def autogroup(pid: int) -> int | None:
    """The nice value of the process's session; None where sessions have none."""
    path = Path(f"/proc/{pid}/autogroup")
    told = path.read_text() if path.exists() else ""
    return int(told.rpartition(" ")[2]) if told else None


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    built = house(tmp_path)
    with socket.create_server(("127.0.0.1", built.settings.port)), pytest.raises(UserError, match="COCKPIT_PORT"):
        built.run()
    assert built.processes == {}


def test_a_process_that_keeps_dying_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = house(tmp_path)
    monkeypatch.setattr("cockpit.up.time.sleep", lambda _seconds: None)
    monkeypatch.setattr(House, "start", lambda _self, _name: None)
    for _ in range(5):
        built.restart("worker", 1)
    with pytest.raises(UserError, match="worker"):
        built.restart("worker", 1)


def test_stop_kills_what_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cockpit.up.GRACE_S", 0.2)
    built = house(tmp_path)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"up\n"
    built.processes["deaf"] = process
    built.stop()
    assert process.returncode == -9


def test_the_worker_steps_back_for_those_who_look_at_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built, popen = house(tmp_path), subprocess.Popen
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr("cockpit.up.subprocess.Popen", lambda _command, **more: popen(sleeper, **more))
    try:
        for name in ("web", "worker"):
            built.start(name)
        nice = {name: os.getpriority(os.PRIO_PROCESS, process.pid) for name, process in built.processes.items()}
        groups = {name: autogroup(process.pid) for name, process in built.processes.items()}
    finally:
        built.stop()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert nice == {"web": own, "worker": min(own + 10, 19)}
    assert groups["web"] in (None, 0)
    assert groups["worker"] in (None, nice["worker"])
