from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo.days import number, timeline
from data.demo.spells import DAY, FOREVER, Spells, monthly

LINE = timeline(date(2026, 6, 16), 6)
FIRST = LINE.first


def spells(*rows):
    return Spells(*(np.array(column, DAY) for column in zip(*rows, strict=True)))


# Agent 0 moves from unit 2 to unit 5 in the third month; agent 1 is there for ten days.
TWO = spells((0, 2, FIRST - 50, FIRST + 70), (0, 5, FIRST + 70, FOREVER), (1, 3, FIRST + 40, FIRST + 50))


@pytest.mark.parametrize(
    ("agent", "day", "unit"),
    [
        (0, FIRST - 60, 2),
        (0, FIRST + 69, 2),
        (0, FIRST + 70, 5),
        (0, FOREVER - 1, 5),
        (1, FIRST, 3),
        (1, FIRST + 45, 3),
        (1, FIRST + 99, 3),
    ],
)
def test_the_unit_on_a_day(agent, day, unit):
    assert TWO.unit_on(np.array([agent]), np.array([day])) == [unit]
    assert TWO.unit[TWO.at(np.array([agent]), np.array([day]))] == [unit]


def test_spells_are_cut_at_month_ends():
    cut = monthly(TWO, 6, LINE)
    own = cut.agent == 0
    assert cut.start[own].min() == FIRST
    assert cut.end[own].max() == LINE.last
    assert (cut.end[own] - cut.start[own]).sum() == LINE.last - FIRST
    assert (LINE.month_of(cut.start) == cut.month).all()
    assert (LINE.month_of(cut.end - 1) == cut.month).all()
    assert (np.diff(cut.cell) >= 0).all()


def test_a_spell_before_the_horizon_is_no_part_of_it():
    cut = monthly(spells((0, 1, FIRST - 90, FIRST - 20), (1, 1, FIRST - 5, FIRST + 5)), 2, LINE)
    assert cut.agent.tolist() == [1]


days = st.integers(FIRST - 100, LINE.last + 100)


@given(st.lists(st.tuples(st.integers(0, 5), days, st.integers(1, 200)), min_size=1, max_size=8))
def test_no_day_is_lost_or_counted_twice(rows):
    every = spells(*((at, unit, start, start + length) for at, (unit, start, length) in enumerate(rows)))
    cut = monthly(every, 6, LINE)
    inside = np.minimum(every.end, LINE.last) - np.maximum(every.start, FIRST)
    assert (cut.end - cut.start).sum() == np.maximum(inside, 0).sum()
    assert (cut.end > cut.start).all()


def test_sums_by_month_and_unit():
    cut = monthly(TWO, 6, LINE)
    sums = cut.per_cell(np.ones(len(cut.agent)), len(LINE.months)).reshape(len(LINE.months), 6)
    assert sums.sum() == len(cut.agent)
    february = LINE.months.index(date(2026, 2, 1))
    assert number(date(2026, 2, 1)) <= FIRST + 40 < number(date(2026, 3, 1))
    assert sums[february].tolist() == [0, 0, 1, 1, 0, 0]
