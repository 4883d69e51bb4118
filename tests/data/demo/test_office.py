import numpy as np
import pytest

from data.demo import constants as c
from data.demo import office, plants
from data.demo.days import date_of
from data.demo.dice import streams


@pytest.fixture(scope="module")
def since(drawn):
    return int(drawn.world.line.edges[-6])


@pytest.fixture(scope="module")
def place(drawn):
    return plants.scene(drawn.world.orgs, drawn.world.line, streams(7)["plants"])


@pytest.fixture(scope="module")
def days(drawn, since):
    return office.attendance(drawn.world, since, None, streams(7)["attendance"])


def test_everybody_is_due_on_every_working_day(drawn, days, since):
    people, line = drawn.world.people, drawn.world.line
    for day in line.workdays(since, line.as_of)[[0, 30, -1]]:
        due = np.flatnonzero((people.joined <= day) & (people.left > day))
        assert days.agent[days.day == day].tolist() == due.tolist()
    assert set(days.day[days.day <= line.as_of]) == set(line.workdays(since, line.as_of + 1))
    assert line.workday[days.day - line.first].all()


def test_most_come_and_some_of_them_late(days):
    assert days.present.mean() == pytest.approx(0.86, abs=0.01)
    assert days.meeting.mean() == pytest.approx(0.80, abs=0.01)
    assert not (days.meeting & ~days.present).any()


def test_diligence_is_an_agents_own(days):
    agents = np.flatnonzero(np.bincount(days.agent) > 60)
    early = days.take(days.day < np.median(days.day))
    late = days.take(days.day >= np.median(days.day))
    shares = [np.bincount(part.agent, part.present, days.agent.max() + 1) for part in (early, late)]
    counts = [np.maximum(np.bincount(part.agent, minlength=days.agent.max() + 1), 1) for part in (early, late)]
    first, second = (share[agents] / count[agents] for share, count in zip(shares, counts, strict=True))
    assert np.corrcoef(first, second)[0, 1] > 0.6


def test_fewer_come_in_the_collapse_and_nowhere_else(drawn, days, since, place):
    hurt = office.attendance(drawn.world, since, place, streams(7)["attendance"])
    there = place.orgs.inside(place.collapse, days.unit) & (days.day >= place.start)
    assert (hurt.agent == days.agent).all()
    assert (hurt.present[~there] == days.present[~there]).all()
    assert hurt.present[there].mean() / days.present[there].mean() == pytest.approx(c.COLLAPSE_COMING, abs=0.05)


def test_two_courses_an_agent_and_month(drawn, since):
    courses, line = office.training(drawn.world, since, streams(7)["training"]), drawn.world.line
    whole = courses.take(courses.day < line.edges[-2])
    assert date_of(courses.day.min()) >= date_of(since)
    assert len(whole.day) / 4 / 1_600 == pytest.approx(c.COURSES, rel=0.05)
    assert courses.passed.mean() == pytest.approx(0.90, abs=0.01)
    assert (courses.minutes[courses.passed] >= 20).all()
    assert 0.2 < (courses.minutes[~courses.passed] == 0).mean() < 0.6
    people = drawn.world.people
    assert (courses.day >= people.joined[courses.agent]).all()
    assert (courses.day < people.left[courses.agent]).all()
