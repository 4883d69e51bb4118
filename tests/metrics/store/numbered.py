"""Snapshots that can be told apart: every value of one is its number."""

from datetime import date, datetime

import numpy as np

from data.calendar import PERIODS
from data.org import OrgTree
from metrics.columns import Column
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.warning import PATH_SCHEMA
from tests.metrics.facts import tree_rows

ORGS = OrgTree.from_frame(tree_rows())
INDICATORS = tuple(f"indicator{number}" for number in range(20))


def snapshot(number: int) -> Snapshot:
    """A snapshot every value of which is its number."""
    return made(number, {name: float(number) for name in INDICATORS})


def made(number: int, values: dict[str, float]) -> Snapshot:
    """A snapshot whose indicators have one value each, the same everywhere."""
    columns = {
        (name, period): {"value": Column.of(np.arange(len(ORGS)) * 0.37 + value)}
        for name, value in values.items()
        for period in PERIODS
    }
    return Snapshot(
        version=f"20260616-{number:08x}",
        as_of=date(2026, 6, 16),
        made_at=datetime(2026, 6, 17, 7),
        orgs=ORGS,
        cells=Grid(CELL_SCHEMA, ORGS.ids, tuple(values), PERIODS, columns),
        trend=Grid.from_frame(TREND_SCHEMA.to_frame(), ORGS.ids),
        path=Grid.from_frame(PATH_SCHEMA.to_frame(), ORGS.ids),
        warnings=(),
    )


def numbers(taken: Snapshot) -> set[float]:
    """Every value of headquarters."""
    return {taken.cell("86", name, period).value for name in taken.indicators for period in PERIODS}
