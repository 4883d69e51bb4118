"""Counted funnels for a small house: candidates of May, closed, and of June, still open; one unit loses most.

Premiums due in May, some of which leave on the side, and, for a session that asks, candidates in any order.
"""

from dataclasses import replace
from datetime import date

import polars as pl

from cockpit.session import Session
from data.org import OrgTree
from metrics.funnels import Funnels, load
from metrics.funnels.frames import BOTH, COUNTS, DAYS, EXITS

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
CHAIN = (100, 50, 30, 20, 10)
POOR = (100, 10, 6, 4, 2)
POOR_ORG = "860102"


def funnels(tree: OrgTree) -> Funnels:
    rows = []
    for at, unit in enumerate(tree.units):
        tenure = ("y1", "y9")[at % 2]
        chain = POOR if unit.startswith(POOR_ORG) else CHAIN
        rows += [(MAY, unit, tenure, True, stage, count, 0, 0) for stage, count in enumerate(chain[:-1])]
        rows += [(MAY, unit, tenure, True, 4, chain[-1], chain[-1], chain[-1] * 800_000)]
        rows += [(JUNE, unit, tenure, False, 0, 40, 0, 0), (JUNE, unit, tenure, False, 1, 8, 0, 0)]
    names = ("month", "unit", "tenure", "closed", "stage", "entities", "policies", "cents")
    frame = pl.DataFrame(rows, {name: COUNTS[name] for name in names}, orient="row")
    whole = frame.with_columns(campaign=pl.lit("recruiting"), segment=pl.lit("none"))
    counts = whole.select(pl.col(name).cast(kind) for name, kind in COUNTS.items())
    days = [("recruiting", MAY, org.id, stage, 2.5 * stage) for org in tree for stage in range(1, 5)]
    due, exits = _renewals(tree)
    return Funnels(load(), pl.concat([counts, due]), pl.DataFrame(days, DAYS, orient="row"), exits)


DUE = (100, 90, 60, 40, 38)
LEFT = ((0, 0, 6), (1, 0, 20), (1, 1, 3), (1, 3, 2), (2, 2, 15), (3, 3, 1))
"""Of the due items after a stage, by an exit, so many."""
UNORDERED = ((100, 100), (50, 50), (30, 20), (40, 25), (10, 8))
"""Of candidates in any order those who reached a stage, and those who reached the one before too."""


def _renewals(tree: OrgTree) -> tuple[pl.DataFrame, pl.DataFrame]:
    counts = [(unit, stage, count, count, 7) for unit in tree.units for stage, count in enumerate(DUE)]
    exits = [(unit, stage, place, count) for unit in tree.units for stage, place, count in LEFT]
    return (
        _frame(counts, COUNTS, ("unit", "stage", "entities", "policies", "cents"), "renewal"),
        _frame(exits, EXITS, ("unit", "stage", "exit", "entities"), "renewal"),
    )


def unordered(tree: OrgTree) -> Funnels:
    kept = tuple(replace(one, order="any") if one.id == "recruiting" else one for one in load())
    rows = [(unit, stage, *pair) for unit in tree.units for stage, pair in enumerate(UNORDERED)]
    names = ("unit", "stage", "entities", "policies", "cents")
    counts, both = ([(unit, stage, pair[at], 1, 1) for unit, stage, *pair in rows] for at in range(2))
    frames = (_frame(counts, COUNTS, names, "recruiting"), _frame(both, BOTH, names, "recruiting"))
    return Funnels(kept, frames[0], pl.DataFrame(schema=DAYS), both=frames[1])


def in_any_order(session: Session) -> Session:
    """The session on a snapshot whose candidates go through their stages in any order."""
    snapshot = session.sight.snapshot
    sight = replace(session.sight, snapshot=replace(snapshot, funnels=unordered(snapshot.orgs)))
    return replace(session, sight=sight)


def _frame(rows: list[tuple[object, ...]], schema: pl.Schema, names: tuple[str, ...], campaign: str) -> pl.DataFrame:
    """Rows of closed entrants of May."""
    same = {"campaign": campaign, "month": MAY, "tenure": "y1", "segment": "none", "closed": True}
    frame = pl.DataFrame(rows, {name: schema[name] for name in names}, orient="row")
    whole = frame.with_columns(pl.lit(value).alias(name) for name, value in same.items())
    return whole.select(pl.col(name).cast(kind) for name, kind in schema.items())
