"""Snapshots that can be told apart: every value of one is its number."""

from datetime import date, datetime

import polars as pl

from data.org import OrgTree
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.warning import PATH_SCHEMA
from tests.metrics.facts import tree_rows

ORGS = OrgTree.from_frame(tree_rows())
ROWS = 20_000


def snapshot(number: int) -> Snapshot:
    """A snapshot every value of which is its number."""
    cells = pl.DataFrame({"org": ["86"] * ROWS, "value": [float(number)] * ROWS}).with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in CELL_SCHEMA.items() if name not in ("org", "value")
    )
    return Snapshot(
        version=f"20260616-{number:08x}",
        as_of=date(2026, 6, 16),
        made_at=datetime(2026, 6, 17, 7),
        orgs=ORGS,
        cells=cells.select(*CELL_SCHEMA),
        trend=TREND_SCHEMA.to_frame(),
        path=PATH_SCHEMA.to_frame(),
        warnings=(),
    )
