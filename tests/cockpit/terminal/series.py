"""Snapshots in a row: batch after batch changes some numbers of some units, as the day's events do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from metrics.columns import Column, Quotient, Stored
from metrics.grid import Grid
from metrics.snapshot import Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it

KINDS = (0.05, 0.05, 1.0, 123_456.78, 1e12, float("nan"), 1 / 3)
"""What is added to a number; NaN takes it away."""


def changed(before: Snapshot, number: int, seed: int) -> Snapshot:
    """The next snapshot: other numbers at a few nodes in a few columns, some columns gone, some warnings too."""
    lots = np.random.default_rng(seed)
    nodes = np.flatnonzero(lots.random(len(before.orgs)) < lots.choice([0.02, 0.2, 0.9]))
    columns = dict(before.cells.columns)
    for place in _some(lots, list(columns), lots.integers(1, 40)):
        columns[place] = {name: _other(lots, stored, nodes, name) for name, stored in columns[place].items()}
        if lots.random() < 0.1:
            columns[place] = dict(list(columns[place].items())[1:])
    if lots.random() < 0.3:
        _swap(lots, columns)
    cells = Grid(before.cells.schema, before.cells.orgs, before.cells.indicators, before.cells.slots, columns)
    return replace(
        before,
        version=f"20260617-{number}",
        made_at=before.made_at + timedelta(minutes=1),
        cells=cells,
        trend=_corrected(np.random.default_rng([seed, 1]), before.trend, nodes),
        warnings=tuple(_warned(lots, before.warnings)),
    )


def _corrected(lots: np.random.Generator, trend: Grid, nodes: np.ndarray) -> Grid:
    """Late events: some months of some indicators are others."""
    columns = dict(trend.columns)
    for place in _some(lots, list(columns), lots.choice([0, 2, 20])):
        columns[place] = {name: _other(lots, stored, nodes, name) for name, stored in columns[place].items()}
    return replace(trend, columns=columns)


def _some(lots: np.random.Generator, places: list, count: int) -> list:
    return [places[at] for at in lots.choice(len(places), count, replace=False)]


def _other(lots: np.random.Generator, stored: Stored, nodes: np.ndarray, name: str) -> Stored:
    if isinstance(stored, Quotient):
        return Quotient(*(_other(lots, part, nodes, name) for part in stored.parts))
    numbers = stored.floats().copy()
    if name in ("status", "reason"):
        numbers[nodes] = lots.integers(1, 4, len(nodes))
        return Column.places_of(numbers.astype(np.int8)) or stored
    numbers[nodes] += lots.choice(KINDS)
    return Column.of(numbers) or stored


def _swap(lots: np.random.Generator, columns: dict) -> None:
    """Two places change their columns: a column may get another number."""
    one, other = _some(lots, list(columns), 2)
    columns[one], columns[other] = columns[other], columns[one]


def _warned(lots: np.random.Generator, warnings: tuple[Warning, ...]) -> Iterator[Warning]:
    for one in warnings:
        yield replace(one, value=one.value + 1) if lots.random() < 0.5 else one
