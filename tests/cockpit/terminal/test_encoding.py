"""The container: whatever columns are put in, a reader takes out the same numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.terminal.encoding import PART, sealed
from metrics.columns import Column
from tests.cockpit.terminal.reader import opened
from tests.metrics.test_columns import COLUMNS


@given(st.lists(COLUMNS, max_size=6))
def test_what_goes_in_comes_out(values):
    kept = [(one, column) for one in values if (column := Column.of(one.copy()))]
    header, blobs = opened(sealed(PART, {"name": "首年期交"}, (column for _, column in kept)), PART)
    assert header["name"] == "首年期交"
    assert len(blobs) == len(kept)
    for (given_, _), found in zip(kept, blobs, strict=True):
        assert np.array_equal(given_, found, equal_nan=True)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_changed_byte_is_noticed(at):
    packed = bytearray(sealed(PART, {}, [Column.of(np.arange(9.0))]))
    packed[at] ^= 1
    with pytest.raises(AssertionError):
        opened(bytes(packed), PART)
