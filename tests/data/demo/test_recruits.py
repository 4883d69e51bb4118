"""Every recruit was a candidate first; the others fell away at their rates."""

import numpy as np
import pytest

from data.demo import constants as c
from data.demo import recruits
from data.demo.dice import streams
from data.demo.staff import recommenders


@pytest.fixture(scope="module")
def steps(drawn):
    world = drawn.world
    return recruits.draw(world.people, world.spells, world.line, recommenders(drawn), streams(7)["recruits"])


def test_every_recruit_of_the_horizon_came_as_a_candidate(drawn, steps):
    people, board = drawn.world.people, steps.take(steps.kind == recruits.ONBOARD)
    assert sorted(board.agent) == np.flatnonzero(people.joined >= drawn.world.line.first).tolist()
    assert (board.day == people.joined[board.agent]).all()
    assert (steps.agent[steps.kind != recruits.ONBOARD] == recruits.NOBODY).all()


def test_shares_are_those_of_the_constants(steps):
    count = np.bincount(steps.kind)
    assert count[1:] / count[:-1] == pytest.approx(np.array(c.RECRUITING_RATES), abs=0.005)


def test_steps_follow_one_another(steps):
    order = np.lexsort((steps.kind, steps.candidate))
    who, day, kind = steps.candidate[order], steps.day[order], steps.kind[order]
    same = who[1:] == who[:-1]
    assert (day[1:][same] >= day[:-1][same]).all()
    assert (kind[1:][same] == kind[:-1][same] + 1).all()
    assert (kind[1:][~same] == 0).all()
    assert (np.diff(steps.day) >= 0).all()


def test_a_recruiter_is_there_at_the_contact(drawn, steps):
    contact, people = steps.take(steps.kind == 0), drawn.world.people
    assert (contact.recruiter != recruits.NOBODY).all()
    assert (people.joined[contact.recruiter] <= contact.day).all()
    first = drawn.world.line.first
    assert (people.left[contact.recruiter] > np.maximum(contact.day, first)).mean() > 0.99


def test_the_recommender_is_the_recruiter(drawn, steps):
    board, known = steps.take(steps.kind == recruits.ONBOARD), recommenders(drawn)
    named = known[board.agent] != recruits.NOBODY
    assert named.mean() > 0.3
    assert (board.recruiter[named] == known[board.agent[named]]).all()


def test_recruiters_work_in_the_unit(drawn):
    world = drawn.world
    unit = np.arange(world.spells.units, dtype=np.int32)
    day = np.full(len(unit), world.line.as_of, np.int32)
    found = recruits.recruiters(unit, day, world.people, (world.spells, world.line), np.random.default_rng(1))
    assert (world.people.spells.unit_on(found, day) == unit).mean() > 0.95
