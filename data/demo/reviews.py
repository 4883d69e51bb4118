"""Policy reviews: tasks to look through a served customer's policies, what became of them, and reviews without one."""

from dataclasses import dataclass, replace

import numpy as np

from data.demo import constants as c
from data.demo.behaviour import Acts, spread
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.deeds import REVIEW, Deeds, deeds
from data.demo.dice import Dice
from data.demo.policies import NEVER, Market
from data.demo.serving import Serving

STEPS = ("assigned", "appointed", "done", "gap_found")
_MONTH = 32


@dataclass(frozen=True)
class Tasks(Columns):
    """Review tasks: the days of their steps (NEVER where it did not come to one), and whether a `gap` was found."""

    agent: Ints
    customer: Ints
    assigned: Ints
    appointed: Ints
    done: Ints
    gap: Bools
    luck: Floats


def tasks(world: Market, acts: Acts, service: Serving, start: int, dice: Dice) -> Tasks:
    """All review tasks from day `start` on, one a customer and month."""
    every = Tasks.joined([_before_proposals(world, acts, service, dice), _plain(world, service, start, dice)])
    slot = every.customer * 10_000 + every.assigned // _MONTH
    every = every.take(np.sort(np.unique(slot, return_index=True)[1]))
    return every.take(np.lexsort((every.customer, every.agent, every.assigned)))


def _before_proposals(world: Market, acts: Acts, service: Serving, dice: Dice) -> Tasks:
    """Tasks whose review showed a gap that a proposal then filled."""
    made = acts.take(acts.proposal)
    made = made.take(dice.random(len(made.day)) < c.TASKS_BEFORE_PROPOSALS)
    done = made.day - dice.integers(0, 20, len(made.day))
    appointed = done - dice.integers(0, 8, len(done))
    assigned = appointed - dice.integers(0, 8, len(done))
    known = (service.since(made.customer) < assigned) & (assigned >= world.people.joined[made.agent])
    gap = np.ones(len(done), bool)
    return Tasks(made.agent, made.customer, assigned, appointed, done, gap, made.luck).take(known)


def _plain(world: Market, service: Serving, start: int, dice: Dice) -> Tasks:
    """The other tasks; those whose agent leaves come to nothing."""
    given = _served(world, service, c.REVIEW_TASKS, start, dice)
    luck = dice.random((3, len(given.day)))
    appointed = given.day + dice.integers(1, 8, len(given.day))
    done = appointed + dice.integers(0, 8, len(given.day))
    left = world.people.left[given.agent]
    met = (luck[0] < c.APPOINTED) & (appointed < left)
    reviewed = met & (luck[1] < c.REVIEWED) & (done < left)
    gap = reviewed & (luck[2] < c.GAP_FOUND)
    appointed, done = np.where(met, appointed, NEVER), np.where(reviewed, done, NEVER)
    return Tasks(given.agent, given.customer, given.day, appointed, done, gap, given.luck)


def _served(world: Market, service: Serving, rate: float, start: int, dice: Dice) -> Acts:
    """So many acts an agent and month with a served customer; agents without one have none."""
    rates = rate * np.array([c.VISITING[month.month - 1] for month in world.outlook.months])
    acts = spread(world, rates, start, dice)
    acts = replace(acts, customer=service.customers(acts.agent, acts.day, dice))
    return acts.take(acts.customer > 0)


def others(world: Market, service: Serving, start: int, dice: Dice) -> Deeds:
    """Reviews that no task asked for."""
    acts = _served(world, service, c.OTHER_REVIEWS, start, dice)
    return deeds(acts.agent, acts.unit, acts.customer, acts.day, acts.luck, REVIEW)


def done(given: Tasks, world: Market) -> Deeds:
    """The reviews that tasks brought about."""
    rows = given.take(given.done < NEVER)
    unit = world.people.spells.unit_on(rows.agent, rows.done)
    return deeds(rows.agent, unit, rows.customer, rows.done, rows.luck, REVIEW)
