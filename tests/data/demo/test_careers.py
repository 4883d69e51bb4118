"""Everybody has a licence, most are confirmed, and every unit, department and district has its head."""

import numpy as np
import pytest

from data.demo import careers
from data.demo.dice import streams


@pytest.fixture(scope="module")
def steps(drawn):
    world = drawn.world
    return careers.draw(world.people, world.orgs, world.line, streams(7)["careers"])


def of(steps, kind):
    return steps.take(steps.kind == kind)


def test_nearly_all_are_licensed_on_their_first_day(drawn, steps):
    people, licensed = drawn.world.people, of(steps, careers.LICENSED)
    at_once = people.joined[licensed.agent] == licensed.day
    assert at_once.sum() / people.size == pytest.approx(0.99, abs=0.003)
    assert 0.002 < (~at_once).mean() < 0.008
    assert len(np.unique(licensed.agent)) == len(licensed.agent) < people.size


def test_four_of_five_who_stay_are_confirmed_after_three_to_six_months(drawn, steps):
    people, confirmed = drawn.world.people, of(steps, careers.CONFIRMED)
    tenure = confirmed.day - people.joined[confirmed.agent]
    assert (tenure >= 91).all()
    assert (tenure <= 183).all()
    stayed = np.flatnonzero(people.left - people.joined > 184)
    assert np.isin(stayed, confirmed.agent).mean() == pytest.approx(0.82, abs=0.03)


def test_nobody_rises_or_falls_while_away(drawn, steps):
    people = drawn.world.people
    assert (steps.day >= people.joined[steps.agent]).all()
    assert (steps.day < people.left[steps.agent]).all()


def heads(drawn, steps, day):
    """By rank, the orgs that have one."""
    people, ranks = drawn.world.people, steps.ranks(drawn.world.people.size, day)
    staff = np.flatnonzero((people.joined <= day) & (people.left > day) & (ranks > 0))
    unit = people.spells.unit_on(staff, np.full(len(staff), day))
    return {
        level: drawn.world.orgs.group(level)[unit[ranks[staff] == rank]]
        for rank, level in enumerate(careers.LEVELS, start=1)
    }


def test_every_org_has_one_head_from_the_start(drawn, steps):
    for level, orgs in heads(drawn, steps, drawn.world.line.first - 1).items():
        assert sorted(orgs) == list(range(drawn.world.orgs.group(level).max() + 1)), level


def test_posts_stay_filled(drawn, steps):
    for day in drawn.world.line.edges[[12, 24, 36]]:
        for level, orgs in heads(drawn, steps, int(day) - 1).items():
            count = drawn.world.orgs.group(level).max() + 1
            assert len(np.unique(orgs)) > 0.85 * count, level
            assert len(orgs) < 1.1 * count, level


def test_a_few_are_promoted_and_demoted_each_month(drawn, steps):
    line, posts = drawn.world.line, sum(drawn.world.orgs.group(level).max() + 1 for level in careers.LEVELS)
    for kind, most in ((careers.PROMOTED, 0.08), (careers.DEMOTED, 0.03)):
        day = of(steps, kind).day
        months = np.bincount(line.month_of(day[day >= line.first]), minlength=len(line.months))
        assert 0 < months[1:-1].mean() / posts < most


def test_a_demoted_head_was_one_and_is_an_agent(drawn, steps):
    for at in np.flatnonzero(steps.kind == careers.DEMOTED):
        before = steps.ranks(drawn.world.people.size, int(steps.day[at]) - 1)
        assert before[steps.agent[at]] > 0
        assert steps.rank[at] == 0
    assert (steps.rank[steps.kind < careers.PROMOTED] == 0).all()


def test_whoever_rises_was_confirmed_before(drawn, steps):
    confirmed = np.full(drawn.world.people.size, drawn.world.line.last)
    confirmed[of(steps, careers.CONFIRMED).agent] = of(steps, careers.CONFIRMED).day
    risen = of(steps, careers.PROMOTED)
    assert (confirmed[risen.agent] < risen.day).all()


def test_whoever_rises_works_in_the_org_all_month(drawn, steps):
    people, line, groups = drawn.world.people, drawn.world.line, drawn.world.orgs
    risen = of(steps, careers.PROMOTED)
    risen = risen.take(risen.day >= line.first)
    month = line.month_of(risen.day)
    first, last = (people.spells.unit_on(risen.agent, edge) for edge in (line.edges[month], line.edges[month + 1] - 1))
    for rank, level in enumerate(careers.LEVELS, start=1):
        group = groups.group(level)
        assert (group[first] == group[last])[risen.rank == rank].all()


def test_no_step_without_a_rank_follows_a_promotion(steps):
    order = np.lexsort((steps.day, steps.agent))
    agent, kind, rank = steps.agent[order], steps.kind[order], steps.rank[order]
    after = (agent[1:] == agent[:-1]) & (rank[:-1] > 0)
    assert (kind[1:][after] >= careers.PROMOTED).all()
