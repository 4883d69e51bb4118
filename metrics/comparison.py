"""Two snapshots beside each other, number by number."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from metrics.grid import Grid, Place
from metrics.report import SHOWN, Difference, Report
from metrics.snapshot import Snapshot


def compared(kept: Snapshot, full: Snapshot) -> Report:
    """Every number of two snapshots of one day and one tree: cells, trend, paths. With another tree, none."""
    pairs = ((kept.cells, full.cells), (kept.trend, full.trend), (kept.path, full.path))
    same_tree = kept.orgs.ids == full.orgs.ids
    columns = [_Pair(*pair, *place) for pair in pairs for place in _places(*pair)] if same_tree else []
    differing = [one for one in columns if one.places.size]
    told = chain.from_iterable(one.differences(full.as_of) for one in differing)
    return Report(
        full.as_of,
        days=len({slot for slot in full.path.slots if slot != full.as_of}),
        values=sum(one.known for one in columns),
        differing=sum(one.places.size for one in differing),
        differences=tuple(islice(told, SHOWN)),
    )


def _places(kept: Grid, full: Grid) -> Iterator[tuple[str, Place]]:
    for place in {**kept.columns, **full.columns}:
        for field in dict.fromkeys([*kept.columns.get(place, ()), *full.columns.get(place, ())]):
            yield field, place


class _Pair:
    """One column of both grids: how many numbers it holds, and the nodes where they differ."""

    def __init__(self, kept: Grid, full: Grid, field: str, place: Place) -> None:
        self.orgs, self.field, self.place = full.orgs, field, place
        old, new = (grid.floats(field, *place) for grid in (kept, full))
        there = ~(np.isnan(old) & np.isnan(new))
        self.known = int(np.count_nonzero(there))
        self.places: NDArray[np.int64] = np.flatnonzero(there & (old != new))
        self.both = old[self.places], new[self.places]

    def differences(self, as_of: date) -> Iterator[Difference]:
        indicator, slot = self.place
        name = indicator if self.field == "value" else f"{indicator}.{self.field}"
        period, day = (slot, as_of) if isinstance(slot, str) else ("mtd", slot)
        for at, old, new in zip(self.places.tolist(), *(part.tolist() for part in self.both), strict=True):
            yield Difference(name, self.orgs[at], period, day, _number(old), _number(new))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
