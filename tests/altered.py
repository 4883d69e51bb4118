"""A snapshot with other numbers than it was made with."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from metrics.grid import Grid
from metrics.snapshot import Snapshot


def altered(snapshot: Snapshot, alter: Callable[[pl.DataFrame], pl.DataFrame], grid: str = "cells") -> Snapshot:
    """With the cells (or the trend, the path) that `alter` makes of them."""
    before: Grid = getattr(snapshot, grid)
    changes: dict[str, Any] = {grid: Grid.from_frame(alter(before.frame()), before.orgs)}
    return replace(snapshot, **changes)


def with_cells(snapshot: Snapshot, **columns: Any) -> Snapshot:
    """With other columns of the cells, as `with_columns` has them."""
    return altered(snapshot, lambda cells: cells.with_columns(**columns))
