"""Remote supervision: sessions with units, the tasks they were given, and which of these were closed."""

from dataclasses import dataclass

import numpy as np

from data.demo import constants as c
from data.demo.columns import Columns, Ints
from data.demo.days import Timeline
from data.demo.dice import Dice, even, lognormal

MONTH = 30.44


@dataclass(frozen=True)
class Meetings(Columns):
    """Sessions by day, each with a unit (by number)."""

    unit: Ints
    day: Ints
    minutes: Ints


@dataclass(frozen=True)
class MeetingTasks(Columns):
    """Tasks in the order of their sessions; `done` is OPEN where one was never closed."""

    meeting: Ints
    due: Ints
    done: Ints


OPEN = np.int32(3_000_000)


def draw(line: Timeline, units: int, first: int, dice: Dice) -> tuple[Meetings, MeetingTasks]:
    """The sessions from day `first` on, and their tasks."""
    days = line.workdays(first, line.last)
    size = int(dice.poisson(c.MEETINGS * units * (line.last - first) / MONTH))
    day = np.sort(days[dice.integers(0, len(days), size)])
    minutes = np.clip(lognormal(c.MEETING_MINUTES, 0.4, size, dice), 10, 150).astype(np.int32)
    held = Meetings(dice.integers(0, units, size).astype(np.int32), day, minutes)
    return held, _tasks(held, dice)


def _tasks(held: Meetings, dice: Dice) -> MeetingTasks:
    meeting = np.repeat(np.arange(len(held.day)), 1 + dice.poisson(c.TASKS_A_MEETING - 1, len(held.day)))
    size = len(meeting)
    days = np.array(c.TASK_DAYS)[dice.integers(0, len(c.TASK_DAYS), size)]
    luck, part = even(size, dice), dice.random(size)
    took = np.where(luck < c.TASKS_IN_TIME, 1 + np.floor(part * days), days + 1 + np.floor(part * 10))
    start = held.day[meeting]
    done = np.where(luck < c.TASKS_CLOSED, start + took, OPEN).astype(np.int32)
    return MeetingTasks(meeting, (start + days).astype(np.int32), done)
