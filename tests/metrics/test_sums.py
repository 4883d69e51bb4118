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
ROWS = st.lists(st.tuples(DAYS, st.integers(0, SIZE - 1), AMOUNTS), max_size=30)


def sums(rows, calendar=None):
    edges = Ground(ORGS, calendar or WorkCalendar(), FIRST, LAST).edges(FIRST)
    days = pl.Series([row[0] for row in rows], dtype=pl.Date)
    kept, order = Rows.of(days, np.array([row[1] for row in rows], dtype=np.int64), (FIRST, LAST))
    return Sums.of(kept, np.array([row[2] for row in rows], dtype=np.int64)[order], SIZE, edges)


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


def test_amounts_are_kept_small_where_they_fit():
    assert sums([(FIRST, 0, 7)]).amounts.dtype == np.int32
    assert sums([(FIRST, 0, 2**31)]).amounts.dtype == np.int64


@pytest.mark.parametrize(("first", "last"), [(FIRST - timedelta(days=1), LAST), (FIRST, LAST + timedelta(days=1))])
def test_days_outside_are_refused(first, last):
    with pytest.raises(UserError, match="is outside the days held, 2026-01-20 to 2026-05-03"):
        sums([]).between(first, last)
