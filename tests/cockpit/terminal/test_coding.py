import gzip

import pyarrow as pa
import pytest

from cockpit.terminal.coding import CODINGS, chosen


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, GZIP;q=0.5", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
    ],
)
def test_the_best_that_is_allowed(accepted, coding):
    assert chosen(accepted) == coding


def test_what_is_packed_comes_out():
    content = b"Daybreak " * 1000
    assert gzip.decompress(CODINGS["gzip"](content)) == content
    assert pa.Codec("brotli").decompress(CODINGS["br"](content), len(content), asbytes=True) == content
    assert CODINGS["identity"](content) == content
