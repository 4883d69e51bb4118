from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo import days
from data.demo.renewals import anniversary, month_before

LINE = days.timeline(date(2026, 6, 16), 18)


def test_the_horizon_holds_whole_months_and_the_next():
    assert LINE.months[0] == date(2025, 1, 1)
    assert days.date_of(LINE.last) == date(2026, 8, 1)
    assert days.date_of(LINE.as_of) == date(2026, 6, 16)


@pytest.mark.parametrize("curve", [LINE.sales, LINE.visits])
def test_every_month_is_a_whole(curve):
    assert curve.share(LINE.edges[:-1], LINE.edges[1:]) == pytest.approx(np.ones(len(LINE.months)))
    assert (np.diff(curve.total) > 0).all()


@given(st.integers(0, 500), st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_days_stay_in_their_span(offset, length, luck):
    start = np.array([LINE.first + min(offset, 560 - length)], np.int32)
    day = LINE.sales.spread(start, start + np.int32(length), np.array([luck]))
    assert start <= day < start + length


def test_days_follow_the_curve():
    first, size = LINE.first, 20_000
    start, end = np.full(size, first, np.int32), np.full(size, first + 31, np.int32)
    days_drawn = LINE.sales.spread(start, end, (np.arange(size) + 0.5) / size)
    share = np.bincount(days_drawn - first, minlength=31) / size
    assert share == pytest.approx(LINE.sales.share(first + np.arange(31), first + np.arange(1, 32)), abs=1e-3)


def test_the_last_working_days_are_busiest_and_new_year_is_still():
    june = np.arange(days.number(date(2025, 6, 1)), days.number(date(2025, 7, 1)))
    share = LINE.sales.share(june, june + 1)
    assert days.date_of(june[share.argmax()]) == date(2025, 6, 30)
    feast = days.number(date(2026, 2, 18))
    quiet, usual = LINE.visits.share(np.array([feast, feast + 8]), np.array([feast + 1, feast + 9]))
    assert quiet == pytest.approx(0.05 * usual)


def test_working_days_know_the_holidays():
    worked = LINE.workdays(days.number(date(2025, 10, 1)), days.number(date(2025, 10, 11)))
    assert [days.date_of(day) for day in worked] == [date(2025, 10, 9), date(2025, 10, 10)]


def test_an_early_new_year_moves_sales_to_february():
    assert days.sales_weight(date(2025, 2, 1)) > days.sales_weight(date(2026, 2, 1))
    assert days.sales_weight(date(2025, 6, 1)) == days.sales_weight(date(2026, 6, 1)) == 1.0


@pytest.mark.parametrize(
    ("issued", "years", "due"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 12, 31), 1, date(2025, 12, 31)),
    ],
)
def test_anniversaries(issued, years, due):
    assert days.date_of(anniversary(np.array([days.number(issued)], np.int32), years)[0]) == due


def test_the_month_before():
    day = np.array([days.number(date(2026, 1, 15))], np.int32)
    assert days.date_of(month_before(day)[0]) == date(2025, 12, 1)
