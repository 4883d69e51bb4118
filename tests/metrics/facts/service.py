"""Random recordings, calls and complaints about policies, supervision sessions and their tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.metrics.facts import Maker

RECORDINGS, CALLBACKS, COMPLAINTS, MEETINGS, TASKS = 700, 800, 80, 150, 400


def frames(maker: Maker, policy: pl.DataFrame) -> dict[str, pl.DataFrame]:
    tasks, done = supervision_tasks(maker)
    return {
        "recording": recordings(maker, policy),
        "callback": callbacks(maker, policy),
        "complaint": complaints(maker, policy),
        "meeting": meetings(maker),
        "meeting_task": tasks,
        "meeting_task_done": done,
    }


def about(maker: Maker, policy: pl.DataFrame, count: int, delays: list[int]) -> dict[str, list]:
    """Random policies, some of them several times, with a day so long after the issue."""
    of = maker.random.integers(0, len(policy), count)
    day = [
        policy["issued"][int(at)] + timedelta(days=delay)
        for at, delay in zip(of, maker.pick(delays, count), strict=True)
    ]
    return {
        "day": day,
        "policy_id": [policy["policy_id"][int(at)] for at in of],
        "agent_id": [policy["agent_id"][int(at)] for at in of],
    }


def recordings(maker: Maker, policy: pl.DataFrame) -> pl.DataFrame:
    """Mostly before the issue, now and then too late; checked at once, on the free-look's last day, after it, never."""
    rows = about(maker, policy, RECORDINGS, [-20, -3, -1, -1, 0, 0, 0, 1, 15, 16])
    checks = maker.pick([None, None, 0, 1, 5, 12, 15, 16, 18, 30], RECORDINGS)
    return pl.DataFrame(
        {
            "recording_id": range(1, RECORDINGS + 1),
            **rows,
            "product_id": ["P1"] * RECORDINGS,
            "minutes": maker.random.integers(0, 40, RECORDINGS),
            "passed": maker.random.random(RECORDINGS) < 0.8,
            "mislead": maker.random.random(RECORDINGS) < 0.1,
            "rework": maker.random.random(RECORDINGS) < 0.2,
            "checked": [
                None if wait is None else day + timedelta(days=wait)
                for day, wait in zip(rows["day"], checks, strict=True)
            ],
        }
    )


def callbacks(maker: Maker, policy: pl.DataFrame) -> pl.DataFrame:
    """On every edge of the free-look period; the same policy now fails, now succeeds."""
    return pl.DataFrame(
        {
            "callback_id": range(1, CALLBACKS + 1),
            **about(maker, policy, CALLBACKS, [-1, 0, 1, 3, 8, 14, 15, 16, 30]),
            "result": maker.pick(["ok", "ok", "ok", "failed", "issue"], CALLBACKS),
        }
    )


def complaints(maker: Maker, policy: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "complaint_id": range(1, COMPLAINTS + 1),
            **about(maker, policy, COMPLAINTS, [0, 2, 20, 100, 300]),
            "product_id": ["P1"] * COMPLAINTS,
            "topic": maker.pick(["mislead", "service", "claim"], COMPLAINTS),
        }
    )


def meetings(maker: Maker) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "meeting_id": range(1, MEETINGS + 1),
            "day": maker.days(MEETINGS),
            "unit_id": maker.pick(maker.units, MEETINGS),
            "minutes": maker.random.integers(0, 90, MEETINGS),
        }
    )


def supervision_tasks(maker: Maker) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tasks, and the ends of most of them: before the due day, on it, a day late, long after; the rest never."""
    due = maker.days(TASKS)
    tasks = pl.DataFrame(
        {
            "task_id": range(1, TASKS + 1),
            "meeting_id": maker.pick(list(range(1, MEETINGS + 1)), TASKS),
            "unit_id": maker.pick(maker.units, TASKS),
            "day": [day - timedelta(days=ahead) for day, ahead in zip(due, maker.pick([0, 3, 14], TASKS), strict=True)],
            "due": due,
        }
    )
    late = maker.pick([-2, -1, 0, 0, 1, 40, None], TASKS)
    ends = [
        (n, day + timedelta(days=by)) for n, (day, by) in enumerate(zip(due, late, strict=True), 1) if by is not None
    ]
    return tasks, pl.DataFrame(ends, schema=["task_id", "day"], orient="row")
