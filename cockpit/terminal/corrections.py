"""Corrections: the indicators of which a new version tells the earlier months otherwise, and at which nodes."""

from collections.abc import Iterator, Mapping

import numpy as np

from cockpit.terminal.groups import Ints
from cockpit.terminal.layout import TREND
from metrics.columns import Floats, Stored
from metrics.grid import Grid, Slot


def corrections(before: Grid, after: Grid) -> Mapping[str, Ints]:
    """By indicator the nodes with another number in any month but the running one, which the cells tell too.

    Where the months are others, all indicators at all nodes.
    """
    if before.slots != after.slots:
        return dict.fromkeys(after.indicators, np.arange(len(after.orgs)))
    found = {indicator: _nodes(before, after, indicator) for indicator in after.indicators}
    return {indicator: nodes for indicator, nodes in found.items() if len(nodes)}


def _nodes(before: Grid, after: Grid, indicator: str) -> Ints:
    found = [
        _differing(before.floats(field, indicator, month), after.floats(field, indicator, month))
        for month, field in _places(before, after, indicator)
    ]
    return np.unique(np.concatenate([*found, np.empty(0, np.int64)]))


def _places(before: Grid, after: Grid, indicator: str) -> Iterator[tuple[Slot, str]]:
    """The month and the field of every column that is not the same one."""
    for month in after.slots[:-1]:
        old, new = (grid.columns.get((indicator, month), {}) for grid in (before, after))
        for field in TREND:
            if _key(old.get(field)) != _key(new.get(field)):
                yield month, field


def _key(stored: Stored | None) -> tuple[str, ...]:
    return tuple(part.digest for part in stored.parts) if stored else ()


def _differing(one: Floats, other: Floats) -> Ints:
    return np.flatnonzero((one != other) & ~(np.isnan(one) & np.isnan(other)))
