"""The chart of a course: a bar a day, those whose windows run apart, and a step a week at its rate."""

from datetime import date

import pytest

from cockpit import charts, funnel_course, funnel_course_chart, funnels
from data.calendar import WorkCalendar
from tests.cockpit import world


@pytest.fixture
def drawn(make_session):
    def draw(**words):
        session = make_session("branch", "en")
        choice = funnels.chosen(session, words)
        own = funnel_course.course(session, choice)
        known = funnel_course.spans(choice, WorkCalendar(), world.AS_OF)
        return funnel_course_chart.course(session, own, known), funnel_course_chart.keys(session, own)

    return draw


def test_a_bar_a_day_and_a_step_a_week(drawn):
    chart, keys = drawn()
    closed, running, *steps = chart.data
    assert list(closed.x) == [date(2026, 5, 12), date(2026, 5, 19)]
    assert list(closed.y) == [1440, 960]
    assert list(running.y) == [0, 0]
    assert [step.line.dash for step in steps] == ["solid", "solid"]
    assert [note.text for note in chart.layout.annotations] == ["7.2%", "7.5%"]
    assert [name for name, _ in keys] == ["Entered that day", "Overall conversion of the week's entrants"]


def test_what_still_runs_is_dark_and_dotted(drawn):
    chart, keys = drawn(month="2026-06", cohort="all")
    closed, running, step = chart.data
    assert (list(closed.y), list(running.y)) == ([0], [960])
    assert step.line.dash == "dot"
    assert [colour for _, colour in keys] == [charts.BLUE, funnel_course_chart.PENDING, charts.CYAN]
    assert "dotted" in keys[-1][0]


def test_in_the_closed_cohort_a_week_that_runs_has_a_bar_but_no_step(drawn):
    chart, keys = drawn(month="2026-06")
    assert len(chart.data) == 2
    assert list(chart.data[1].y) == [960]
    assert "dotted" not in keys[-1][0]


def test_who_is_carried_over_is_not_drawn(drawn):
    chart, _ = drawn(campaign="renewal")
    assert list(chart.data[0].y) == [2160]
    assert len(chart.layout.annotations) == 1
