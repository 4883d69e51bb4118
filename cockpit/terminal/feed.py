"""The feed: every new version goes out to the terminals that hold an older one, as a delta made once for all."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.websockets import WebSocket

from cockpit.gate import same_origin, token_of
from cockpit.reception import Reception
from cockpit.routes import ORG
from cockpit.scope import Scope
from cockpit.terminal import deltas, layout
from cockpit.terminal.coding import gzipped
from cockpit.terminal.deltas import Turn
from cockpit.terminal.line import BUSY, REVOKED, Line
from cockpit.terminal.rights import Pass, Rights
from cockpit.terminal.shelf import Shelf
from data.errors import UserError
from data.org import OrgTree
from metrics.snapshot import Snapshot

log = logging.getLogger(__name__)
PATIENCE_S = 2.0
WATCH_S = 1.0
STILL_S = 25
"""So often every line says something: whoever hears nothing for much longer knows that it is dead."""
KEEP_TURNS = 4
MOST_LINES = 4000
MOST_HELD = 64


class Feed:
    """All lines of this process. While there are any, one task follows the store and one watches their rights.

    `turns` lead from version to version, by the one from which they begin, up to the one `shown`.
    """

    def __init__(self, reception: Reception, shelf: Shelf) -> None:
        self.reception = reception
        self.shelf = shelf
        self.lines: set[Line] = set()
        self._rights = Rights.of(reception.tokens)
        self._shown: Snapshot | None = None
        self._turns: dict[str, Turn] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._numbers = count()
        self._lock = asyncio.Lock()

    async def open(self, socket: WebSocket) -> None:
        """A terminal calls. A foreign page's call is refused before it is taken."""
        if not same_origin(socket, self.reception.tokens.cookie):
            await socket.close()
            return
        await socket.accept()
        shown, code = await to_thread.run_sync(self._admitted, socket)
        if shown is None or len(self.lines) >= MOST_LINES:
            await socket.close(code)
            return
        line = Line(socket, shown, self._rights, next(self._numbers))
        self.lines.add(line)
        try:
            await self._greet(line)
            await line.run(lambda text: self._heard(line, text))
        finally:
            self._leave(line)

    def _admitted(self, socket: WebSocket) -> tuple[Pass | None, int]:
        """The pass of who calls, or why there is none."""
        try:
            shown = self._rights.admit(token_of(socket, self.reception.tokens))
        except (UserError, OSError, ValueError) as error:  # the people cannot be read just now
            log.warning("%s", error)
            return None, BUSY
        return shown, BUSY if shown else REVOKED

    async def _greet(self, line: Line) -> None:
        async with self._lock:
            if not self._tasks:
                self._shown, self._turns = await to_thread.run_sync(self.reception.snapshot), {}
                self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._watch())]
        shown = self._shown
        told = {"hello": shown and shown.version, "as_of": shown and shown.as_of.isoformat()}
        line.send(_text(**told, key=line.shown.user.key))

    def _leave(self, line: Line) -> None:
        self.lines.discard(line)
        if not self.lines:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def _heard(self, line: Line, text: str) -> None:
        """The terminal says what it holds; it is brought up to date at once."""
        held = _held(text)
        if held is None:
            line.send(_text(error='Say {"hold": {"ORG": "VERSION"}}.'))
            return
        async with self._lock:
            if self._shown is None:
                line.end(BUSY)
            elif not await to_thread.run_sync(self._noted, line, held, self._shown.orgs):
                line.end(REVOKED)
            else:
                line.held = held
                await self._tell([line])

    def _noted(self, line: Line, held: Mapping[str, str], orgs: OrgTree) -> bool:
        """Whether all that is held may be seen; either is written down."""
        fine = all(Scope(line.shown.user.orgs).covers(orgs, org) for org in held)
        for org in held.keys() - line.held.keys() if fine else ("",):
            self.reception.note(line.shown.user, "view" if fine else "refused", "board:feed", (org, "", ""))
        return fine

    async def _watch(self) -> None:
        """Look after every line again and again; each in its turn hears that it still is one, few at a time."""
        for watch in count():
            await asyncio.sleep(WATCH_S)
            still = _text(still=self._shown and self._shown.version)
            for line in self.lines:
                line.check()
                if (watch - line.number) % round(STILL_S / WATCH_S) == 0:
                    line.send(still)

    async def _follow(self) -> None:
        """Wait for version after version, as the store announces them; the first turn finds its beginning laid out."""
        alone = CapacityLimiter(1)
        if self._shown:
            await to_thread.run_sync(layout.branch, self._shown)
        while True:
            try:
                seen = self._shown.version if self._shown else None
                told = await to_thread.run_sync(
                    self.reception.store.wait, PATIENCE_S, seen, abandon_on_cancel=True, limiter=alone
                )
                if told and not await self._advance():
                    await asyncio.sleep(WATCH_S)  # it cannot be read: the older one stays
            except Exception:
                log.exception("the feed missed a version")
                await asyncio.sleep(WATCH_S)

    async def _advance(self) -> bool:
        """Show the newest version, and bring everybody there; False where it is not there to be read."""
        before, after = self._shown, await to_thread.run_sync(self.reception.snapshot)
        if after is None or (before and before.version == after.version):
            return False
        turn = await to_thread.run_sync(deltas.turn, before, after) if before else None
        async with self._lock:
            self._shown = after
            self._turns = self._turns | {turn.before: turn} if turn else {}
            while len(self._turns) > KEEP_TURNS:
                self._turns.pop(next(iter(self._turns)))
            for line in self.lines:
                if not line.held:
                    line.send(_text(stale=after.version, orgs=[]))
            await self._tell(list(self.lines))
        return True

    async def _tell(self, lines: Iterable[Line]) -> None:
        """Send to each of the lines what it misses: deltas in a row, or word of what it has to fetch anew."""
        if (shown := self._shown) is None:
            return
        stale: dict[Line, list[str]] = defaultdict(list)
        for (org, version), behind in self._behind(lines, shown).items():
            way = self._way(version, shown.version)
            if way is not None:
                await self._bring(org, way, behind)
            elif version != await to_thread.run_sync(self.reception.store.version):  # else it is ahead of us
                for line in behind:
                    stale[line].append(org)
        for line, orgs in stale.items():
            line.held |= dict.fromkeys(orgs, shown.version)
            line.send(_text(stale=shown.version, orgs=orgs))

    def _behind(self, lines: Iterable[Line], shown: Snapshot) -> dict[tuple[str, str], list[Line]]:
        """By org and version the lines that hold it and should hold another; whoever may not see it is cut off."""
        behind: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in lines:
            scope = Scope(line.shown.user.orgs)
            for org, version in line.held.items():
                if not scope.covers(shown.orgs, org):
                    line.end(REVOKED)
                elif version != shown.version:
                    behind[org, version].append(line)
        return behind

    async def _bring(self, org: str, way: list[Turn], lines: list[Line]) -> None:
        for turn in way:
            packed = await to_thread.run_sync(self._delta, turn, org)
            for line in lines:
                line.held[org] = turn.version
                line.send(packed)

    def _delta(self, turn: Turn, org: str) -> bytes:
        return self.shelf.of(("delta", turn.before, turn.version, org), lambda: gzipped(deltas.encoded(turn, org)))

    def _way(self, version: str, goal: str) -> list[Turn] | None:
        """The turns from one version to another; None where they are not known."""
        way: list[Turn] = []
        while version != goal:
            turn = self._turns.get(version)
            if turn is None or len(way) >= KEEP_TURNS:
                return None
            way.append(turn)
            version = turn.version
        return way


def _held(text: str) -> dict[str, str] | None:
    """What a terminal says that it holds; None where it says something else."""
    try:
        held = json.loads(text)["hold"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(held, dict) or len(held) > MOST_HELD:
        return None
    fine = all(ORG.fullmatch(org) and isinstance(version, str) for org, version in held.items())
    return dict(held) if fine else None


def _text(**told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)
