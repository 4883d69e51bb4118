"""Coaching is put down by those who hold a rank, some five times a month."""

import numpy as np
import pytest


@pytest.fixture(scope="module")
def coaching(drawn):
    return drawn.deeds.take(drawn.deeds.kind == 1)


def test_supervisors_coach_and_nobody_else(drawn, coaching):
    line = drawn.world.line
    for month in (len(line.months) - 3, len(line.months) - 2):
        first, end = (int(day) for day in line.edges[[month, month + 1]])
        ranks = drawn.careers.ranks(drawn.world.people.size, end - 1)
        mine = coaching.agent[(coaching.day >= first) & (coaching.day < end)]
        assert (ranks[mine] > 0).all()
        spells = drawn.world.people.spells
        heads = np.unique(spells.agent[(spells.start <= first) & (spells.end >= end) & (ranks[spells.agent] > 0)])
        often = np.bincount(mine, minlength=drawn.world.people.size)[heads]
        assert often.mean() == pytest.approx(5.2, abs=0.5)
        assert 0.5 < (often >= 4).mean() < 0.9


def test_coaching_names_no_customer_and_stays_in_the_agents_spell(drawn, coaching):
    assert not coaching.customer.any()
    unit = drawn.world.people.spells.unit_on(coaching.agent, coaching.day)
    assert (unit == coaching.unit).all()
    assert (coaching.day < drawn.world.people.left[coaching.agent]).all()


def test_deeds_are_by_day(drawn):
    assert (np.diff(drawn.deeds.day) >= 0).all()
