from datetime import date

from data.calendar import WorkCalendar
from metrics.window import Window

NATURAL, WORK = WorkCalendar(), WorkCalendar("work")


def numbers(months):
    return [(month.year, month.number) for month in months]


def test_months_run_over_the_year():
    window = Window.of(NATURAL, "ytd", date(2026, 2, 3))
    assert numbers(window.months(lead=2)) == [(2025, 11), (2025, 12)]
    assert numbers(window.months(rolling=3)) == [(2025, 12), (2026, 1), (2026, 2)]
    assert numbers(window.months(lead=1, rolling=2)) == [(2025, 12), (2026, 1)]


def test_a_day_is_a_month_of_its_own_kind():
    window = Window.of(NATURAL, "day", date(2026, 2, 3))
    assert (window.first, window.end, numbers(window.months())) == (window.last, window.last, [(2026, 2)])


def test_a_work_month_begins_on_the_26th():
    window = Window.of(WORK, "mtd", date(2026, 5, 26))
    assert (window.first, window.end) == (date(2026, 5, 26), date(2026, 6, 25))
    assert window.year.first == date(2026, 1, 1)


def test_worked_counts_the_days_over_and_all_of_them():
    assert Window.of(NATURAL, "mtd", date(2026, 6, 16)).worked() == (12, 21)
    assert Window.of(NATURAL, "day", date(2026, 6, 14)).worked() == (0, 0)
