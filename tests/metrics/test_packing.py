import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from metrics.packing import MAGIC, Table, seal, unseal

SEALED = seal({"said": "早上好", "n": 3})


def test_what_is_sealed_comes_back():
    assert unseal(SEALED) == {"said": "早上好", "n": 3}


@given(st.integers(0, len(SEALED) - 1))
def test_cut_off_bytes_are_refused(size):
    with pytest.raises(UserError, match="damaged"):
        unseal(SEALED[:size], "file")


@given(st.integers(len(MAGIC), len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place, change):
    changed = bytearray(SEALED)
    changed[place] ^= change
    with pytest.raises(UserError, match="damaged"):
        unseal(bytes(changed))


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(rubbish):
    with pytest.raises(UserError, match="damaged"):
        unseal(rubbish)


def test_another_version_is_refused_by_name():
    with pytest.raises(UserError, match="here: was written by another version"):
        unseal(b"DAYBREAK1" + SEALED[len(MAGIC) :], "here")


def test_a_table_is_its_frame_and_the_same_frame_the_same_bytes():
    frame = pl.DataFrame({"x": [1.5, None], "名": ["甲", "乙"]})
    table = Table(frame)
    read = Table.from_bytes(table.to_bytes())
    assert read.frame.equals(frame)
    assert read.frame.schema == frame.schema
    assert Table(frame.clone()).digest == table.digest != Table(frame[:1]).digest
    assert table.size == len(table.to_bytes())
