"""A terminal that comes, goes, moves and loses its rights while versions change: nothing torn, stale or foreign."""

import json
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from websockets.exceptions import ConnectionClosed

from cockpit.terminal import parts
from cockpit.terminal.parts import Ask
from metrics.snapshot import Snapshot
from tests.cockpit import world
from tests.cockpit.terminal.conftest import Served, rewritten
from tests.cockpit.terminal.reader import Held, heard
from tests.cockpit.terminal.series import changed

STEPS = 60
KEPT = 6
WAIT_S = 20
ROOT = "8601"
ORGS = (ROOT, "860101", "860102", "86010101")


@dataclass
class Terminal:
    """What a board does: it fetches what it lacks, takes deltas, wipes when it is told to."""

    served: Served
    stack: Any = None
    socket: Any = None
    held: dict[str, Held] = field(default_factory=dict)

    def enter(self, org: str) -> None:
        headers = {"Authorization": f"Bearer {self.token()}"}
        address = f"http://127.0.0.1:{self.served.port}/api/snapshot?org={org}&part=branch"
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=WAIT_S) as answer:
            self.held[org] = Held.of(answer.read())

    def token(self) -> str:
        return self.served.reception.tokens.issue(self.served.reception.users.find("branch"))

    def dial(self) -> None:
        self.hang_up()
        self.stack = self.served.call("branch")
        self.socket = self.stack.__enter__()
        heard(self.socket, WAIT_S)

    def hang_up(self) -> None:
        if self.stack:
            self.stack.__exit__(None, None, None)
        self.stack = self.socket = None

    def say(self) -> None:
        self.socket.send(json.dumps({"hold": {org: one.header["version"] for org, one in self.held.items()}}))

    def settle(self, version: str) -> None:
        """Listen until all that is held is of this version."""
        while any(one.header["version"] != version for one in self.held.values()):
            message = heard(self.socket, WAIT_S)
            if isinstance(message, bytes):
                org = json.loads(message[8 : 8 + int.from_bytes(message[4:8], "little")])["org"]
                self.held[org] = self.held[org].taken(message)
            else:
                for org in message["orgs"]:
                    self.enter(org)

    def wiped(self) -> bool:
        """Whether the server closes with the code that says so."""
        with suppress(TimeoutError):
            try:
                while True:
                    self.socket.recv(timeout=WAIT_S)
            except ConnectionClosed as closing:
                self.held.clear()
                return closing.rcvd.code == 4403
        return False


def test_nothing_torn_stale_or_foreign_is_held(plain):
    lots, shown = np.random.default_rng(3), [world.usual()]
    terminal = Terminal(plain)
    for step in range(STEPS):
        act = lots.choice(["publish", "publish", "enter", "leave", "drop", "narrow"])
        if act == "publish":
            shown = [*shown[-KEPT:], changed(shown[-1], step + 2, step)]
            plain.publish(shown[-1])
        elif act == "enter":
            terminal.enter(str(lots.choice(ORGS)))
        elif act == "leave" and terminal.held:
            terminal.held.popitem()
        elif act == "drop":
            terminal.hang_up()
        elif act == "narrow" and terminal.socket:
            narrowed(plain, terminal)
        if terminal.socket is None:
            terminal.dial()
        terminal.say()
        terminal.settle(shown[-1].version)
        for org, one in terminal.held.items():
            assert one.same(branch(shown[-1], org)), (step, act, org)
    terminal.hang_up()


def narrowed(served: Served, terminal: Terminal) -> None:
    """The scope becomes another: the terminal is told to wipe; then the old one is given back."""
    people = served.reception.settings.home / "demo.json"
    before = people.read_text("utf-8")
    rewritten(people, before.replace(f'"{ROOT}"', '"8603"'))
    assert terminal.wiped()
    rewritten(people, before)
    terminal.hang_up()


def branch(snapshot: Snapshot, org: str) -> Held:
    return Held.of(parts.encoded(snapshot, Ask("branch", org), ()))
