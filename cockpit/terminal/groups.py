"""Groups: of what changes over the tree that which lies within some nodes, put together in few blobs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cockpit.terminal.parts import Nodes
from metrics.columns import Column

Ints = NDArray[np.int64]
ABSENT = -1


@dataclass(frozen=True, eq=False)
class Change:
    """Column `new` is column `old` but for `numbers` at the `nodes`; without an old one the numbers are all of it."""

    new: int
    old: int | None
    nodes: Ints
    numbers: Column


@dataclass
class Group:
    """Columns that change at the same places (bytes; none: everywhere) and are kept alike."""

    places: NDArray[np.int32] | None
    of: list[tuple[int, int | None]] = field(default_factory=list)
    numbers: list[Column] = field(default_factory=list)


class Groups:
    """The changes within some nodes, put together where their places are the same.

    `moved` are the columns that are within these nodes as another one was.
    """

    def __init__(self, nodes: Nodes, count: int) -> None:
        """Some nodes of `count`."""
        self.nodes = nodes
        self._near = np.full(count, ABSENT, np.int32)
        self._near[nodes] = np.arange(len(nodes))
        self.moved: list[tuple[int, int]] = []
        self._made: dict[tuple[bytes, int, int], Group] = {}

    def add(self, change: Change) -> None:
        if change.old is None:
            self._put(change, None, change.numbers.take(self.nodes))
            return
        near = self._near[change.nodes]
        own = np.flatnonzero(near != ABSENT)
        if len(own):
            self._put(change, near[own], change.numbers.take(own))
        elif change.new != change.old:
            self.moved.append((change.new, change.old))

    def told(self) -> tuple[list[dict[str, Any]], list[Column]]:
        """The changes as the header says them, and the columns that they name by their numbers."""
        changes: list[dict[str, Any]] = []
        columns: list[Column] = []
        known: dict[bytes, int] = {}
        for one in self._made.values():
            at = None
            if one.places is not None:
                at = known.setdefault(one.places.tobytes(), len(columns))
                if at == len(columns):
                    columns.append(_plain(one.places))
            changes.append({"places": at, "numbers": len(columns), "of": one.of})
            columns.append(joined(one.numbers))
        return changes, columns

    def _put(self, change: Change, places: NDArray[np.int32] | None, numbers: Column) -> None:
        key = b"" if places is None else places.tobytes(), numbers.body.dtype.itemsize, numbers.unit
        group = self._made.setdefault(key, Group(places))
        group.of.append((change.new, change.old))
        group.numbers.append(numbers)


def joined(columns: Sequence[Column]) -> Column:
    """Columns of one kind and length, one after another."""
    length = len(columns[0].body)
    places = [one.places + at * length for at, one in enumerate(columns)]
    return Column(
        np.concatenate([one.body for one in columns]),
        columns[0].unit,
        np.concatenate(places).astype(np.int32),
        np.concatenate([one.strays for one in columns]),
    )


def _plain(places: NDArray[np.int32]) -> Column:
    return Column(places, 1, np.empty(0, np.int32), np.empty(0))
