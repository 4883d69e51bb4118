import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from metrics.packing import pack, unpack

FRAMES = {
    "a": pl.DataFrame({"x": [1.5, None], "名": ["甲", "乙"]}),
    "empty": pl.DataFrame({"d": []}, schema={"d": pl.Date}),
}
PACKED = pack({"said": "早上好", "n": 3}, FRAMES)


def test_what_is_packed_comes_back():
    header, frames = unpack(PACKED)
    assert header == {"said": "早上好", "n": 3}
    assert all(frames[name].equals(frame) and frames[name].schema == frame.schema for name, frame in FRAMES.items())


@given(st.integers(0, len(PACKED) - 1))
def test_cut_off_bytes_are_refused(size):
    with pytest.raises(UserError, match="damaged"):
        unpack(PACKED[:size], "file")


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place, change):
    changed = bytearray(PACKED)
    changed[place] ^= change
    with pytest.raises(UserError, match="damaged"):
        unpack(bytes(changed))


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(rubbish):
    with pytest.raises(UserError, match="damaged"):
        unpack(rubbish)
