import gzip
from dataclasses import replace

from benchmarks.terminal_feeds import leads_to
from cockpit.terminal import deltas
from tests.cockpit import world


def delta():
    turn = deltas.turn(world.usual(), replace(world.usual(), version="2"))
    return deltas.encoded(turn, "8601")


def test_a_delta_counts_where_its_bytes_are_sound() -> None:
    sound = delta()
    assert leads_to(gzip.compress(sound)) == "2"
    damaged = bytearray(sound)
    damaged[-20] ^= 1
    assert leads_to(gzip.compress(bytes(damaged))) is None
    assert leads_to(gzip.compress(b"DBK1" + sound[4:])) is None
