"""Posts: where each agent stood from day to day, made from the movements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw

Lazy = nw.LazyFrame[Any]
Frame = Lazy | nw.DataFrame[Any]
FOREVER = date(9999, 12, 31)
IN_TURN = ("agent_id", "day", "movement_id")


def posts(movement: Frame, order: Sequence[str] = IN_TURN) -> Lazy:
    """An agent's days in one unit: agent_id, unit_id, since (included), until (not included), staffed.

    The last movement of a day rules the day. `staffed` is false after a termination, whose unit stays the agent's unit,
    so that what arrives late still counts there. `order` as in `turned`.
    """
    rows = movement.with_columns(until=until_next("agent_id", order), staffed=nw.col("kind") != "terminate").lazy()
    real = rows.filter(nw.col("day") < nw.col("until"))
    return real.select("agent_id", "unit_id", "until", "staffed", since=nw.col("day"))


def turned(value: nw.Expr, order: Sequence[str]) -> nw.Expr:
    """What looks at the rows before or after, in the order of these columns; none: eager rows that stand in order.

    In one order of all rows: a window for each agent or customer takes three times as long.
    """
    return value.over(order_by=order) if order else value


def until_next(owner: str, order: Sequence[str]) -> nw.Expr:
    """The `day` of the same owner's next row, FOREVER after the last one; `order` begins with the owner."""
    following, day = (turned(nw.col(name).shift(-1), order) for name in (owner, "day"))
    return nw.when(following == nw.col(owner)).then(day).otherwise(nw.lit(FOREVER))


def credited(facts: Lazy, posts_: Lazy) -> Lazy:
    """Facts (agent_id, day, ...) with `unit_id`, the agent's unit on that day.

    A fact dated before its agent's first movement has no unit and drops out.
    """
    return facts.join(posts_, on="agent_id").filter(nw.col("since") <= nw.col("day"), nw.col("day") < nw.col("until"))
