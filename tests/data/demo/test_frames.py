import numpy as np
import polars as pl

from data.demo import frames


def test_a_mask_keeps_rows():
    rows = frames.frame(np.array([True, False]), day=np.array([1, 2]), kind=pl.Series(["a", "b"]))
    assert rows.rows() == [(1, "a")]
    assert frames.frame(day=np.array([1, 2])).height == 2


def test_numbers_go_on_after_others():
    assert frames.ids(2).tolist() == [1, 2]
    assert frames.ids(2, after=7).tolist() == [8, 9]


def test_words_are_found_by_index():
    assert frames.words(("x", "y"), np.array([1, 0, 1])).to_list() == ["y", "x", "y"]
