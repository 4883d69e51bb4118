"""Recruiting: the candidates behind every recruit, and those who went no further."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.agents import Personnel
from data.demo.columns import Columns, Floats, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice, counts
from data.demo.spells import DAY, SpellMonths

KINDS = ("contact", "interview", "apply", "onboard")
ONBOARD = len(KINDS) - 1
NOBODY = np.int32(-1)
TRIES_IN_UNIT, TRIES = 8, 24


@dataclass(frozen=True)
class Candidates(Columns):
    """Candidates by number: who found them, the day of each step (rows x KINDS), the `last` one they took."""

    recruiter: Ints
    days: Ints
    last: Ints
    agent: Ints


@dataclass(frozen=True)
class Steps(Columns):
    """Steps of candidates by day; `kind` is an index of KINDS, `agent` NOBODY but on board."""

    candidate: Ints
    recruiter: Ints
    day: Ints
    kind: Ints
    agent: Ints


def draw(people: Personnel, spells: SpellMonths, line: Timeline, recommender: Ints, dice: Dice) -> Steps:
    """All steps of those who joined within the horizon, and of the others; `recommender` of each agent or NOBODY."""
    agent = np.flatnonzero(people.joined >= line.first).astype(DAY)
    agent = agent[np.argsort(people.joined[agent], kind="stable")]
    joined = people.joined[agent]
    unit = people.spells.unit_on(agent, joined)
    contact = joined - _lead(len(agent), dice)
    found = recommender[agent]
    helper = recruiters(unit, contact, people, (spells, line), dice)
    recruiter = np.where(found == NOBODY, helper, found)
    contact = np.clip(contact, people.joined[recruiter], joined - 1)
    won = Candidates(recruiter, _days(contact, joined, dice), np.full(len(agent), ONBOARD, DAY), agent)
    lost = [_lost(unit, contact, last, people, (spells, line), dice) for last in range(ONBOARD)]
    return _steps(Candidates.joined([won, *lost]))


def _lead(size: int, dice: Dice) -> Ints:
    """Days from the contact to the first day as an agent."""
    return dice.integers(8, 46, size).astype(DAY)


def _days(contact: Ints, joined: Ints, dice: Dice) -> Ints:
    """The days of the four steps, spread over the time from the contact to the first day."""
    size, span = len(contact), joined - contact
    shares: list[Floats] = [0.1 + 0.3 * dice.random(size), 0.5 + 0.4 * dice.random(size)]
    between = [contact + np.round(share * span) for share in shares]
    return np.stack([contact, *between, joined], axis=1).astype(DAY)


def _lost(
    unit: Ints, contact: Ints, last: int, people: Personnel, market: tuple[SpellMonths, Timeline], dice: Dice
) -> Candidates:
    """Those who went no further than step `last`, around the contacts of those who joined."""
    share = (1 / c.RECRUITING_RATES[last] - 1) / np.prod(c.RECRUITING_RATES[last + 1 :])
    index = np.repeat(np.arange(len(unit)), counts(np.full(len(unit), share), dice))
    first = np.clip(contact[index] + dice.integers(-15, 16, len(index)), market[1].first, market[1].last - 1)
    recruiter = recruiters(unit[index], first, people, market, dice)
    days = _days(first, first + _lead(len(index), dice), dice)
    size = len(index)
    return Candidates(recruiter, days, np.full(size, last, DAY), np.full(size, NOBODY))


def recruiters(unit: Ints, day: Ints, people: Personnel, market: tuple[SpellMonths, Timeline], dice: Dice) -> Ints:
    """Somebody who works in each unit on a day; elsewhere, where some tries find nobody there.

    Before the horizon it is somebody who had joined by then and is there when it begins.
    """
    spells, line = market
    known = np.maximum(day, line.first)
    month, found = line.month_of(known), np.full(len(unit), NOBODY)
    for turn in range(TRIES):
        place, width = (unit, 1) if turn < TRIES_IN_UNIT else (0, spells.units)
        cell = month * spells.units + place
        begin, end = np.searchsorted(spells.cell, cell), np.searchsorted(spells.cell, cell + width)
        at = np.minimum((begin + dice.random(len(unit)) * (end - begin)).astype(np.int64), len(spells.agent) - 1)
        there = (spells.start[at] <= known) & (known < spells.end[at]) & (begin < end)
        there &= people.joined[spells.agent[at]] <= day
        found = np.where((found == NOBODY) & there, spells.agent[at], found)
    return found.astype(DAY)


def _steps(every: Candidates) -> Steps:
    """The steps that candidates took, candidates numbered by their contact."""
    every = every.take(np.argsort(every.days[:, 0], kind="stable"))
    who, kind = np.nonzero(np.arange(len(KINDS)) <= every.last[:, None])
    day, board = every.days[who, kind], kind == ONBOARD
    order = np.lexsort((kind, who, day))
    agent = np.where(board, every.agent[who], NOBODY)
    return Steps(who, every.recruiter[who], day, kind, agent).take(order)
