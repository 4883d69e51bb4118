"""The course of a campaign: its days and weeks sum to the funnel, whoever entered when."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.funnels import Day, load
from metrics.funnels.course import by_week, course, week_of
from metrics.funnels.frames import COURSE
from tests.metrics.funnels.hand import MAY, UNITS

CAMPAIGN = next(one for one in load() if one.id == "recruiting")
STAGES = len(CAMPAIGN.stages)
ENTRANT = st.tuples(st.integers(0, 36), st.booleans(), st.integers(0, STAGES - 1))
"""Turn, closed, the last stage reached."""


def frame(entrants):
    """As the engine tells it: entrants by day, later stages under the day that begins the week."""
    rows = [("recruiting", MAY, UNITS[0], over, stage, begin(turn) if stage else turn, 1, 0)
            for turn, over, last in entrants for stage in range(last + 1)]  # fmt: skip
    return pl.DataFrame(rows, COURSE, orient="row")


def begin(turn):
    return max(day for day in (0, 1, 8, 15, 22, 29, 36) if day <= turn)


def weeks(turns, make):
    return pl.DataFrame({"turn": turns}, {"turn": pl.Int8}).select(make(pl.col("turn")))["turn"].to_list()


def test_the_days_of_a_week():
    assert weeks([0, 1, 7, 8, 14, 28, 29, 31, 36], week_of) == [0, 1, 1, 2, 2, 4, 5, 5, 6]
    assert weeks(range(37), by_week) == [begin(turn) for turn in range(37)]


@given(st.lists(ENTRANT, max_size=30), st.booleans())
def test_weeks_sum_to_the_cohort_and_days_to_all_who_entered(entrants, closed):
    found = course(CAMPAIGN, frame(entrants), closed=closed)
    cohort = [one for one in entrants if one[1] or not closed]
    reached = [sum(last >= stage for *_, last in cohort) for stage in range(STAGES)]
    assert sum((week.entities for week in found.weeks.values()), np.zeros(STAGES, int)).tolist() == reached
    assert sum(week.running for week in found.weeks.values()) == sum(not over for _, over, _ in entrants)
    assert sum(day.closed + day.running for day in found.days.values()) == len(entrants)
    for number, week in found.weeks.items():
        own = [one for one in cohort if -(-one[0] // 7) == number]
        assert week.entities[0] == len(own)
        assert week.whole(STAGES - 1) == (sum(last == STAGES - 1 for *_, last in own) / len(own) if own else None)


def test_days_say_whose_windows_run_in_either_cohort():
    rows = frame([(0, True, 4), (9, True, 2), (9, False, 1), (10, False, 0)])
    for closed in (True, False):
        found = course(CAMPAIGN, rows, closed=closed)
        assert found.days == {0: Day(1, 0), 9: Day(1, 1), 10: Day(0, 1)}
        assert {number: week.running for number, week in found.weeks.items()} == {0: 0, 2: 2}
    assert found.weeks[2].rate(1) == pytest.approx(2 / 3)


@pytest.mark.parametrize("closed", [True, False])
def test_on_facts_weeks_sum_to_the_funnel_of_every_org(counted, orgs, closed):
    for name in ("renewal", "new_business"):
        month = counted.newest_closed(name)
        for org in orgs:
            whole = counted.funnel(orgs, org.id, name, month, closed=closed)
            own = counted.course_of(orgs, org.id, name, month, closed=closed)
            sums = sum((week.entities for week in own.weeks.values()), np.zeros(len(whole.steps), int))
            assert sums.tolist() == [step.entities for step in whole.steps]
            assert sum(week.running for week in own.weeks.values()) == whole.open_
