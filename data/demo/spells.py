"""Spells: an agent in a unit from a day to a day, whole and cut at month ends."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.demo.columns import Columns, Floats, Ints
from data.demo.days import Timeline

FOREVER = 2_000_000
DAY = np.int32


@dataclass(frozen=True)
class Spells(Columns):
    """An agent in a unit for start <= day < end; sorted by agent and start."""

    agent: Ints
    unit: Ints
    start: Ints
    end: Ints

    @cached_property
    def _keys(self) -> Ints:
        return self.agent.astype(np.int64) * FOREVER + self.start

    def unit_on(self, agent: Ints, day: Ints) -> Ints:
        """The unit of each agent on a day; the last one after they left, the first one before they came."""
        return self.unit[self.at(agent, day)]

    def at(self, agent: Ints, day: Ints) -> Ints:
        """The place of each agent's spell on a day; the last one after they left, the first one before they came."""
        keys = agent.astype(np.int64) * FOREVER + day
        at = np.searchsorted(self._keys, keys, side="right") - 1
        first = np.searchsorted(self._keys, agent.astype(np.int64) * FOREVER)
        return np.maximum(at, first)


@dataclass(frozen=True)
class SpellMonths:
    """Spells cut at month ends, sorted by month and unit; `cell` numbers month x unit."""

    agent: Ints
    unit: Ints
    month: Ints
    start: Ints
    end: Ints
    units: int

    @cached_property
    def cell(self) -> Ints:
        return (self.month * self.units + self.unit).astype(np.int32)

    def per_cell(self, values: Floats, months: int) -> Floats:
        """The sum of the values by month x unit, flat."""
        return np.asarray(np.bincount(self.cell, values, months * self.units), np.float64)


def monthly(spells: Spells, units: int, line: Timeline) -> SpellMonths:
    """The spells within the horizon, cut at month ends."""
    start, end = np.maximum(spells.start, line.first), np.minimum(spells.end, line.last)
    low, high = line.month_of(start), line.month_of(end - 1)
    index = np.repeat(np.arange(len(start)), np.maximum(high - low + 1, 0) * (start < end))
    month = (low[index] + _ranks(index)).astype(DAY)
    begin, stop = np.maximum(start[index], line.edges[month]), np.minimum(end[index], line.edges[month + 1])
    order = np.lexsort((spells.agent[index], spells.unit[index], month))
    who = spells.take(index[order])
    return SpellMonths(who.agent, who.unit, month[order], begin[order], stop[order], units)


def _ranks(index: Ints) -> Ints:
    """0, 1, 2 … within each run of equal values."""
    first = np.concatenate([[True], index[1:] != index[:-1]]) if len(index) else np.zeros(0, bool)
    starts = np.flatnonzero(first)
    return np.arange(len(index)) - np.repeat(starts, np.diff(np.append(starts, len(index))))
