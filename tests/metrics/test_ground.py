"""The places of the units, and the edges of the months between two days."""

from datetime import date

from data.calendar import WorkCalendar
from metrics.ground import Ground
from tests.metrics.hand import ORGS


def ground(calendar=None, last=date(2026, 4, 1)):
    return Ground(ORGS, calendar or WorkCalendar(), date(2026, 1, 1), last)


def test_units_have_their_places_in_preorder():
    places = ground().places
    assert places["unit_id"].to_list() == list(ORGS.units)
    assert places["unit"].to_list() == list(range(len(ORGS.units)))


def test_edges_begin_with_the_asked_day_and_end_with_the_last_day_held():
    months = [date(2026, 1, 20), date(2026, 2, 1), date(2026, 3, 1)]
    assert ground().edges(date(2026, 1, 20)) == [*months, date(2026, 4, 1)]
    assert ground(last=date(2026, 3, 17)).edges(date(2026, 1, 20)) == [*months, date(2026, 3, 17)]
    assert ground().edges(date(2026, 4, 1)) == [date(2026, 4, 1)]


def test_a_work_month_begins_on_the_26th():
    assert ground(WorkCalendar("work")).edges(date(2026, 2, 1)) == [
        date(2026, 2, 1), date(2026, 2, 26), date(2026, 3, 26), date(2026, 4, 1),
    ]  # fmt: skip
