"""The sales app's tables beside its events: review tasks, and customers on WeCom."""

import numpy as np
import polars as pl

from data.demo import constants as c
from data.demo.draws import Draws
from data.demo.frames import Table, frame
from data.demo.harm import Harm
from data.demo.policies import NEVER
from data.demo.reviews import STEPS


def tables(drawn: Draws, hurt: Harm) -> list[Table]:
    """Review steps, and who added whom on WeCom."""
    adds = hurt.adds
    wecom = frame(customer_id=adds.customer, agent_id=adds.agent + 1, day=adds.day)
    return [("review_step", "day", _steps(drawn, hurt)), ("wecom", "day", wecom)]


def _steps(drawn: Draws, hurt: Harm) -> pl.DataFrame:
    """Table `review_step`: the tasks of the last months, `as_of`'s included."""
    line, tasks = drawn.world.line, hurt.tasks
    since = line.edges[len(line.months) - 2 - c.TASK_MONTHS]
    days = (tasks.assigned, tasks.appointed, tasks.done, np.where(tasks.gap, tasks.done, NEVER))
    number = tasks.customer * 10_000 + tasks.assigned % 10_000
    parts = [
        frame(
            (tasks.assigned >= since) & (day < NEVER), step_id=number * len(STEPS) + turn, task_id=number,
            customer_id=tasks.customer, agent_id=tasks.agent + 1, day=day.astype(np.int32),
            kind=np.full(len(day), kind),
        )
        for turn, (kind, day) in enumerate(zip(STEPS, days, strict=True))
    ]  # fmt: skip
    return pl.concat(parts).sort("day", "step_id")
