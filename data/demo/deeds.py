"""Acts that are neither visits nor proposals: policy reviews with customers, and coaching by supervisors."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.careers import Careers
from data.demo.columns import Columns, Floats, Ints
from data.demo.dice import Dice
from data.demo.policies import Market

KINDS = ("review", "coach")
REVIEW, COACH = range(len(KINDS))


@dataclass(frozen=True)
class Deeds(Columns):
    """Deeds by day; `kind` is an index of KINDS, `customer` 0 where there is none; `luck` as in Acts."""

    agent: Ints
    unit: Ints
    customer: Ints
    day: Ints
    kind: Ints
    luck: Floats


def deeds(agent: Ints, unit: Ints, customer: Ints, day: Ints, luck: Floats, kind: int) -> Deeds:
    """Rows of one kind."""
    return Deeds(agent, unit, customer, day, np.full(len(day), kind, np.int32), luck)


def in_order(parts: list[Deeds]) -> Deeds:
    """All parts together, by day, agent and customer."""
    whole = Deeds.joined(parts)
    return whole.take(np.lexsort((whole.customer, whole.agent, whole.day)))


def coaching(world: Market, ranks: Careers, start: int, dice: Dice) -> Deeds:
    """What supervisors put down about coaching others, from the month that begins on day `start` on."""
    spells, line = world.spells, world.line
    heads = np.zeros(len(spells.agent), bool)
    for month in range(int(line.month_of(np.array([start]))[0]), len(line.months)):
        rank = ranks.ranks(world.people.size, int(line.edges[month + 1]) - 1)
        heads |= (spells.month == month) & (rank[spells.agent] > 0)
    there = np.flatnonzero(heads)
    share = line.visits.share(spells.start[there], spells.end[there])
    at = np.repeat(there, dice.poisson(c.COACHINGS * share))
    day = line.visits.spread(spells.start[at], spells.end[at], dice.random(len(at)))
    nobody = np.zeros(len(at), np.int64)
    return deeds(spells.agent[at], spells.unit[at], nobody, day, dice.random(len(at)), COACH)
