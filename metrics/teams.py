"""What is judged team by team, or node by node: zero departments, qualified units, the best agents' premium.

Departments and units count once in the tree; below its own level such a count means nothing. The best tenth is another
one at every node, so its premium does not add up over the tree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from data.org import LEVELS, OrgTree
from metrics.agents import Flag
from metrics.constants import constant
from metrics.cube import Cube
from metrics.measures.kinds import CENTS
from metrics.rollup import Rollup, places
from metrics.roster import NOWHERE, Roster
from metrics.sums import Sums
from metrics.window import Window

Ints = NDArray[np.int64]
TEAM_LEVEL = "department"
QUALIFIED_AGENTS = 3
TENTH = 10


@dataclass(frozen=True)
class Teams:
    """Measures of whole teams, one value a node; `active` is the flag of active agents, `earned` agents' net FYP."""

    orgs: OrgTree
    rollup: Rollup
    roster: Roster
    cube: Cube
    active: Flag
    earned: Sums

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._measures)

    def count(self, name: str, window: Window) -> Ints:
        return self._measures[name](window)

    @cached_property
    def _measures(self) -> Mapping[str, Callable[[Window], Ints]]:
        return {
            "zero_depts": self._zero,
            "depts_total": self._departments,
            "teams_total": self._staffed,
            "teams_qualified": self._qualified,
            "fyp_top10pct": self._best,
        }

    def _zero(self, window: Window) -> Ints:
        """Departments whose net regular premium of the window is not above zero."""
        departments = places(self.orgs, self.orgs.at_level(TEAM_LEVEL))
        sold = self.rollup.from_units(self.cube.flow("fyp_regular", window.first, window.last))
        return self.rollup.from_nodes(departments, (sold[departments] <= 0).astype(np.int64))

    def _departments(self, _: Window) -> Ints:
        departments = places(self.orgs, self.orgs.at_level(TEAM_LEVEL))
        return self.rollup.from_nodes(departments, np.ones(len(departments), dtype=np.int64))

    def _staffed(self, window: Window) -> Ints:
        """Units with an agent on the staff on the as-of day."""
        return self.rollup.from_units((self._staff(window.last) > 0).astype(np.int64))

    def _qualified(self, window: Window) -> Ints:
        """Units with three active agents or more, whose net first-year premium reaches the standard."""
        agents = self.active.count(self.active.source.id, window)
        sold = self.cube.flow("fyp", window.first, window.last)
        qualified = (agents >= QUALIFIED_AGENTS) & (sold >= constant("team_standard") * CENTS)
        return self.rollup.from_units(qualified.astype(np.int64))

    def _staff(self, day: date) -> Ints:
        return self.roster.flagged_per_unit(self.roster.alive_on(day), day)

    def _best(self, window: Window) -> Ints:
        """The premium of the tenth of a node's staff (rounded up) that sold most in the window."""
        unit, alive = self.roster.unit_on(window.last), self.roster.alive_on(window.last)
        agents = np.flatnonzero(alive & (unit != NOWHERE))
        earned = self.earned.between(window.first, window.last)[agents]
        order = np.argsort(-earned, kind="stable")
        leaves = self.rollup.leaves[unit[agents[order]]]
        best = np.zeros(len(self.orgs), dtype=np.int64)
        for nodes in _ancestors(self.orgs).T:
            best += _top_tenth(nodes[leaves], earned[order], len(self.orgs))
        return best


@lru_cache(maxsize=2)
def _ancestors(orgs: OrgTree) -> Ints:
    """(nodes, levels): the place of a node's ancestor on each level; -1 where it stands above the level."""
    paths = [[orgs.index(org) for org in orgs.path(org.id)] for org in orgs]
    return np.array([path + [-1] * (len(LEVELS) - len(path)) for path in paths])


def _top_tenth(nodes: Ints, earned: Ints, count: int) -> Ints:
    """Per node the sum of its best tenth (rounded up); `earned` falls, `nodes` says whose each agent is."""
    by_node = np.argsort(nodes, kind="stable")
    sizes = np.bincount(nodes, minlength=count)
    begins = np.cumsum(sizes) - sizes
    rank = np.arange(len(nodes)) - begins[nodes[by_node]]
    kept = rank < -(-sizes // TENTH)[nodes[by_node]]
    weights = earned[by_node][kept]
    return np.bincount(nodes[by_node][kept], weights=weights, minlength=count).astype(np.int64)
