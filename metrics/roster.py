"""The roster: every agent's unit on any day, as arrays."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.memo import Memo

NOWHERE = -1
DAYS_KEPT = 8
DENSE = 8
"""Where there are fewer numbers than so many times the agents, the place of each number is kept."""
V = TypeVar("V", bound=np.generic)


@dataclass(frozen=True)
class Roster:
    """Agents sorted by id; their posts sorted by first day. `unit` and `agent` are places in units and agents.

    `agents` Int32 ids; `since` datetime64[D]; `agent`, `unit` int32; `staffed` bool: one entry a post.
    """

    agents: pl.Series
    units: int
    since: NDArray[np.datetime64]
    agent: NDArray[np.int32]
    unit: NDArray[np.int32]
    staffed: NDArray[np.bool_]
    placed: Memo[date, NDArray[np.int32]] = field(default_factory=lambda: Memo(DAYS_KEPT), repr=False, compare=False)
    slotted: Memo[date, NDArray[np.int64]] = field(default_factory=lambda: Memo(DAYS_KEPT), repr=False, compare=False)
    living: Memo[date, NDArray[np.bool_]] = field(default_factory=lambda: Memo(DAYS_KEPT), repr=False, compare=False)

    @classmethod
    def from_posts(cls, posts: pl.DataFrame, units: list[str]) -> "Roster":
        """From rows agent_id, unit_id, since, staffed; `units` are the leaves in preorder."""
        posts = posts.sort("since", "agent_id")
        agents = posts["agent_id"].unique().sort()
        places = pl.DataFrame({"unit_id": units, "unit": range(len(units))}, schema_overrides={"unit": pl.Int32})
        unit = posts.join(places, on="unit_id", how="left", maintain_order="left")["unit"].fill_null(NOWHERE)
        return cls(
            agents,
            len(units),
            posts["since"].to_numpy(),
            np.searchsorted(agents.to_numpy(), posts["agent_id"].to_numpy()).astype(np.int32),
            unit.to_numpy(),
            posts["staffed"].to_numpy(),
        )

    @property
    def size(self) -> int:
        return len(self.agents)

    @cached_property
    def places_of(self) -> pl.DataFrame:
        """agent_id and the agent's place, `agent`."""
        return pl.DataFrame({"agent_id": self.agents, "agent": pl.Series(range(self.size), dtype=pl.Int32)})

    def unit_on(self, day: date) -> NDArray[np.int32]:
        """Per agent the unit's place on a day, NOWHERE before the first post; the last unit after a termination."""
        return self.placed.get(day, lambda: self._last(self.unit, day, NOWHERE))

    def alive_on(self, day: date) -> NDArray[np.bool_]:
        """Per agent whether they are on the staff at the end of a day."""
        return self.living.get(day, lambda: self._last(self.staffed, day, default=False))

    def per_unit(self, agents: NDArray[np.int64], day: date) -> NDArray[np.int64]:
        """How many of these agents (places) each unit has on a day."""
        at = self.unit_on(day)[agents]
        return np.bincount(at[at != NOWHERE], minlength=self.units)

    def flagged_per_unit(self, flagged: NDArray[np.bool_], day: date) -> NDArray[np.int64]:
        """How many of the agents for whom it is so each unit has on a day."""
        return np.bincount(self._slots(day).take(np.flatnonzero(flagged)), minlength=self.units + 1)[1:]

    def places(self, ids: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Places of agent ids, and which of them are known; another one's place is that of the next known id."""
        asked, agents, steps = ids.to_numpy(), self.agents.to_numpy(), self._steps
        place = np.searchsorted(agents, asked) if steps is None else steps.take(asked, mode="clip")
        known = agents.take(place, mode="clip") == asked if self.size else np.zeros(len(asked), dtype=bool)
        return place, known

    def slots_on(self, day: date, ids: pl.Series) -> NDArray[np.int64]:
        """1 + the unit's place of each of these agents on a day; 0 where they stand nowhere."""
        place, known = self.places(ids)
        return self._slots(day)[np.where(known, place, self.size)]

    def _slots(self, day: date) -> NDArray[np.int64]:
        """Per agent 1 + the unit's place on a day, 0 for nowhere; and one more 0, for who is no agent."""
        return self.slotted.get(day, lambda: np.append(self.unit_on(day) + np.int64(1), 0))

    @cached_property
    def _steps(self) -> NDArray[np.int64] | None:
        """By number the place of the agent of that id, or of the next one; None where there were too many numbers."""
        ids = self.agents.to_numpy()
        last = int(ids[-1]) if len(ids) else 0
        return np.searchsorted(ids, np.arange(last + 2)) if last < DENSE * self.size else None

    def _last(self, values: NDArray[V], day: date, default: int) -> NDArray[V]:
        """Per agent the value of the last post up to a day; not to be written to, as it is handed out again."""
        end = np.searchsorted(self.since, np.datetime64(day), "right")
        last = np.full(self.size, default, dtype=values.dtype)
        last[self.agent[:end]] = values[:end]
        last.flags.writeable = False
        return last
