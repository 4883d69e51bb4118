"""Spells of service: the agent who serves a customer, or the unit where an orphan waits for one."""

from dataclasses import dataclass

import numpy as np

from data.demo.agents import Personnel
from data.demo.assigns import NOBODY, Assigns
from data.demo.columns import Columns, Ints
from data.demo.dice import Dice
from data.demo.spells import FOREVER


@dataclass(frozen=True)
class Serving(Columns):
    """Whose customer somebody is for start <= day < end; by `owner`: an agent, or the unit of orphans."""

    owner: Ints
    customer: Ints
    start: Ints
    end: Ints

    def customers(self, owner: Ints, day: Ints, dice: Dice) -> Ints:
        """A customer of each owner on a day; 0 where four tries find none."""
        low, high = np.searchsorted(self.owner, owner), np.searchsorted(self.owner, owner, side="right")
        found = np.zeros(len(owner), np.int64)
        for _ in range(4):
            at = np.minimum((low + dice.random(len(owner)) * (high - low)).astype(np.int64), len(self.owner) - 1)
            theirs = (low < high) & (self.start[at] < day) & (day < self.end[at])
            found = np.where((found == 0) & theirs, self.customer[at], found)
        return found

    def since(self, customer: Ints) -> Ints:
        """The first day on which each customer was anybody's; FOREVER where they never are."""
        order = np.lexsort((self.start, self.customer))
        own, first = np.unique(self.customer[order], return_index=True)
        at = np.minimum(np.searchsorted(own, customer), len(own) - 1)
        return np.where(own[at] == customer, self.start[order][first][at], FOREVER)


def served(rows: Assigns) -> Serving:
    """The customers whom agents serve."""
    ordered, end = _spells(rows)
    return _by_owner(Serving(ordered.agent, ordered.customer, ordered.day, end))


def orphaned(rows: Assigns, people: Personnel) -> Serving:
    """The customers whom nobody serves, by the unit that their last agent left."""
    ordered, end = _spells(rows)
    waits = ordered.agent == NOBODY
    alone = ordered.take(waits)
    unit = people.spells.unit_on(alone.left, alone.day)
    return _by_owner(Serving(unit, alone.customer, alone.day, end[waits]))


def _spells(rows: Assigns) -> tuple[Assigns, Ints]:
    """The rows by customer, and the day on which each gives way to the customer's next."""
    ordered = rows.take(np.lexsort((rows.kind, rows.day, rows.customer)))
    same = np.append(ordered.customer[1:] == ordered.customer[:-1], False)
    return ordered, np.where(same, np.append(ordered.day[1:], FOREVER), FOREVER)


def _by_owner(spells: Serving) -> Serving:
    kept = spells.take((spells.owner != NOBODY) & (spells.start < spells.end))
    return kept.take(np.lexsort((kept.start, kept.customer, kept.owner)))
