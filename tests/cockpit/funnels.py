"""Counted funnels for a small house: candidates of May, closed, and of June, still open; one unit loses most."""

from datetime import date

import polars as pl

from data.org import OrgTree
from metrics.funnels import Funnels, load
from metrics.funnels.funnels import COUNTS, DAYS

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
    return Funnels(load(), counts, pl.DataFrame(days, DAYS, orient="row"))
