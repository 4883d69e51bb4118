"""Columns: whatever is put in comes out, in fewer bytes where the numbers allow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.columns import Column, Quotient, quotient

ANY = st.floats(width=64)
COUNTS = st.one_of(st.integers(-200, 200), st.integers(-(2**40), 2**40)).map(float)
CENTS = COUNTS.map(lambda cents: cents / 100)
MOSTLY = st.one_of(COUNTS, st.just(np.nan), ANY)


def numbers(elements):
    return arrays(np.float64, st.integers(1, 200), elements=elements)


COLUMNS = st.one_of(numbers(ANY), numbers(COUNTS), numbers(CENTS), numbers(MOSTLY))


def same(ours, theirs):
    return np.array_equal(ours, theirs, equal_nan=True)


@given(COLUMNS)
def test_what_goes_in_comes_out(values):
    column = Column.of(values.copy())
    if column is None:
        assert np.isnan(values).all()
        return
    read = Column.from_bytes(column.to_bytes())
    for one in (column, read):
        assert same(one.floats(), values)
        assert same(one.floats(slice(1, 7)), values[1:7])
        assert same([np.nan if (found := one.at(node)) is None else found for node in range(len(values))], values)
    assert (read.digest, read.size) == (column.digest, len(column.to_bytes()))


@given(COLUMNS, st.data())
def test_some_of_the_nodes_have_the_same_numbers(values, data):
    column = Column.of(values.copy())
    if column is None:
        return
    bounds = st.integers(0, len(values))
    places = data.draw(st.lists(st.integers(0, len(values) - 1), unique=True).map(sorted).map(np.array))
    for nodes in (slice(data.draw(bounds), data.draw(bounds)), places.astype(np.int64)):
        taken = column.take(nodes)
        assert same(taken.floats(), values[nodes])
        assert same(Column.from_bytes(taken.to_bytes()).floats(), values[nodes])


@given(COLUMNS, COLUMNS)
def test_other_numbers_have_another_digest(first, second):
    columns = Column.of(first), Column.of(second)
    if None not in columns:
        assert (columns[0].digest == columns[1].digest) == same(first, second)


@pytest.mark.parametrize(
    ("top", "unit", "kind"),
    [(125, 1, np.int8), (30_000, 1, np.int16), (10**6, 1, np.int32), (10**6, 100, np.int32), (30_000, 100, np.int16)],
)
def test_whole_numbers_are_narrow(top, unit, kind):
    column = Column.of(np.random.default_rng(1).integers(-top, top, 1000) / unit)
    assert (column.body.dtype, column.unit, len(column.strays)) == (kind, unit, 0)


def test_a_few_large_numbers_do_not_widen_the_others():
    values = np.arange(1000.0) % 100
    values[:3] = 1e9, 0.123, np.nan
    column = Column.of(values)
    assert (column.body.dtype, column.places.tolist()) == (np.int8, [0, 1])
    assert [column.at(node) for node in range(4)] == [1e9, 0.123, None, 3.0]


def test_fractions_stay_as_they_are():
    assert Column.of(np.random.default_rng(1).random(1000)).body.dtype == np.float64


def test_nothing_is_no_column():
    assert Column.of(np.full(3, np.nan)) is None
    assert Column.places_of(np.zeros(3, np.int8)) is None


@given(st.data(), st.integers(1, 50))
def test_a_quotient_is_the_division_of_its_parts(data, size):
    above, below = (data.draw(arrays(np.float64, size, elements=st.one_of(CENTS, st.just(0.0)))) for _ in range(2))
    made = Quotient(Column.of(above), Column.of(below))
    expected = quotient(above, below)
    assert same(made.floats(), expected)
    assert same([np.nan if (found := made.at(node)) is None else found for node in range(size)], expected)


def test_no_number_comes_of_a_division_by_nothing():
    assert np.isnan(quotient(np.array([1.0, 0.0, np.nan, np.inf]), np.array([0.0, 0.0, 1.0, 1.0]))).all()
