"""Agent flags: agents who did something at least once in a period. Never summed over days; sums over the tree.

Key agent x period. Credit: the agent's unit on the as-of day; when the agent moves, the credit moves.
A later free-look cancel does not undo that the agent sold in the period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from metrics.flows import sold
from metrics.posts import Lazy
from metrics.roster import Roster

FLAGS = ("hc_visit", "hc_producing", "hc_active")


def marks(facts: Mapping[str, Lazy]) -> dict[str, Lazy]:
    """For each flag the days on which it was earned: agent_id, day (not necessarily distinct)."""
    policies = sold(facts)
    earned = {
        "hc_visit": facts["agent_day"].filter(nw.col("visits") > 0),
        "hc_producing": policies,
        "hc_active": policies.filter(nw.col("regular")),
    }
    return {flag: rows.select("agent_id", "day") for flag, rows in earned.items()}


@dataclass(frozen=True)
class Marks:
    """The days on which agents earned a flag, sorted by day: `days` datetime64[D], `agents` places in the roster."""

    days: NDArray[np.datetime64]
    agents: NDArray[np.int64]

    def count(self, roster: Roster, first: date, as_of: date) -> NDArray[np.int64]:
        """Agents per unit with the flag in first..as_of, credited to their unit on `as_of`."""
        start = np.searchsorted(self.days, np.datetime64(first), "left")
        end = np.searchsorted(self.days, np.datetime64(as_of), "right")
        flagged = np.zeros(roster.size, dtype=bool)
        flagged[self.agents[start:end]] = True
        return roster.per_unit(np.flatnonzero(flagged), as_of)
