"""One terminal's line: what it holds, what waits to be sent to it, and how it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from cockpit.terminal.rights import Pass, Rights
from data.errors import UserError

log = logging.getLogger(__name__)
REVOKED = 4403
"""Whoever sees this code wipes what it holds."""
BUSY = 1013
LARGE = 1009
WAITING_BYTES = 8 << 20
"""What may wait; a reader that falls behind further is dropped, and asks again when it can."""
SEND_S = 20.0
CLOSE_S = 2.0
LARGEST = 16 << 10
Heard = Callable[[str], Awaitable[None]]


class Line:
    """A socket, its number, and the `held` branches: org by version. The `rights` are asked before every message."""

    def __init__(self, socket: WebSocket, shown: Pass, rights: Rights, number: int) -> None:
        self.socket = socket
        self.shown = shown
        self.number = number
        self.held: dict[str, str] = {}
        self._rights = rights
        self._waiting: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._size = 0
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def send(self, message: str | bytes) -> None:
        """Put a message in line; what is shared by many lines is not copied."""
        if self._size > WAITING_BYTES:
            self.end(BUSY)
        else:
            self._size += len(message)
            self._waiting.put_nowait(message)

    def check(self) -> None:
        """End the line of somebody who may not have it any more; who has to show a new token may come back at once."""
        try:
            if self._rights.over(self.shown):
                self.end(BUSY)
            elif not self._rights.holds(self.shown):
                self.end(REVOKED)
        except (UserError, OSError, ValueError) as error:  # who may see what cannot be read just now
            log.warning("%s", error)
            self.end(BUSY)

    def end(self, code: int) -> None:
        """Close the socket with this code, whatever still waits."""
        if not self._ended.done():
            self._ended.set_result(code)

    async def run(self, heard: Heard) -> None:
        """Send and listen until either side ends it."""
        both = [asyncio.create_task(self._speak()), asyncio.create_task(self._listen(heard))]
        ends: list[asyncio.Future[Any]] = [*both, self._ended]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
        found = await asyncio.gather(*both, return_exceptions=True)
        if self._ended.done():
            await self._close(self._ended.result())
        for error in found:
            _raise_strange(error)

    async def _speak(self) -> None:
        while not self._ended.done():
            message = await self._waiting.get()
            self._size -= len(message)
            self.check()
            if not self._ended.done():
                await self._pass_on(message)

    async def _pass_on(self, message: str | bytes) -> None:
        sending = self.socket.send_bytes(message) if isinstance(message, bytes) else self.socket.send_text(message)
        try:
            await asyncio.wait_for(sending, SEND_S)
        except TimeoutError:
            self.end(BUSY)

    async def _listen(self, heard: Heard) -> None:
        while not self._ended.done():
            text = await self.socket.receive_text()
            if len(text) > LARGEST:
                self.end(LARGE)
            else:
                await heard(text)

    async def _close(self, code: int) -> None:
        """A reader that takes nothing does not hear of it either."""
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            await asyncio.wait_for(self.socket.close(code), CLOSE_S)


def _raise_strange(error: Any) -> None:
    """What is no end of a connection is a fault of ours."""
    if isinstance(error, Exception) and not isinstance(error, (WebSocketDisconnect, OSError)):
        raise error
