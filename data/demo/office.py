"""The office: who comes on a working day, and the courses that agents take."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.columns import Bools, Columns, Floats, Ints
from data.demo.dice import Dice, counts, pick
from data.demo.plants import Scene
from data.demo.policies import Market
from data.demo.spells import DAY

COURSES = (
    "产品知识",
    "健康告知与核保",
    "客户需求分析",
    "养老规划",
    "合规与反洗钱",
    "双录规范",
    "增员面谈",
    "移动展业工具",
)
SHARES = (0.22, 0.12, 0.16, 0.12, 0.14, 0.06, 0.08, 0.10)


@dataclass(frozen=True)
class Days(Columns):
    """Working days at the office, by day and agent."""

    agent: Ints
    unit: Ints
    day: Ints
    present: Bools
    meeting: Bools


@dataclass(frozen=True)
class Courses(Columns):
    """Courses due, by day and agent; `course` is an index of COURSES."""

    agent: Ints
    day: Ints
    course: Ints
    minutes: Ints
    passed: Bools


def diligence(agents: int, dice: Dice) -> Floats:
    """Each agent's own chance to come to the office."""
    return np.asarray(1 / (1 + np.exp(-c.COMING - c.COMING_SIGMA * dice.standard_normal(agents))))


def attendance(world: Market, since: int, place: Scene | None, dice: Dice) -> Days:
    """The working days of all agents from the month of day `since` on; `place` has a collapse, or is none."""
    chance = diligence(world.people.size, dice)
    first, last = world.line.month_of(np.array([since, world.line.as_of]))
    return Days.joined([_month(world, month, chance, place, dice) for month in range(first, last + 1)])


def _month(world: Market, month: int, chance: Floats, place: Scene | None, dice: Dice) -> Days:
    spells, line = world.spells, world.line
    begin, end = np.searchsorted(spells.month, [month, month + 1])
    start, stop = spells.start[begin:end], spells.end[begin:end]
    days = line.workdays(int(line.edges[month]), int(line.edges[month + 1]))
    at, who = np.nonzero((start <= days[:, None]) & (days[:, None] < stop))
    agent, unit = spells.agent[begin:end][who], spells.unit[begin:end][who]
    comes, joins = dice.random((2, len(at)))
    present = comes < chance[agent] * _left(place, unit, days[at])
    rows = Days(agent, unit, days[at], present, present & (joins < c.MEETING_TOO))
    return rows.take(np.lexsort((rows.agent, rows.day)))


def _left(place: Scene | None, unit: Ints, day: Ints) -> Floats:
    """What the collapse leaves of everybody's chance to come."""
    if place is None:
        return np.ones(len(unit))
    return np.where(place.orgs.inside(place.collapse, unit) & (day >= place.start), c.COLLAPSE_COMING, 1.0)


def training(world: Market, since: int, dice: Dice) -> Courses:
    """The courses due from the month of day `since` on."""
    spells, line = world.spells, world.line
    share = line.visits.share(spells.start, spells.end) * (line.edges[spells.month] >= since)
    index = np.repeat(np.arange(len(share)), counts(c.COURSES * share, dice))
    size, agent = len(index), spells.agent[index].astype(DAY)
    day = line.visits.spread(spells.start[index], spells.end[index], dice.random(size))
    keen = diligence(world.people.size, dice)[agent]
    passed = dice.random(size) < c.COURSE_PASSED * keen / keen.mean()
    minutes = dice.integers(20, 91, size)
    unopened = ~passed & (dice.random(size) < c.COURSE_UNOPENED)
    minutes = np.where(passed, minutes, np.where(unopened, 0, minutes // 2))
    courses = Courses(agent, day, pick(SHARES, size, dice), minutes, passed)
    return courses.take(np.lexsort((courses.agent, courses.day)))
