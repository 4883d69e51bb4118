"""Counted funnels for a small house: candidates of May, closed, and of June, still open; one unit loses most.

Premiums due in May, some of which leave on the side, and, for a session that asks, candidates in any order.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from cockpit.session import Session
from data.org import OrgTree
from metrics.funnels import Funnels, load
from metrics.funnels.frames import BOTH, COUNTS, COURSE, DAYS, EXITS

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
    medians = pl.DataFrame(days, DAYS, orient="row")
    return Funnels(load(), pl.concat([counts, due]), medians, exits, course=_course(tree))


TURNS = (12, 19)
"""Days of May on which candidates enter, six tenths on the first; those of June enter on its third."""
CARRIED_OVER = 10
"""Of a hundred due items; the others are due on the first of TURNS."""
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


def _course(tree: OrgTree) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for unit in tree.units:
        chain = POOR if unit.startswith(POOR_ORG) else CHAIN
        early = [count * 6 // 10 for count in chain]
        late = [count - own for count, own in zip(chain, early, strict=True)]
        for turn, part in zip(TURNS, (early, late), strict=True):
            rows += _turns("recruiting", unit, turn, part)
        rows += _turns("recruiting", unit, 3, (40, 8), JUNE)
        carried = [count * CARRIED_OVER // 100 for count in DUE]
        rows += _turns("renewal", unit, 0, carried)
        rows += _turns("renewal", unit, TURNS[0], [count - own for count, own in zip(DUE, carried, strict=True)])
    return pl.DataFrame(rows, COURSE, orient="row")


def _turns(name: str, unit: str, turn: int, chain: Sequence[int], month: date = MAY) -> list[tuple[object, ...]]:
    """Later stages under the day that begins the week."""
    begin = turn and (turn - 1) // 7 * 7 + 1
    return [(name, month, unit, month == MAY, at, begin if at else turn, count, 0) for at, count in enumerate(chain)]


def unordered(tree: OrgTree) -> Funnels:
    kept = tuple(replace(one, order="any") if one.id == "recruiting" else one for one in load())
    rows = [(unit, stage, *pair) for unit in tree.units for stage, pair in enumerate(UNORDERED)]
    names = ("unit", "stage", "entities", "policies", "cents")
    counts, both = ([(unit, stage, pair[at], 1, 1) for unit, stage, *pair in rows] for at in range(2))
    frames = (_frame(counts, COUNTS, names, "recruiting"), _frame(both, BOTH, names, "recruiting"))
    course = [("recruiting", MAY, unit, True, stage, 8 + 4 * (not stage), count, own and count)
              for unit in tree.units for stage, (every, both) in enumerate(UNORDERED)
              for count, own in ((both, True), (every - both, False))]  # fmt: skip
    return Funnels(
        kept,
        frames[0],
        pl.DataFrame(schema=DAYS),
        both=frames[1],
        course=pl.DataFrame(course, COURSE, orient="row"),
    )


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
