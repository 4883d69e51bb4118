from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.warning import PATH_SCHEMA
from metrics.warnings import rules
from metrics.warnings.gaps import SEVERITIES
from metrics.warnings.report import (
    judged_month,
    paths,
    recent_per_day,
    required_per_day,
    unit_of,
    warnings,
)

SICK = "860101"


@pytest.fixture(scope="module")
def judged(wounded_book, settings):
    return judged_month(wounded_book, settings, wounded_book.calendar.month(wounded_book.as_of))


def test_every_path_indicator_is_judged(judged, settings):
    assert list(judged) == [rule.indicator for rule in settings.paths]
    assert all(len(each.days) == 12 for each in judged.values())


def test_money_is_counted_in_cents_and_a_rate_in_the_premium_due(judged, wounded_book):
    assert set(unit_of(wounded_book, judged["fyp_regular"])) == {100.0}
    assert set(unit_of(wounded_book, judged["visits"])) == {1.0}
    due = wounded_book.due_of(judged["ren_month_rate"].shape.month)["ren_due"]
    assert unit_of(wounded_book, judged["ren_month_rate"]) == pytest.approx(due)


def test_a_path_is_the_course_in_the_words_of_the_catalogue(judged, wounded_book, settings):
    rows = paths(wounded_book, settings, judged).rows
    assert rows.schema == PATH_SCHEMA
    course, at = judged["fyp_regular"].course, wounded_book.orgs.index(SICK)
    own = rows.filter(org=SICK, indicator="fyp_regular")
    assert own["actual"].to_numpy() == pytest.approx(course.actual[at] / 100)
    assert own["expected"].to_numpy() == pytest.approx(course.share[at] * course.target[at] / 100)
    assert own["target"].unique().to_list() == pytest.approx([course.target[at] / 100])
    assert own["last_year"].is_not_null().all()


def test_before_the_books_begin_there_is_no_last_year(wounded_book, settings):
    early = judged_month(wounded_book, settings, wounded_book.calendar.month_of(2025, 6))
    assert paths(wounded_book, settings, early).rows["last_year"].is_null().all()


def test_without_a_path_there_is_nothing_to_tell(wounded_book, settings):
    told = paths(wounded_book, settings, {})
    assert (told.rows.height, told.rows.schema, dict(told.pace)) == (0, PATH_SCHEMA, {})
    assert warnings(wounded_book, settings, {}) == ()


def test_every_grade_of_the_day_is_one_warning_in_the_order_of_the_tree(judged, wounded_book, settings):
    said = warnings(wounded_book, settings, judged)
    assert [(one.org, one.indicator) for one in said] == sorted((one.org, one.indicator) for one in said)
    graded = {
        (wounded_book.orgs.ids[org], name): SEVERITIES[int(each.standing.grade[org, -1])]
        for name, each in judged.items()
        for org in np.flatnonzero(each.standing.grade[:, -1])
    }
    assert {(one.org, one.indicator): one.severity for one in said} == graded
    assert graded[SICK, "visits"] == "red"


def test_the_rule_is_the_one_that_sees_more(judged, wounded_book, settings):
    for one in warnings(wounded_book, settings, judged):
        standing, at = judged[one.indicator].standing, wounded_book.orgs.index(one.org)
        assert (one.rule == "W2") == (standing.outlook[at, -1] >= standing.pace[at, -1])
        assert one.since in judged[one.indicator].days
        assert one.since <= date(2026, 6, 16)


def test_yellow_and_red_are_the_grades_that_speak():
    assert dict(SEVERITIES) == {rules.YELLOW: "yellow", rules.RED: "red"}


def test_the_worked_example_needs_two_millions_a_day():
    """Target 32 million, 12.16 at half of the 20 working days; figures in 10,000 yuan."""
    assert required_per_day(3_200, 1_216, 10) == pytest.approx(198.4)


@given(target=st.floats(0, 1e9), actual=st.floats(0, 1e9), left=st.integers(0, 23))
def test_the_required_daily_volume_reaches_the_target(target, actual, left):
    each = required_per_day(target, actual, left)
    assert each >= 0
    assert actual + each * max(left, 1) == pytest.approx(max(target, actual))


def test_the_recent_mean_counts_five_working_days():
    assert recent_per_day(np.array([1.0, 3, 6, 10, 15, 21, 28]), 0.0) == pytest.approx((28 - 3) / 5)
    assert recent_per_day(np.array([4.0, 6.0]), 1.0) == pytest.approx(2.5)
