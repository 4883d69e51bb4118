"""The sales force: who joins, changes unit and leaves, month by month."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.columns import Bools, Floats, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice, counts, pick
from data.demo.orgs import Orgs
from data.demo.spells import DAY, FOREVER, Spells

MONTH = 30.44
OLDEST_MONTHS = 240


@dataclass(frozen=True)
class Personnel:
    """All agents (numbers from 0; `agent_id` is one more), their days of joining and leaving, and their spells."""

    plan: Floats
    joined: Ints
    left: Ints
    skill: Floats
    spells: Spells

    @property
    def size(self) -> int:
        return len(self.joined)


def survival() -> tuple[Floats, Floats]:
    """For each month of tenure: the hazard, and the share of recruits who reach that month."""
    hazard = np.zeros(OLDEST_MONTHS)
    for first, rate in c.HAZARDS:
        hazard[first:] = rate
    return hazard, np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])


def turnover() -> float:
    """The share of a steady force that leaves, and is recruited, in a month."""
    hazard, reach = survival()
    return float((hazard * reach).sum() / reach.sum())


def plan(size: c.Size, units: int, dice: Dice) -> Floats:
    """The planned headcount of each unit."""
    raw = np.exp(0.25 * dice.standard_normal(units))
    return counts(raw / raw.sum() * size.agents, dice).astype(np.float64)


class _Force:
    """The force as it is drawn month by month."""

    def __init__(self, headcount: Floats, line: Timeline, orgs: Orgs, dice: Dice) -> None:
        self.plan, self.line, self.orgs, self.dice = headcount, line, orgs, dice
        self.hazard, reach = survival()
        self.unit = np.repeat(np.arange(len(headcount)), headcount.astype(int)).astype(DAY)
        tenure = (pick(reach, len(self.unit), dice) + dice.random(len(self.unit))) * MONTH
        self.joined = (line.first - 1 - tenure).astype(DAY)
        self.start = self.joined.copy()
        self.left = np.full(len(self.unit), FOREVER, DAY)
        self.spells: list[tuple[Ints, Ints, Ints, Ints]] = []

    def month(self, number: int) -> None:
        """One month of leavers, transfers and recruits."""
        first, end = (int(day) for day in self.line.edges[number : number + 2])
        days = self.line.workdays(first, end)
        staff = np.flatnonzero(self.left == FOREVER)
        staff = staff[np.argsort(self.unit[staff], kind="stable")]
        gone = self._leave(staff, first, days)
        self._transfer(staff[~gone], days)
        self._recruit(number, days)

    def _leave(self, staff: Ints, first: int, days: Ints) -> Bools:
        months = np.minimum((first - self.joined[staff]) / MONTH, OLDEST_MONTHS - 1).astype(int)
        gone = counts(self.hazard[months], self.dice) > 0
        leavers = staff[gone]
        self.left[leavers] = days[self.dice.integers(0, len(days), len(leavers))]
        self._close(leavers, self.left[leavers])
        return gone

    def _close(self, agents: Ints, end: Ints) -> None:
        self.spells.append((agents.astype(DAY), self.unit[agents], self.start[agents], end.astype(DAY)))

    def _transfer(self, staff: Ints, days: Ints) -> None:
        movers = staff[self.dice.random(len(staff)) < c.TRANSFERS]
        goal = self._neighbour(self.unit[movers])
        movers, goal = movers[goal != self.unit[movers]], goal[goal != self.unit[movers]]
        middle = days[len(days) // 3 : -len(days) // 3]
        day = middle[self.dice.integers(0, len(middle), len(movers))].astype(DAY)
        self._close(movers, day)
        self.unit[movers], self.start[movers] = goal, day

    def _neighbour(self, unit: Ints) -> Ints:
        """A random unit of the same sub-branch for each unit."""
        group = self.orgs.group("sub_branch")
        edges = np.searchsorted(group, np.arange(group.max() + 2))
        low, high = edges[group[unit]], edges[group[unit] + 1]
        return (low + self.dice.random(len(unit)) * (high - low)).astype(DAY)

    def _recruit(self, number: int, days: Ints) -> None:
        now = np.bincount(self.unit[self.left == FOREVER], minlength=len(self.plan))
        season = c.RECRUITING[self.line.months[number].month - 1]
        gap = self.plan * (1 - turnover()) - now
        units = np.repeat(np.arange(len(self.plan)), counts(self._wanted(season, gap), self.dice)).astype(DAY)
        day = days[self.dice.integers(0, len(days), len(units))].astype(DAY)
        self.unit, self.joined = np.concatenate([self.unit, units]), np.concatenate([self.joined, day])
        self.start = np.concatenate([self.start, day])
        self.left = np.concatenate([self.left, np.full(len(units), FOREVER, DAY)])

    def _wanted(self, season: float, gap: Floats) -> Floats:
        return np.maximum(self.plan * turnover() * season + 0.15 * gap, 0)

    def done(self) -> Spells:
        staff = np.flatnonzero(self.left == FOREVER)
        self._close(staff, self.left[staff])
        agent, unit, start, end = (np.concatenate(column) for column in zip(*self.spells, strict=True))
        order = np.lexsort((start, agent))
        return Spells(agent[order], unit[order], start[order], end[order])


def draw(headcount: Floats, line: Timeline, orgs: Orgs, dice: Dice) -> Personnel:
    """Everybody who works within the horizon."""
    force = _Force(headcount, line, orgs, dice)
    for number in range(len(line.months)):
        force.month(number)
    spells = force.done()
    skill = np.exp(c.SKILL_SIGMA * dice.standard_normal(len(force.joined)))
    return Personnel(headcount, force.joined, force.left, skill, spells)
