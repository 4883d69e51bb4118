"""The tables of remote supervision."""

from data.demo import meetings
from data.demo.dice import Dice
from data.demo.draws import Draws
from data.demo.frames import Table, frame, ids
from data.demo.meetings import OPEN


def tables(drawn: Draws, dice: Dice) -> list[Table]:
    """Sessions, their tasks, and the days on which tasks were closed."""
    units = drawn.world.orgs.units
    held, given = meetings.draw(drawn.world.line, len(units), drawn.service_from, dice)
    sessions = frame(meeting_id=ids(len(held.day)), day=held.day, unit_id=units[held.unit], minutes=held.minutes)
    numbers, of = ids(len(given.due)), given.meeting
    tasks = frame(
        task_id=numbers, meeting_id=of + 1, unit_id=units[held.unit[of]], day=held.day[of], due=given.due
    )  # fmt: skip
    closed = frame(given.done < OPEN, task_id=numbers, day=given.done).sort("day", "task_id")
    return [("meeting", "day", sessions), ("meeting_task", "day", tasks), ("meeting_task_done", "day", closed)]
