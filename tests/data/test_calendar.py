import warnings
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import PERIODS, CalendarWarning, Month, WorkCalendar
from data.errors import UserError

CALENDARS = {mode: WorkCalendar(mode) for mode in ("natural", "work")}
modes = st.sampled_from(list(CALENDARS.values()))
days = st.dates(date(2006, 1, 1), date(2026, 12, 31))
periods = st.sampled_from(PERIODS)
long_periods = st.sampled_from(PERIODS[1:])
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 6, 16), True),
        (date(2026, 6, 13), False),
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 2, 14), True),  # a Saturday swapped for the Spring Festival
    ],
)
def test_workdays_follow_the_notice(day, worked):
    assert CALENDARS["natural"].is_workday(day) is worked


def test_june_2026_counts_as_the_notice_says():
    calendar = CALENDARS["natural"]
    assert calendar.workdays_in_month(date(2026, 6, 16)) == 21  # 22 weekdays less the Dragon Boat Festival
    assert calendar.workday_number(date(2026, 6, 16)) == 12
    assert calendar.workday_number(date(2026, 6, 14)) == 10  # a Sunday counts what is over


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 1, 25), Month(date(2026, 1, 1), date(2026, 1, 25), 2026, 1)),
        (date(2026, 1, 26), Month(date(2026, 1, 26), date(2026, 2, 25), 2026, 2)),
        (date(2026, 6, 16), Month(date(2026, 5, 26), date(2026, 6, 25), 2026, 6)),
        (date(2026, 11, 26), Month(date(2026, 11, 26), date(2026, 12, 31), 2026, 12)),
        (date(2026, 12, 31), Month(date(2026, 11, 26), date(2026, 12, 31), 2026, 12)),
    ],
)
def test_work_month_runs_from_26th_to_25th(day, month):
    assert CALENDARS["work"].month(day) == month


def test_periods_of_the_work_calendar():
    calendar, day = CALENDARS["work"], date(2026, 6, 16)
    assert [calendar.period_start(period, day) for period in PERIODS] == [
        day,
        date(2026, 5, 26),
        date(2026, 3, 26),
        date(2026, 1, 1),
    ]
    assert [calendar.period_end(period, day) for period in PERIODS] == [
        day,
        date(2026, 6, 25),
        date(2026, 6, 25),
        date(2026, 12, 31),
    ]


@given(modes, days)
def test_a_day_lies_in_its_month_and_months_meet(calendar, day):
    month = calendar.month(day)
    assert day in month
    assert calendar.month(month.last + ONE).first == month.last + ONE
    following = calendar.month_of(month.year, month.number + 1)
    assert following == calendar.month(month.last + ONE)
    assert calendar.month_of(following.year, following.number - 1) == month


@given(modes, days, long_periods)
def test_a_period_is_whole_months_around_the_day(calendar, day, period):
    start, end = calendar.period_start(period, day), calendar.period_end(period, day)
    assert start <= day <= end
    assert calendar.month(start).first == start
    assert calendar.month(end).last == end
    assert {calendar.period_start(period, day) for day in (start, end)} == {start}
    assert calendar.period_end(period, start - ONE) == start - ONE


@given(modes, days, days)
def test_workdays_are_those_days_that_are_worked(calendar, one, other):
    first, last = min(one, other), min(max(one, other), min(one, other) + timedelta(days=400))
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert calendar.workdays(first, last) == [day for day in every if calendar.is_workday(day)]


@given(modes, days)
def test_workday_number_grows_by_one_on_workdays_only(calendar, day):
    before = 0 if day == calendar.month(day).first else calendar.workday_number(day - ONE)
    assert calendar.workday_number(day) - before == calendar.is_workday(day)


@given(modes, days, days)
def test_same_workday_keeps_the_number(calendar, day, elsewhere):
    month = calendar.month(elsewhere)
    same = calendar.same_workday(day, month)
    assert same in month
    if day == calendar.month(day).last:
        assert same == month.last
    elif number := calendar.workday_number(day):
        assert calendar.is_workday(same)
        assert calendar.workday_number(same) == min(number, calendar.workdays_in_month(same))


