from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from data.errors import UserError
from metrics.ground import Ground
from metrics.sums import Rows, Sums
from tests.metrics.hand import ORGS

FIRST, LAST = date(2026, 1, 20), date(2026, 5, 3)
SIZE = 3
DAYS = st.dates(FIRST, LAST)
AMOUNTS = st.one_of(st.integers(-9, 9), st.integers(-(10**12), 10**12))
ROW = st.tuples(DAYS, st.integers(0, SIZE - 1), AMOUNTS)
ROWS = st.lists(ROW, max_size=30)
CHANGED = st.sets(st.one_of(st.just(LAST), DAYS), max_size=4)


def columns(rows):
    places, amounts = (np.array([row[at] for row in rows], dtype=np.int64) for at in (1, 2))
    return pl.Series([row[0] for row in rows], dtype=pl.Date), places, amounts


def sums(rows, calendar=None):
    edges = Ground(ORGS, calendar or WorkCalendar(), FIRST, LAST).edges(FIRST)
    days, places, amounts = columns(rows)
    kept, order = Rows.of(days, places, SIZE, edges, LAST)
    return Sums.of(kept, amounts[order])


def added(rows, first, last):
    return [sum(amount for day, at, amount in rows if at == place and first <= day <= last) for place in range(SIZE)]


@given(ROWS, DAYS, DAYS, st.sampled_from(["natural", "work"]))
def test_a_span_is_the_sum_of_its_rows(rows, one, other, mode):
    first, last = min(one, other), max(one, other)
    assert sums(rows, WorkCalendar(mode)).between(first, last).tolist() == added(rows, first, last)


@given(ROWS, DAYS)
def test_up_to_a_day_is_all_that_came(rows, day):
    assert sums(rows).upto(day).tolist() == added(rows, FIRST, day)


@given(ROWS, DAYS, st.integers(0, 40))
def test_daily_is_each_day_by_itself(rows, first, more):
    last = min(first + timedelta(days=more), LAST)
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    assert sums(rows).daily(first, last).T.tolist() == [added(rows, day, day) for day in days]


@given(ROWS, CHANGED, st.data(), DAYS, DAYS)
def test_days_are_replaced_as_if_they_had_been_so(rows, days, data, one, other):
    drawn = st.lists(st.tuples(st.sampled_from(sorted(days)), st.integers(0, SIZE - 1), AMOUNTS), max_size=9)
    new = data.draw(drawn) if days else []
    now = [row for row in rows if row[0] not in days] + new
    found, (first, last) = sums(rows).with_days(days, *columns(new)), sorted((one, other))
    assert found.between(first, last).tolist() == added(now, first, last)
    assert found.upto(LAST).tolist() == added(now, FIRST, LAST)
    assert found.daily(first, last).sum(axis=1).tolist() == added(now, first, last)


def test_the_last_day_changes_no_state():
    rows = [(day, at, 5) for day in (FIRST, date(2026, 2, 3), LAST) for at in range(SIZE)]
    before = sums(rows)
    after = before.with_days([LAST], *columns([(LAST, 1, 7)]))
    assert after.closed == before.closed
    assert after.rows.blocks[:-1] == before.rows.blocks[:-1]
    assert len(before.rows.blocks) > 2


def test_a_row_of_a_day_that_is_not_replaced_is_refused():
    with pytest.raises(UserError, match="2026-05-03: is not among the days to be replaced"):
        sums([]).with_days([FIRST], *columns([(LAST, 1, 7)]))


@pytest.mark.parametrize(("most", "width"), [(127, 1), (-129, 2), (2**15, 4), (2**31, 8)])
def test_amounts_are_kept_narrow(most, width):
    assert sums([(FIRST, 0, most)]).amounts[0].itemsize == width


def test_few_rows_are_kept_in_few_blocks():
    assert [block.first for block in sums([(FIRST, 0, 1)]).rows.blocks] == [FIRST, LAST]


@pytest.mark.parametrize(("first", "last"), [(FIRST - timedelta(days=1), LAST), (FIRST, LAST + timedelta(days=1))])
def test_days_outside_are_refused(first, last):
    with pytest.raises(UserError, match="is outside the days held, 2026-01-20 to 2026-05-03"):
        sums([]).between(first, last)
