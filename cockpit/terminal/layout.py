"""Which columns of a snapshot a part has, numbered: the same numbers for every organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cockpit.terminal.stages import reached
from metrics.columns import Column
from metrics.grid import Grid, Slot
from metrics.packing import Numbered
from metrics.snapshot import Snapshot

KEEP = 2
FIRST = ("value", "target", "last_year", "status", "reason")
BRANCH = ("value", "target", "last_year", "previous", "status", "reason")
TREND = ("value", "target")
PATHED = "mtd"
"""The period in which some indicators have a path: what is expected of it by now is a field too."""


@dataclass(frozen=True, eq=False)
class Layout:
    """`columns` by their numbers, over all nodes of the tree; `told` says in JSON which number is where."""

    indicators: tuple[str, ...]
    slots: tuple[Slot, ...]
    told: dict[str, Any]
    columns: tuple[Column, ...]


@lru_cache(KEEP)
def branch(snapshot: Snapshot) -> Layout:
    """All indicators in all periods, and the funnels; made once a version."""
    return _layout(snapshot, snapshot.cells, BRANCH, snapshot.indicators, snapshot.cells.slots)


def first(snapshot: Snapshot, indicators: Sequence[str], period: str) -> Layout:
    """Some indicators in one period, and the funnels."""
    return _layout(snapshot, snapshot.cells, FIRST, indicators, (period,))


def trend(snapshot: Snapshot, indicator: str) -> Layout:
    """One indicator month by month."""
    return _layout(None, snapshot.trend, TREND, (indicator,), snapshot.trend.slots)


def _layout(
    whole: Snapshot | None, grid: Grid, fields: Sequence[str], indicators: Sequence[str], slots: Sequence[Slot]
) -> Layout:
    numbered = Numbered()
    refs = {
        field: [[_ref(grid, numbered, field, name, slot) for name in indicators] for slot in slots] for field in fields
    }
    if whole:
        refs["expected"] = [[_due(whole, numbered, name, slot) for name in indicators] for slot in slots]
    told = {"columns": refs, "funnels": [one.told(numbered) for one in reached(whole)] if whole else []}
    columns = tuple(column for column in numbered.blobs.values() if isinstance(column, Column))
    return Layout(tuple(indicators), tuple(slots), told, columns)


def _ref(grid: Grid, numbered: Numbered, field: str, indicator: str, slot: Slot) -> Any:
    stored = grid.columns.get((indicator, slot), {}).get(field)
    return None if stored is None else numbered.ref(stored)


def _due(snapshot: Snapshot, numbered: Numbered, indicator: str, slot: Slot) -> Any:
    """What is expected by the last day of the path."""
    days = snapshot.path.slots
    return _ref(snapshot.path, numbered, "expected", indicator, days[-1]) if slot == PATHED and days else None
