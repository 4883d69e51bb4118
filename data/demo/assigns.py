"""Who serves each customer: the seller, then nobody, then a colleague of the same unit."""

from dataclasses import dataclass

import numpy as np

from data.demo.agents import Personnel
from data.demo.columns import Columns, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice, pick
from data.demo.policies import Cases
from data.demo.spells import SpellMonths

KINDS = ("sale", "orphaned", "assigned")
NOBODY = np.int32(-1)
# Days from the leaving to the assignment: five working days mostly.
WAIT = (0.0, 0.0, 0.18, 0.22, 0.2, 0.16, 0.12, 0.06, *(0.004,) * 15)


@dataclass(frozen=True)
class Assigns(Columns):
    """Rows by day; `agent` is NOBODY for an orphan, `left` the agent whose leaving made it one (NOBODY for a sale)."""

    customer: Ints
    day: Ints
    kind: Ints
    agent: Ints
    left: Ints


def draw(policies: Cases, people: Personnel, spells: SpellMonths, line: Timeline, dice: Dice) -> Assigns:
    """All changes of service within the horizon, and the sales before."""
    customer, first = np.unique(policies.customer, return_index=True)
    owner, size = policies.agent[first], len(first)
    parts = [rows(policies.customer, policies.issued, 0, policies.agent, np.full(len(policies.issued), NOBODY))]
    for _ in range(8):
        gone = people.left[owner] < line.last - 1
        customer, owner = customer[gone], owner[gone]
        size = len(customer)
        left = people.left[owner]
        day = np.minimum(left + pick(WAIT, size, dice), line.last - 1).astype(np.int32)
        heir = _heirs(people.spells.unit_on(owner, left), day, spells, line, dice)
        parts.append(rows(customer, left + 1, 1, np.full(size, NOBODY), owner))
        found = heir != NOBODY
        parts.append(rows(customer[found], np.maximum(day, left + 1)[found], 2, heir[found], owner[found]))
        customer, owner = customer[found], heir[found]
    return in_order(parts)


def in_order(parts: list[Assigns]) -> Assigns:
    """All parts together, by day and customer."""
    whole = Assigns.joined(parts)
    return whole.take(np.lexsort((whole.kind, whole.customer, whole.day)))


def rows(customer: Ints, day: Ints, kind: int, agent: Ints, left: Ints) -> Assigns:
    """Rows of one kind."""
    size = len(customer)
    kinds = np.full(size, kind, np.int32)
    return Assigns(customer, day.astype(np.int32), kinds, agent.astype(np.int32), left.astype(np.int32))


def _heirs(unit: Ints, day: Ints, spells: SpellMonths, line: Timeline, dice: Dice) -> Ints:
    """Somebody who works in each unit on a day and stays for a while; NOBODY where three tries find none."""
    cell = line.month_of(day) * spells.units + unit
    low, high = np.searchsorted(spells.cell, cell), np.searchsorted(spells.cell, cell, side="right")
    heir = np.full(len(unit), NOBODY)
    for _ in range(3):
        at = np.minimum((low + dice.random(len(unit)) * (high - low)).astype(np.int64), len(spells.agent) - 1)
        there = (spells.start[at] <= day) & (day < spells.end[at]) & (low < high)
        heir = np.where((heir == NOBODY) & there, spells.agent[at], heir)
    return heir.astype(np.int32)
