"""Supervision sessions, and the tasks that come of them."""

from datetime import date

import numpy as np
import pytest

from data.demo import constants as c
from data.demo import meetings
from data.demo.days import timeline


@pytest.fixture(scope="module")
def line():
    return timeline(date(2026, 6, 16), 20)


@pytest.fixture(scope="module")
def held(line):
    return meetings.draw(line, 400, line.first, np.random.default_rng(3))


def test_every_unit_has_a_session_every_few_months(line, held):
    sessions, _ = held
    months = (line.last - line.first) / 30.44
    assert len(sessions.day) == pytest.approx(c.MEETINGS * 400 * months, rel=0.06)
    assert (np.bincount(sessions.unit, minlength=400) == 0).mean() < 0.02
    assert line.workday[sessions.day - line.first].all()
    assert (np.diff(sessions.day) >= 0).all()


def test_four_of_five_tasks_are_closed_in_time(held):
    sessions, tasks = held
    given = sessions.day[tasks.meeting]
    assert (tasks.done <= tasks.due).mean() == pytest.approx(c.TASKS_IN_TIME, abs=0.01)
    assert (tasks.done < meetings.OPEN).mean() == pytest.approx(c.TASKS_CLOSED, abs=0.01)
    assert (tasks.done > given).all()
    assert set((tasks.due - given).tolist()) == set(c.TASK_DAYS)
    assert len(tasks.due) / len(sessions.day) == pytest.approx(c.TASKS_A_MEETING, abs=0.1)