@given(modes, days, periods)
def test_last_year_is_the_same_workday_of_the_same_month(calendar, day, period):
    before, month = calendar.last_year(period, day), calendar.month(day)
    assert calendar.month(before) == calendar.month_of(month.year - 1, month.number)
    assert before == calendar.same_workday(day, calendar.month(before))


@given(modes, days)
def test_previous_day_is_the_workday_before(calendar, day):
    before = calendar.previous("day", day)
    assert before < day
    assert calendar.workdays(before, day - ONE) == [before]


@given(modes, days)
def test_previous_month_and_quarter_keep_the_number(calendar, day):
    for period in ("mtd", "qtd"):
        before = calendar.previous(period, day)
        start, end = calendar.period_start(period, day), calendar.period_end(period, before)
        assert end == start - ONE
        if day == calendar.period_end(period, day):
            assert before == end
        elif number := len(calendar.workdays(start, day)):
            there = calendar.workdays(calendar.period_start(period, before), end)
            assert before == there[min(number, len(there)) - 1]
    assert calendar.previous("ytd", day) is None


def test_previous_of_the_demo_day():
    calendar, day = CALENDARS["natural"], date(2026, 6, 16)
    assert calendar.previous("day", date(2026, 6, 15)) == date(2026, 6, 12)
    assert calendar.previous("mtd", day) == date(2026, 5, 20)
    assert calendar.last_year("mtd", day) == date(2025, 6, 18)  # 2 June 2025 was a holiday


def test_month_ends_compare_with_month_ends():
    calendar = CALENDARS["natural"]
    assert calendar.same_workday(date(2026, 4, 30), calendar.month(date(2026, 5, 1))) == date(2026, 5, 31)


def test_before_the_first_workday_compares_with_the_first_day():
    calendar = CALENDARS["natural"]
    assert calendar.workday_number(date(2026, 5, 2)) == 0
    assert calendar.previous("mtd", date(2026, 5, 2)) == date(2026, 4, 1)


def test_a_year_without_notice_counts_weekdays_and_says_so_once():
    calendar = WorkCalendar()
    with pytest.warns(CalendarWarning, match="2031"):
        assert calendar.is_workday(date(2031, 10, 1))
    with warnings.catch_warnings(action="error"):
        assert not calendar.is_workday(date(2031, 10, 4))


def test_overrides_win(tmp_path: Path):
    path = tmp_path / "calendar.toml"
    path.write_text("workdays = [2026-06-13]\nholidays = [2026-06-16]\n")
    calendar = WorkCalendar(overrides=path)
    assert calendar.is_workday(date(2026, 6, 13))
    assert not calendar.is_workday(date(2026, 6, 16))
    assert calendar.workday_number(date(2026, 6, 16)) == 12


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("workdays = [", "calendar.toml"),
        ("workdays = 3", "workdays"),
        ('holidays = ["2026-06-16"]', "2026-06-16"),
        ("holidays = [2026-06-16T08:00:00]", "holidays"),
        ("hollidays = []", "hollidays"),
        ("workdays = [2026-06-13]\nholidays = [2026-06-13]", "2026-06-13"),
    ],
)
def test_a_malformed_override_file_is_refused_with_its_place(tmp_path, content, where):
    path = tmp_path / "calendar.toml"
    path.write_text(content)
    with pytest.raises(UserError) as refusal:
        WorkCalendar(overrides=path)
    assert where in refusal.value.where


def test_a_binary_or_missing_override_file_is_refused(tmp_path):
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("binary.toml", "absent.toml"):
        with pytest.raises(UserError, match=name):
            WorkCalendar(overrides=tmp_path / name)


def test_unknown_mode_and_period_are_refused():
    with pytest.raises(UserError, match="lunar"):
        WorkCalendar("lunar")
    for method in ("period_start", "previous", "last_year"):
        with pytest.raises(UserError, match="wtd"):
            getattr(CALENDARS["natural"], method)("wtd", date(2026, 6, 16))
