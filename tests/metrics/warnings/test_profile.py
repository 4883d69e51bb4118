from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from metrics.warnings.profile import HOLIDAY, SATURDAY, SUNDAY, WORKED, Profile, fit, places_count, shape, shrink

HEAD, TAIL = 8, 5
PLACES = places_count(HEAD, TAIL)


def months(calendar, count=14, first=(2025, 1)):
    each = (calendar.month_of(first[0], first[1] + at) for at in range(count))
    return [shape(calendar, month, HEAD, TAIL) for month in each]


def truth() -> Profile:
    weights = np.ones(PLACES)
    weights[0], weights[1] = 0.0, 1.4
    weights[HEAD + 2 :] = (1.3, 1.5, 1.8, 2.3, 3.0)
    return Profile(weights[None, :], np.array([1.0, 0.4, 0.3, 0.1]))


def changed(place: int, weight: float) -> Profile:
    weights = truth().weights.copy()
    weights[0, place] = weight
    return Profile(weights, truth().types)


FLAT = Profile(np.append(0.0, np.ones(PLACES - 1))[None, :], np.array([1.0, 0, 0, 0]))


def drawn(shapes, profile, total=1_000.0):
    return [total * profile.daily(each)[0] for each in shapes]


def test_a_month_knows_its_days(calendar):
    june = shape(calendar, calendar.month(date(2026, 6, 1)), HEAD, TAIL)
    assert (len(june.days), june.workdays) == (30, 21)
    assert list(june.places[:4]) == [0, 1, 2, 3]
    assert (june.places[30], june.places[24]) == (PLACES - 1, PLACES - 5)
    assert june.types[19] == HOLIDAY, "Friday 19 June is the Dragon Boat holiday"
    assert list(june.types[5:9]) == [WORKED, SATURDAY, SUNDAY, WORKED]
    assert list(june.places[6:9]) == [6, 6, 6]


def test_every_working_day_is_a_point_and_free_days_move_the_last_one(calendar):
    june = shape(calendar, calendar.month(date(2026, 6, 1)), HEAD, TAIL)
    assert [june.days[at].day for at in june.points(date(2026, 6, 4))] == [1, 2, 3, 4]
    assert [june.days[at].day for at in june.points(date(2026, 6, 7))] == [1, 2, 3, 4, 7]
    assert len(june.points(date(2026, 6, 30))) == 21


def test_a_month_that_begins_with_free_days_has_no_point_yet(calendar):
    may = shape(calendar, calendar.month(date(2026, 5, 1)), HEAD, TAIL)
    assert len(may.points(date(2026, 5, 3))) == 0


def test_a_short_month_keeps_its_end(calendar):
    short = shape(calendar, calendar.month(date(2026, 6, 1)), 20, 5)
    assert (short.places[1], short.places[30]) == (1, 20 + 1 + 5)


def test_the_fit_finds_the_weights_behind_months_of_different_lengths(calendar):
    shapes = months(calendar, 24)
    assert len({each.workdays for each in shapes}) > 3
    found = fit(drawn(shapes, truth()), shapes, np.ones(len(shapes)), PLACES)
    for each, volume in zip(shapes, drawn(shapes, truth()), strict=True):
        assert found.share(each)[0] == pytest.approx(np.cumsum(volume) / 1_000, abs=0.006)


def test_half_of_the_days_bring_less_than_half(calendar):
    shapes = months(calendar, 18)
    june = shape(calendar, calendar.month(date(2026, 6, 1)), HEAD, TAIL)
    share = fit(drawn(shapes, truth()), shapes, np.ones(18), PLACES).share(june)[0]
    tenth = int(np.searchsorted(june.numbers, 10))
    assert share[tenth + 1] < 0.45 < 10 / 21 < 0.5


def test_what_came_before_the_month_is_its_opening(calendar):
    shapes = months(calendar, 12)
    found = fit(drawn(shapes, changed(0, 4.0)), shapes, np.ones(12), PLACES)
    assert found.share(shapes[5])[0, 0] == pytest.approx(changed(0, 4.0).daily(shapes[5])[0, 0], abs=0.01)


def test_without_history_the_pace_is_linear_over_working_days(calendar):
    june = shape(calendar, calendar.month(date(2026, 6, 1)), HEAD, TAIL)
    share = fit([], [], np.ones(0), PLACES).share(june)[0, 1:]
    assert share == pytest.approx(june.numbers / 21)
    empty = fit([np.zeros(31)], [june], np.ones(1), PLACES).share(june)[0, 1:]
    assert empty == pytest.approx(june.numbers / 21)


def test_the_same_month_of_other_years_counts_more(calendar):
    shapes = months(calendar, 12)
    volumes = [drawn([each], truth() if each.month.number == 6 else FLAT)[0] for each in shapes]
    alike = fit(volumes, shapes, np.ones(12), PLACES).share(shapes[5])[0, -2]
    heavy = fit(volumes, shapes, np.array([30.0 if each.month.number == 6 else 1 for each in shapes]), PLACES)
    assert heavy.share(shapes[5])[0, -2] < alike


def test_a_small_org_keeps_the_common_profile_and_a_large_one_its_own(calendar):
    shapes = months(calendar, 12)
    common = fit(drawn(shapes, truth()), shapes, np.ones(12), PLACES)
    volumes = [np.stack([small, 1e4 * small]) for small in drawn(shapes, changed(3, 3.0), total=10.0)]
    small, large = shrink(common, volumes, shapes, case=1.0, cases=400).share(shapes[5])
    common_share = common.share(shapes[5])[0]
    assert np.abs(small - common_share).max() < 0.2 * np.abs(large - common_share).max()
    assert large == pytest.approx(np.cumsum(volumes[5][1]) / volumes[5][1].sum(), abs=0.02)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 10**6), min_size=30, max_size=30), st.floats(1e-3, 1e3))
def test_a_share_rises_from_0_to_1_whatever_happened(values, scale):
    june = shape(WorkCalendar(), WorkCalendar().month(date(2026, 6, 1)), HEAD, TAIL)
    volume = np.array([0.0, *values])
    share, scaled = (fit([volume * by], [june], np.ones(1), PLACES).share(june)[0] for by in (1.0, scale))
    assert (np.diff(share) >= 0).all()
    assert share[-1] == pytest.approx(1.0)
    assert scaled == pytest.approx(share, abs=1e-6)


def test_a_profile_has_one_row_an_org(calendar):
    june = months(calendar, 1)[0]
    assert Profile(np.ones((3, PLACES)), np.ones(4)).share(june).shape == (3, len(june.days) + 1)
