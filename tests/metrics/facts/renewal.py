"""Random rows about policies in force and their renewal: due items, steps, changes, and who serves each customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.metrics.facts import Maker

ASSIGNED_FROM = date(2024, 1, 1)
CHANGES, TWICE = 900, 120
ENDS = ("freelook_cancel", "surrender", "transfer_out", "claim_terminated", "matured")
KINDS = (*ENDS, "freelook_cancel", "surrender", "surrender", "matured", "matured", "apl", *("lapse", "reinstate") * 4)
STEPS = ("reminded", "contacted", "contacted", "promised", "paid", "paid", "paid", "debit_ok", "debit_failed")
ASSIGNS = ("sale", "orphaned", "orphaned", "assigned", "assigned")
NEVER_SERVED = 4
"""So many customers, the first by number, stand in no row of customer_assign."""


def frames(maker: Maker, policy: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The policies, older ones added, and the tables about what became of them; `policy` as issued in the core."""
    policies = pl.concat([policy, older(policy)])
    due = dues(maker, policies)
    return {
        "policy": policies,
        "policy_change": changes(maker, policies, due),
        "premium_due": due,
        "premium_step": steps(maker, due),
        "customer_assign": assigns(maker, policies),
    }


def older(policy: pl.DataFrame) -> pl.DataFrame:
    """A third of the policies once more, issued thirty months earlier."""
    few = policy.head(len(policy) // 3)
    return few.with_columns(pl.col("policy_id") + len(policy), pl.col("issued").dt.offset_by("-30mo"))


def dues(maker: Maker, policies: pl.DataFrame) -> pl.DataFrame:
    """Two to four items a policy, a year apart; of some policies an item twice; announced early, late or on the day."""
    rows = []
    starts = maker.days(len(policies), date(2022, 9, 1), date(2026, 8, 15))
    for policy, customer, start in zip(policies["policy_id"], policies["customer_id"], starts, strict=True):
        years = maker.pick([0, 1, 2, 3], 1)[0]
        rows += [(policy, customer, year + 2, _later(start, year)) for year in range(years + 1)]
    rows += maker.pick(rows, TWICE)
    days = [row[-1] for row in rows]
    return pl.DataFrame(rows, schema=["policy_id", "customer_id", "pay_no", "due"], orient="row").with_columns(
        pl.Series("due_id", range(1, len(rows) + 1)),
        pl.Series("unit_id", maker.pick(maker.units, len(rows))),
        pl.Series("announced", [day - timedelta(days=maker.pick([0, 10, 60, 60], 1)[0]) for day in days]),
        pl.Series("grace_end", [day + timedelta(days=60) for day in days]),
        pl.Series("amount", maker.random.integers(1, 9_000_00, len(rows))),
    )


def _later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def steps(maker: Maker, due: pl.DataFrame) -> pl.DataFrame:
    """Steps of due items: none, some of them twice, early and late."""
    count = len(due) * 3
    of = [int(at) for at in maker.random.integers(0, len(due), count)]
    days = due["due"].to_list()
    return pl.DataFrame(
        {
            "step_id": range(1, count + 1),
            "due_id": [at + 1 for at in of],
            "day": [days[at] + timedelta(days=int(maker.random.integers(-25, 75))) for at in of],
            "kind": maker.pick(list(STEPS), count),
            "amount": maker.random.integers(1, 9_000_00, count),
        }
    )


def changes(maker: Maker, policies: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """Changes of every kind, in any order and several a day, many of them near an issue or the end of a grace."""
    issued = dict(policies.select("policy_id", "issued").iter_rows())
    early = [(policy, issued[policy], maker.pick([0, 0, 3, 14, 40, 200, 400], 1)[0])
             for policy in maker.pick(list(issued), CHANGES)]  # fmt: skip
    graces = [row for row in due.select("policy_id", "grace_end").iter_rows() if row[1] >= issued[row[0]]]
    late = [(policy, day, maker.pick([-2, -1, 0, 0, 1, 1, 3, 10, 11, 120], 1)[0])
            for policy, day in maker.pick(graces, CHANGES)]  # fmt: skip
    rows = [(policy, day + timedelta(days=after)) for policy, day, after in early + late]
    kinds = maker.pick(list(KINDS), CHANGES) + maker.pick(["lapse", "lapse", "apl", "reinstate"], CHANGES)
    return pl.DataFrame(rows, schema=["policy_id", "day"], orient="row").with_columns(
        pl.Series("change_id", [int(at) + 1 for at in maker.random.permutation(len(rows))]),
        pl.Series("kind", kinds),
        pl.Series("amount", maker.random.integers(0, 9_000_00, len(rows))),
    )


def assigns(maker: Maker, policies: pl.DataFrame) -> pl.DataFrame:
    """Each customer's servers: agents known and unknown, nobody, some days several; a few customers have no row."""
    rows = []
    for customer in sorted(set(policies["customer_id"]))[NEVER_SERVED:]:
        day = maker.days(1, ASSIGNED_FROM, date(2026, 3, 31))[0]
        for kind in ["sale", *maker.pick(list(ASSIGNS), int(maker.random.integers(0, 10)))]:
            rows.append((customer, day, kind, None if kind == "orphaned" else int(maker.random.integers(1, 43))))
            day += timedelta(days=maker.pick([0, 1, 3, 5, 6, 7, 8, 9, 11, 40, 90], 1)[0])
    return pl.DataFrame(
        rows, schema={"customer_id": pl.Int64, "day": pl.Date, "kind": pl.String, "agent_id": pl.Int32}, orient="row"
    ).with_columns(pl.Series("assign_id", [int(at) + 1 for at in maker.random.permutation(len(rows))]))
