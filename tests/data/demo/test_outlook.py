from datetime import date

import numpy as np
import pytest

from data.demo import constants as c
from data.demo.days import sales_weight, timeline
from data.demo.outlook import outlook

LINE = timeline(date(2026, 6, 16), 30)
VIEW = outlook(date(2024, 1, 1), date(2027, 1, 1), np.ones(4), LINE)


def test_every_month_has_its_expectation():
    assert VIEW.months[0] == date(2024, 1, 1)
    assert VIEW.months[-1] == date(2027, 1, 1)
    assert VIEW.months[VIEW.at(date(2025, 6, 1))] == date(2025, 6, 1)
    for part in (VIEW.headcount, VIEW.cases, VIEW.signed, VIEW.free, VIEW.free_visits):
        assert len(part) == len(VIEW.months)
        assert (part > 0).all()


def test_cases_follow_the_season():
    assert VIEW.cases[VIEW.at(date(2025, 6, 1))] == pytest.approx(c.CASES)
    assert VIEW.cases == pytest.approx([c.CASES * sales_weight(month) for month in VIEW.months])


def test_signed_proposals_are_the_applications_of_a_year():
    year = slice(VIEW.at(date(2025, 1, 1)), VIEW.at(date(2026, 1, 1)))
    assert VIEW.signed[year].sum() == pytest.approx(VIEW.cases[year].sum() / c.ISSUE_RATE, rel=0.05)
    december = VIEW.at(date(2025, 12, 1))
    assert VIEW.signed[december] > VIEW.cases[december] / c.ISSUE_RATE  # January's come early


def test_proposals_and_visits_are_so_many_a_month():
    calm = VIEW.at(date(2025, 8, 1))
    assert VIEW.signed[calm] + VIEW.free[calm] == pytest.approx(c.PROPOSALS * c.PROPOSING[7])
    visits = VIEW.signed + VIEW.free + VIEW.free_visits
    assert visits == pytest.approx([c.VISITS * c.VISITING[month.month - 1] for month in VIEW.months])


def test_the_force_keeps_near_its_plan():
    assert VIEW.headcount.mean() == pytest.approx(1, abs=0.02)
    march = VIEW.at(date(2025, 3, 1))
    assert VIEW.headcount[march] > VIEW.headcount[march - 2]  # recruiting is slow in January, brisk in March
