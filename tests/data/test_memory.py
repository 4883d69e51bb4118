from pathlib import Path

import pytest

from data import memory

COUNT, SIZE = 4000, 50_000


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not memory._TRIM, reason="the C library gives back by itself")
def test_what_was_freed_between_what_is_in_use_goes_back():
    """Blocks too small for mappings of their own, every eighth of which stays in use."""
    held = [bytes(SIZE) for _ in range(COUNT)]
    kept = held[::8]
    held.clear()
    before = resident_mb()
    memory.give_back()
    assert resident_mb() < before - COUNT * SIZE / 1e6 / 2
    assert len(kept) == COUNT // 8
