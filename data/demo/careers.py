"""Careers: licence and confirmation of every agent, and who heads each unit, department and district."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.agents import Personnel
from data.demo.columns import Columns, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice
from data.demo.orgs import Orgs
from data.demo.spells import DAY

KINDS = ("licensed", "confirmed", "promoted", "demoted")
LICENSED, CONFIRMED, PROMOTED, DEMOTED = range(len(KINDS))
LEVELS = ("unit", "department", "district")
NOBODY = -1
# Whoever is to head others has been there for so many days.
SEASONED = 200


@dataclass(frozen=True)
class Careers(Columns):
    """Steps by day; `kind` is an index of KINDS, `rank` the one after it: 0 an agent, then the head of each level."""

    agent: Ints
    day: Ints
    kind: Ints
    rank: Ints

    def ranks(self, size: int, day: int) -> Ints:
        """The rank of each of `size` agents on a day."""
        known = self.day <= day
        ranks = np.zeros(size, np.int32)
        ranks[self.agent[known]] = self.rank[known]
        return ranks


def draw(people: Personnel, orgs: Orgs, line: Timeline, dice: Dice) -> Careers:
    """All steps, by day."""
    posts = _Posts(people, orgs, line, dice)
    posts.found()
    for number in range(len(line.months)):
        posts.month(number)
    whole = Careers.joined([_licences(people, dice), _confirmed(people, posts.led, dice), *posts.steps])
    return whole.take(np.lexsort((whole.kind, whole.agent, whole.day)))


def _steps(agent: Ints, day: Ints, kind: int, rank: int = 0) -> Careers:
    size = len(agent)
    return Careers(agent.astype(DAY), day.astype(DAY), np.full(size, kind, DAY), np.full(size, rank, DAY))


def _licences(people: Personnel, dice: Dice) -> Careers:
    """Licences: on the day of joining as a rule, some weeks later, never."""
    luck, wait = dice.random(people.size), dice.integers(10, 40, people.size)
    day = people.joined + np.where(luck < c.LICENSED, 0, wait)
    there = np.flatnonzero((luck < (1 + c.LICENSED) / 2) & (day < people.left))
    return _steps(there, day[there], LICENSED)


def _confirmed(people: Personnel, led: Ints, dice: Dice) -> Careers:
    """Confirmations after three to six months; whoever ever led others has one."""
    luck, day = dice.random(people.size), people.joined + dice.integers(91, 184, people.size)
    luck[led] = 0.0
    there = np.flatnonzero((luck < c.CONFIRMED) & (day < people.left))
    return _steps(there, day[there], CONFIRMED)


class _Posts:
    """The posts of heads as they are filled month by month: `holders` by level, `post` of each agent in their rank."""

    def __init__(self, people: Personnel, orgs: Orgs, line: Timeline, dice: Dice) -> None:
        self.people, self.line, self.dice = people, line, dice
        self.groups = [orgs.group(level) for level in LEVELS]
        self.holders = [np.full(group.max() + 1, NOBODY, np.int64) for group in self.groups]
        self.rank = np.zeros(people.size, np.int64)
        self.post = np.zeros(people.size, np.int64)
        self.merit = people.skill * np.exp(0.5 * dice.standard_normal(people.size))
        self.steps: list[Careers] = []

    @property
    def led(self) -> Ints:
        """Everybody who was ever promoted."""
        return np.concatenate([steps.agent[steps.kind == PROMOTED] for steps in self.steps])

    def found(self) -> None:
        """Fill all posts before the horizon begins."""
        first = self.line.first
        for agents, rank in self._fill(first, first + 1):
            early = first - self.dice.integers(30, 1_500, len(agents))
            day = np.clip(early, self.people.joined[agents] + SEASONED, first - 1)
            self.steps.append(_steps(agents, day, PROMOTED, rank))

    def month(self, number: int) -> None:
        """One month: who left or moved away gives up the post, others follow, a few are demoted."""
        first, end = (int(day) for day in self.line.edges[number : number + 2])
        days = self.line.workdays(first, end)
        self._release(first)
        risen = [NOBODY]
        for agents, rank in self._fill(first, end):
            self.steps.append(_steps(agents, days[self.dice.integers(0, len(days), len(agents))], PROMOTED, rank))
            risen.extend(agents.tolist())
        self._demote(days, np.array(risen), end)

    def _release(self, first: int) -> None:
        for level, holders in enumerate(self.holders):
            heads = holders[holders != NOBODY]
            at = self.people.spells.at(heads, np.full(len(heads), first))
            moved = self.groups[level][self.people.spells.unit[at]] != self.post[heads]
            gone = self.people.left[heads] <= first
            self.steps.append(_steps(heads[moved & ~gone], self.people.spells.start[at][moved & ~gone], DEMOTED))
            self._empty(heads[moved | gone])

    def _empty(self, heads: Ints) -> None:
        for level, holders in enumerate(self.holders):
            holders[self.post[heads[self.rank[heads] == level + 1]]] = NOBODY
        self.rank[heads] = 0

    def _fill(self, first: int, end: int) -> list[tuple[Ints, int]]:
        """New heads for the empty posts from the top down, each with their rank; the best of the rank below first."""
        people = self.people
        staff = np.flatnonzero((people.joined <= first - SEASONED) & (people.left >= end))
        unit, later = (people.spells.unit_on(staff, np.full(len(staff), day)) for day in (first, end - 1))
        chosen = []
        for rank in range(len(LEVELS), 0, -1):
            org, holders = self.groups[rank - 1][unit], self.holders[rank - 1]
            fit = (self.rank[staff] < rank) & (holders[org] == NOBODY) & (self.groups[rank - 1][later] == org)
            agents, orgs = staff[fit], org[fit]
            order = np.lexsort((self.merit[agents], self.rank[agents], orgs))
            best = order[np.append(orgs[order][1:] != orgs[order][:-1], True)[: len(order)]]
            self._empty(agents[best])
            holders[orgs[best]] = agents[best]
            self.post[agents[best]], self.rank[agents[best]] = orgs[best], rank
            chosen.append((agents[best], rank))
        return chosen

    def _demote(self, days: Ints, risen: Ints, end: int) -> None:
        heads = np.flatnonzero((self.rank > 0) & (self.people.left >= end))
        heads = heads[(self.dice.random(len(heads)) < c.DEMOTED) & ~np.isin(heads, risen)]
        self.steps.append(_steps(heads, days[self.dice.integers(0, len(days), len(heads))], DEMOTED))
        self._empty(heads)
