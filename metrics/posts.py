"""Posts: where each agent stood from day to day, made from the movements."""

from datetime import date
from typing import Any

import narwhals as nw

Lazy = nw.LazyFrame[Any]
FOREVER = date(9999, 12, 31)


def posts(movement: Lazy) -> Lazy:
    """An agent's days in one unit: agent_id, unit_id, since (included), until (not included), staffed.

    The last movement of a day rules the day. `staffed` is false after a termination, whose unit stays the agent's unit,
    so that what arrives late still counts there.
    """
    following = nw.col("day").shift(-1).over("agent_id", order_by=["day", "movement_id"])
    return (
        movement.with_columns(until=following.fill_null(nw.lit(FOREVER)), staffed=nw.col("kind") != "terminate")
        .filter(nw.col("day") < nw.col("until"))
        .select("agent_id", "unit_id", "until", "staffed", since=nw.col("day"))
    )


def credited(facts: Lazy, posts_: Lazy) -> Lazy:
    """Facts (agent_id, day, ...) with `unit_id`, the agent's unit on that day.

    A fact dated before its agent's first movement has no unit and drops out.
    """
    return facts.join(posts_, on="agent_id").filter(nw.col("since") <= nw.col("day"), nw.col("day") < nw.col("until"))
