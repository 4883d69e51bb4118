"""One command: the page first, then the worker; Ctrl-C stops both."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from rich.console import Console

from cockpit.settings import Settings
from data.errors import UserError
from data.messages import text

USERS = ("hq", "branch", "sub_branch", "district", "department", "unit", "analyst")
STARTUP_S = 60
GRACE_S = 8
RESTARTS = 5
NICE = {"worker": 10}
"""How far a process steps back: who looks at a page does not wait for a film."""


NICEST = 19


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked
    """Somebody asked to stop."""


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def step_back(pid: int, nice: int) -> None:
    """Lower the priority of a process that leads a session.

    Linux may share the processors between sessions (autogroup); the nice value then counts only within one, and the
    session has its own, where the system has them and lets us.
    """
    os.setpriority(os.PRIO_PROCESS, pid, nice)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(min(nice, NICEST)))


@dataclass
class House:
    """The two processes."""

    settings: Settings
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: int = 0

    def run(self) -> None:
        """Start both, say where, keep both alive, and stay until somebody stops us.

        Raises:
            UserError: the port is taken, or a process ends by itself again and again.
        """
        self.check_port()
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        try:
            self.start("web")
            self.wait_for_page()
            self.announce()
            self.start("worker")
            self.watch()
        except Stopped:
            self.console.print(self.say("up.stopped"))
        finally:
            self.stop()

    def check_port(self) -> None:
        if self.answers():
            raise UserError(
                f"port {self.settings.port}", "is taken", "Stop what uses it, or set COCKPIT_PORT to a free one."
            )

    def start(self, name: str) -> None:
        """Start a process; Streamlit's own greeting would only repeat ours."""
        command = [sys.executable, "-m", "cockpit", name]
        quiet = subprocess.DEVNULL if name == "web" else None
        process = self.processes[name] = subprocess.Popen(command, stdout=quiet, start_new_session=True)
        if name in NICE:
            step_back(process.pid, os.getpriority(os.PRIO_PROCESS, 0) + NICE[name])

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.reachable(), self.settings.port)) == 0

    def reachable(self) -> str:
        return "127.0.0.1" if self.settings.host == "0.0.0.0" else self.settings.host  # noqa: S104 - compared, not bound

    def wait_for_page(self) -> None:
        deadline = time.monotonic() + STARTUP_S
        while not self.answers():
            if self.processes["web"].poll() is not None or time.monotonic() > deadline:
                raise UserError("web", "did not start", "Its last words are above; `python -m cockpit check` may help.")
            time.sleep(0.05)

    def announce(self) -> None:
        url = f"http://{self.reachable()}:{self.settings.port}"
        self.console.print(f"[bold]{self.say('up.ready', url=url)}[/bold]")
        if self.settings.demo:
            self.console.print(self.say("up.users", names=", ".join(USERS)))
        self.console.print(self.say("up.following"))

    def watch(self) -> None:
        while True:
            for name, process in list(self.processes.items()):
                if process.poll() is not None:
                    self.restart(name, process.returncode)
            time.sleep(0.5)

    def restart(self, name: str, code: int) -> None:
        """Either process may die and come back; one that keeps dying is the user's to look at."""
        self.restarts += 1
        if self.restarts > RESTARTS:
            raise UserError(name, f"ended {RESTARTS} times, last with {code}", "Its last words are above.")
        self.console.print(self.say("up.restarted", name=name, code=code))
        time.sleep(1)
        self.start(name)

    def stop(self) -> None:
        """Ask both to end; kill what does not within the grace time."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def say(self, key: str, **values: object) -> str:
        return text(self.settings.default_lang, key, **values)
