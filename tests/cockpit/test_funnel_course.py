"""The course of a campaign in words: its weeks and their days, what still runs, and whether it gains or loses pace."""

from dataclasses import replace
from datetime import date

import pytest

from cockpit import funnel_course, funnels
from cockpit.funnel_course import Span
from cockpit.scope import OutOfScopeError
from data.calendar import WorkCalendar
from metrics.funnels import Day
from tests.cockpit import world
from tests.cockpit.funnels import in_any_order

CALENDAR = WorkCalendar()


def told(session, calendar=CALENDAR, **words):
    choice = funnels.chosen(session, words)
    own, known = funnel_course.course(session, choice), funnel_course.spans(choice, calendar, world.AS_OF)
    return funnel_course.weeks(session, choice, own, known), funnel_course.pace(session, own, known)


@pytest.fixture
def session(make_session):
    return make_session("branch", "zh")


def test_a_week_s_row_has_its_days_and_what_became_of_its_entrants(session):
    (second, third, whole), _ = told(session)
    assert (second.name, second.dates, second.entered, second.running) == ("第 2 周", "5月8–14日", "1,440", False)
    workdays = len(CALENDAR.workdays(date(2026, 5, 8), date(2026, 5, 14)))
    assert second.daily == f"{1440 / workdays:,.0f}"
    assert (third.name, third.entered, third.daily) == ("第 3 周", "960", "192")
    assert second.rates == ("36.7%", "59.1%", "66.7%", "50.0%")
    assert (whole.name, whole.entered, whole.daily, whole.whole) == ("合计", "2,400", "", "7.3%")


def test_all_weeks_together_are_the_funnel(session):
    for one in (session, in_any_order(session)):
        choice = funnels.chosen(one, {})
        rows, _ = told(one)
        lines = funnels.lines(one, funnels.funnel(one, choice), closed=True)
        assert rows[-1].rates == tuple(line.rate for line in lines[1:])
        assert (rows[-1].entered, rows[-1].whole) == (lines[0].reached, lines[-1].whole)


def test_who_is_carried_over_stands_first_and_has_no_days(session):
    rows, _ = told(session, campaign="renewal")
    assert [(row.name, row.dates, row.entered) for row in rows] == [
        ("往月结转", "", "240"), ("第 2 周", "5月8–14日", "2,160"), ("合计", "", "2,400"),
    ]  # fmt: skip


def test_a_week_whose_windows_run_is_marked_and_left_out_of_the_closed(session):
    (closed, _), _ = told(session, month="2026-06")
    assert (closed.entered, closed.daily, closed.whole, closed.running) == ("0", "", "—", True)
    (every, _), _ = told(session, month="2026-06", cohort="all")
    assert (every.entered, every.daily, every.rates[0], every.running) == ("960", "192", "20.0%", True)


def test_the_pace_is_held_against_the_week_before(make_session):
    daily = 1440 / len(CALENDAR.workdays(date(2026, 5, 8), date(2026, 5, 14)))
    fewer = f"{abs(192 / daily - 1):.1%}"
    for lang, change in (("zh", f"比第 2 周少 {fewer}"), ("en", f"{fewer} fewer than in week 2")):
        _, pace = told(make_session("branch", lang))
        assert change in pace
        assert "192" in pace
        assert "7.2%" in pace
        assert "7.5%" in pace


def test_ends_are_not_held_against_each_other_where_windows_run(session):
    choice = funnels.chosen(session, {})
    own, known = funnel_course.course(session, choice), funnel_course.spans(choice, CALENDAR, world.AS_OF)
    running = replace(own, weeks={number: replace(week, running=1) for number, week in own.weeks.items()})
    assert funnel_course.pace(session, own, known).startswith(funnel_course.pace(session, running, known))
    assert "累计转化" not in funnel_course.pace(session, running, known)


def test_few_entrants_or_working_days_have_no_pace(session):
    choice = funnels.chosen(session, {})
    own, known = funnel_course.course(session, choice), funnel_course.spans(choice, CALENDAR, world.AS_OF)
    few = replace(own, weeks={number: replace(week, entered=29) for number, week in own.weeks.items()})
    assert funnel_course.pace(session, few, known) == ""
    assert funnel_course.pace(session, own, known | {3: replace(known[3], workdays=(18, 19))}) == ""
    assert funnel_course.pace(session, own, known | {3: replace(known[3], over=False)}) == ""
    assert funnel_course.pace(session, own, known) != ""


def test_who_entered_on_a_holiday_is_not_of_the_pace(session):
    choice = funnels.chosen(session, {})
    own, known = funnel_course.course(session, choice), funnel_course.spans(choice, CALENDAR, world.AS_OF)
    moved = replace(own, days={16: Day(40, 2), 19: Day(860, 58)})  # the 16th is a Saturday
    assert funnel_course.weeks(session, choice, moved, known)[1].daily == f"{918 / 5:,.0f}"
    nobody = replace(own, days={16: Day(960, 0)})
    assert funnel_course.pace(session, nobody, known) == ""


def test_few_entrants_a_day_are_said_with_a_decimal(session):
    (row, *_), _ = told(replace(session, org=session.sight.snapshot.orgs.units[0]), month="2026-06", cohort="all")
    assert row.daily == "8.0"


def test_the_weeks_end_with_the_month_or_today(session):
    june, may = (funnels.chosen(session, {"month": month}) for month in ("2026-06", "2026-05"))
    assert list(funnel_course.spans(june, CALENDAR, world.AS_OF).values())[-1] == Span(
        date(2026, 6, 15), date(2026, 6, 16), (15, 16), over=False
    )
    last = funnel_course.spans(may, CALENDAR, world.AS_OF)[5]
    assert (last.first, last.last, last.over) == (date(2026, 5, 29), date(2026, 5, 31), True)


def test_a_work_month_begins_on_the_26th(session):
    (second, *_), _ = told(session, WorkCalendar("work"))
    assert second.dates == "5月3–9日"
    choice = funnels.chosen(session, {})
    assert funnel_course.spans(choice, WorkCalendar("work"), world.AS_OF)[1].first == date(2026, 4, 26)


def test_an_old_snapshot_has_no_course(session):
    bare = session.sight.snapshot.funnels
    old = replace(session.sight.snapshot, funnels=replace(bare, course=bare.course.clear()))
    assert told(replace(session, sight=replace(session.sight, snapshot=old))) == ([], "")


def test_another_branch_is_refused(session):
    with pytest.raises(OutOfScopeError):
        funnel_course.course(replace(session, org="8602"), funnels.chosen(session, {}))
