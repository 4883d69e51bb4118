"""The roll-up: leaf values to every node of the tree, in one running sum, because a subtree lies side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.org import OrgTree


@dataclass(frozen=True)
class Rollup:
    """Places in preorder: `leaves` of the units, `ends` after each node's last descendant."""

    leaves: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, orgs: OrgTree) -> "Rollup":
        """The same arrays for the same tree, which is asked for again with every change of the facts."""
        return cls(*_places(orgs))

    def from_units(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per node, the sum over its units; `values` in the order of the units. Exact: Int64 throughout."""
        return self.from_nodes(self.leaves, values)

    def from_nodes(self, nodes: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per node, the sum over those `nodes` (places in preorder) that lie in its subtree, itself included."""
        running = np.zeros(len(self.ends) + 1, dtype=np.int64)
        running[nodes + 1] = values
        np.cumsum(running, out=running)
        sums: NDArray[np.int64] = running[self.ends] - running[:-1]
        return sums


@lru_cache(maxsize=2)
def _places(orgs: OrgTree) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the units, and ends of all nodes."""
    leaves = np.array([orgs.index(unit) for unit in orgs.units], dtype=np.int64)
    return leaves, np.array([orgs.end(org) for org in orgs.ids], dtype=np.int64)


def places(orgs: OrgTree, ids: Sequence[str]) -> NDArray[np.int64]:
    """Places in preorder of these orgs."""
    return np.array([orgs.index(org) for org in ids], dtype=np.int64)
