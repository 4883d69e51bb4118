"""What follows from an agent's sales: the quarter's appraisal, the month's pay."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.demo import constants as c
from data.demo import rates
from data.demo.careers import Careers
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.dice import Dice
from data.demo.policies import Cases, Market
from data.demo.spells import DAY

RESULTS = ("promote", "keep", "demote", "fail")
PROMOTE, KEEP, DEMOTE, FAIL = range(len(RESULTS))
QUARTER, PAY_DAY = 3, 10
PROBATION, FIRST_YEAR = 90, 365


@dataclass(frozen=True)
class Sales:
    """First-year commissions in cents, months of the horizon x agents."""

    world: Market
    commissions: Floats

    @classmethod
    def of(cls, world: Market, policies: Cases) -> "Sales":
        line, size = world.line, world.people.size
        earned = rates.cents("commission", policies.premium, policies.product, policies.pay_years)
        edges = np.searchsorted(policies.issued, line.edges)
        months = [np.bincount(policies.agent[a:b], earned[a:b], size) for a, b in pairwise(edges)]
        return cls(world, np.asarray(months, np.float64))

    def staff(self, day: int) -> Ints:
        """Who is there on a day."""
        people = self.world.people
        return np.flatnonzero((people.joined <= day) & (day < people.left))


@dataclass(frozen=True)
class Appraisals(Columns):
    """Appraisals by day and agent; `result` is an index of RESULTS."""

    agent: Ints
    day: Ints
    result: Ints


@dataclass(frozen=True)
class Incomes(Columns):
    """Payments by day and agent, in cents."""

    agent: Ints
    day: Ints
    amount: Ints


def appraisals(sales: Sales, careers: Careers, dice: Dice) -> Appraisals:
    """Everybody past probation, on the last working day of each quarter."""
    line = sales.world.line
    closing = [
        at
        for at, month in enumerate(line.months)
        if month.month % QUARTER == 0 and line.edges[at + 1] <= line.as_of + 1
    ]
    return Appraisals.joined([_quarter(sales, careers, at, dice) for at in closing])


def _quarter(sales: Sales, careers: Careers, month: int, dice: Dice) -> Appraisals:
    line, people = sales.world.line, sales.world.people
    day = int(line.workdays(int(line.edges[month]), int(line.edges[month + 1]))[-1])
    staff = sales.staff(day)
    staff = staff[people.joined[staff] <= day - PROBATION]
    sold = sales.commissions[max(month - QUARTER + 1, 0) : month + 1].sum(axis=0)[staff] > 0
    result = _results(sold, careers.ranks(people.size, day)[staff] > 0, dice.random((2, people.size))[:, staff])
    return Appraisals(staff.astype(DAY), np.full(len(staff), day, DAY), result)


def _results(sold: Bools, heads: Bools, luck: Floats) -> Ints:
    kept = luck[0] < np.where(sold, c.APPRAISED, c.APPRAISED_IDLE)
    good = np.where(luck[1] < c.APPRAISED_UP, PROMOTE, KEEP)
    return np.where(kept, good, np.where(heads, DEMOTE, FAIL)).astype(DAY)


def incomes(sales: Sales, careers: Careers, dice: Dice) -> Incomes:
    """What each agent is paid on the tenth for the month before."""
    line = sales.world.line
    days = [int(first) + PAY_DAY - 1 for first in line.edges[1:-1]]
    return Incomes.joined(
        [_paid(sales, careers, month, day, dice) for month, day in enumerate(days) if day <= line.as_of]
    )


def _paid(sales: Sales, careers: Careers, month: int, day: int, dice: Dice) -> Incomes:
    people = sales.world.people
    generous = np.exp(0.2 * dice.standard_normal(people.size))
    staff = sales.staff(day)
    staff = staff[people.joined[staff] < sales.world.line.edges[month + 1]]
    newcomer = day - people.joined[staff] <= FIRST_YEAR
    allowance = np.array(c.ALLOWANCES)[careers.ranks(people.size, day)[staff]] + newcomer * c.NEWCOMER
    amount = np.round(sales.commissions[month][staff] + allowance * generous[staff])
    return Incomes(staff.astype(DAY), np.full(len(staff), day, DAY), amount.astype(np.int64))
