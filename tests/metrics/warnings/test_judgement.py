from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from metrics.warnings.judgement import gather, judge
from metrics.warnings.rules import GREEN, RED, YELLOW
from metrics.warnings.volumes import Book

JUNE = date(2026, 6, 1)


def judged(book, settings, indicator="visits", day=JUNE):
    rule = next(path for path in settings.paths if path.indicator == indicator)
    return judge(book, settings, rule, book.calendar.month(day))


def test_history_is_closed_and_begins_where_the_data_do(healthy_book, settings):
    past = gather(healthy_book, settings, settings.paths[0], healthy_book.calendar.month(JUNE))
    months = [each.month.first for each in past.shapes]
    assert (months[0], months[-1], len(months)) == (date(2024, 11, 1), date(2026, 5, 1), 19)
    assert [each.month.first for each, weight in zip(past.shapes, past.importance, strict=True) if weight > 1] == [
        date(2025, 6, 1)
    ]


def test_history_knows_which_calendar_months_it_holds(healthy_book, settings):
    assert judged(healthy_book, settings).course.seen
    assert not judged(healthy_book, settings, day=date(2025, 10, 1)).course.seen


def test_the_pace_knows_the_closing_spike(healthy_book, settings):
    may = judged(healthy_book, settings, day=date(2026, 5, 1))
    half = len(may.points) // 2 - 1
    assert may.course.share[0, half] < may.course.time[half] - 0.03
    assert may.course.share[0, -1] == pytest.approx(1.0)


def test_a_past_day_reads_as_it_did_then(healthy_book, settings):
    whole = judged(healthy_book, settings, "proposals", date(2026, 5, 1))
    then = judged(Book(healthy_book.base, date(2026, 5, 15)), settings, "proposals", date(2026, 5, 1))
    count = len(then.days)
    assert whole.days[:count] == then.days
    assert whole.standing.z[:, :count] == pytest.approx(then.standing.z)


def test_an_org_without_enough_agents_is_silent(wounded_book, settings):
    grade = judged(wounded_book, settings).standing.grade
    orgs = wounded_book.orgs
    assert grade[orgs.index("860101"), -1] == RED
    assert not grade[orgs.index("860101010101")].any(), "20 agents"


def test_since_is_the_first_day_of_the_streak(wounded_book, settings):
    one = judged(wounded_book, settings)
    grade = np.full_like(one.standing.grade, GREEN)
    grade[0] = [0, 1, 1, 0, 0, 2, 1, 1, 0, 1, 2, 2]
    told = replace(one, standing=replace(one.standing, pace=grade, outlook=np.zeros_like(grade)))
    assert list(told.since[0]) == [0, 1, 1, 3, 4, 5, 5, 5, 8, 9, 9, 9]
    assert told.standing.grade[0, 5] == RED > YELLOW


def test_without_history_the_pace_is_linear_and_the_prior_noise_holds(healthy_book, settings):
    first = judged(healthy_book, settings, day=date(2024, 11, 1))
    working = first.shape.numbers[first.points] / first.shape.workdays
    assert first.course.share[0] == pytest.approx(working)
    assert first.noise.dispersion == first.rule.dispersion


@pytest.mark.parametrize("indicator", ["visits", "proposals", "fyp_regular", "hc_producing", "ren_month_rate"])
def test_the_projection_s_interval_holds_the_outcome(healthy_book, settings, indicator):
    """An 80 % interval, over twelve closed months and every org of 40 agents and more."""
    hits, count = 0, 0
    for number in range(6, 18):
        month = healthy_book.calendar.month_of(2025, number)
        one = judged(healthy_book, settings, indicator, month.first)
        outcome, at = one.standing.attainment[:, -1], len(one.points) // 2
        large = one.course.cases[:, -1] >= 40
        inside = (one.standing.low[:, at] <= outcome) & (outcome <= one.standing.high[:, at])
        hits, count = hits + int(inside[large].sum()), count + int(large.sum())
    assert 0.70 <= hits / count <= 0.93
