"""A line: what waits for a reader has a bound."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from cockpit.terminal.line import BUSY, WAITING_BYTES, Line


def test_a_reader_that_falls_behind_is_dropped():
    async def ended():
        line = Line(None, None, None, 0)
        for _ in range(WAITING_BYTES // (1 << 20) + 1):
            line.send(bytes(1 << 20))
        waiting = line._waiting.qsize(), line._ended.done()
        line.send("more")
        return waiting, line._waiting.qsize(), line._ended.result()

    with ThreadPoolExecutor(1) as apart:  # a browser test of this process may have a loop of its own
        assert apart.submit(asyncio.run, ended()).result() == ((9, False), 9, BUSY)
