"""Many terminals in one process: each opens a feed, says which branch it holds, and notes when a delta has come.

It reads lines of JSON: first {"url", "count", "holds": [[token, org, version], …]}, then for every version published
{"version", "ended"}: its name, and when it was published (seconds). It says how many are open, then how many were
reached within two seconds. A delta counts where its bytes are sound and it leads to that version.

python -m benchmarks.terminal_feeds
"""

import asyncio
import gzip
import json
import sys
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.data_meter import tell

MAGIC = b"DBD1"
WITHIN_S, AFTER_S, SETTLE_S = 2.0, 4.0, 2.0
AT_ONCE = 40
CHECKSUM = 4


@dataclass
class Terminals:
    """The lines, and of every line when which message came; messages that are alike are kept once."""

    lines: list[ClientConnection] = field(default_factory=list)
    came: list[list[tuple[float, bytes]]] = field(default_factory=list)
    known: dict[bytes, bytes] = field(default_factory=dict)

    async def open(self, url: str, token: str, org: str, version: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        line = await connect(url, additional_headers=headers, compression=None, max_size=None, ping_interval=None)
        await line.recv()
        await line.send(json.dumps({"hold": {org: version}}))
        self.lines.append(line)
        self.came.append([])

    async def listen(self, at: int) -> None:
        async for message in self.lines[at]:
            if isinstance(message, bytes):
                self.came[at].append((time.time(), self.known.setdefault(message, message)))

    def reached(self, version: str, ended: float) -> dict[str, Any]:
        """How many had the delta in time, how many at all, and the last of them after how long."""
        sound = {message for message in self.known if leads_to(message) == version}
        times = [at - ended for came in self.came for at, message in came if message in sound]
        for came in self.came:
            came.clear()
        self.known.clear()
        in_time = sum(one <= WITHIN_S for one in times)
        return {"reached": in_time, "came": len(times), "last_s": max(times, default=0.0)}


def leads_to(message: bytes) -> str | None:
    """The version that a delta leads to; None where its bytes are not sound."""
    body = gzip.decompress(message)
    if body[:4] != MAGIC or zlib.crc32(body[:-CHECKSUM]).to_bytes(CHECKSUM, "little") != body[-CHECKSUM:]:
        return None
    length = int.from_bytes(body[4:8], "little")
    return str(json.loads(body[8 : 8 + length])["version"])


async def main() -> None:
    asked = json.loads(sys.stdin.readline())
    holds, terminals, turn = asked["holds"], Terminals(), asyncio.Semaphore(AT_ONCE)

    async def opened(at: int) -> None:
        async with turn:
            await terminals.open(asked["url"], *holds[at % len(holds)])

    await asyncio.gather(*(opened(at) for at in range(asked["count"])))
    listening = asyncio.gather(*(terminals.listen(at) for at in range(len(terminals.lines))))
    await asyncio.sleep(SETTLE_S)
    tell(open=len(terminals.lines))
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        await asyncio.sleep(max(0.0, told["ended"] + AFTER_S - time.time()))
        tell(**terminals.reached(**told))
    listening.cancel()


if __name__ == "__main__":
    asyncio.run(main())
