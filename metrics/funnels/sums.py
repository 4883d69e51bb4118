"""What the rows of some units sum up to, stage by stage."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.funnels.definition import Campaign
from metrics.funnels.frames import Frames

Table = NDArray[np.int64]
COLUMNS = ("entities", "policies", "cents")


@dataclass(frozen=True, eq=False)
class Reached:
    """By stage: who reached it, and who of them reached the stage before too; each of shape (stages,)."""

    entities: Table
    stepped: Table

    def rate(self, at: int) -> float | None:
        """The share of the stage before; of the first stage none."""
        return _share(self.stepped[at], self.entities[at - 1]) if at else None

    def whole(self, at: int) -> float | None:
        """The share of those who entered."""
        return _share(self.entities[at], self.entities[0])


@dataclass(frozen=True, eq=False)
class Sums(Reached):
    """By stage too: what reaching it was worth, and what became of who did; each of shape (stages,).

    `end_policies` and `end_cents` is what all who reached it brought at the last stage; `left` says who left after it,
    exit by exit, shape (exits, stages).
    """

    policies: Table
    cents: Table
    end_policies: Table
    end_cents: Table
    left: Table

    @property
    def lost(self) -> Table:
        """Who reached a stage, not the next, and did not leave on the side; nobody after the last."""
        onwards = np.append(self.stepped[1:], self.entities[-1])
        return np.asarray(self.entities - onwards - self.left.sum(axis=0))


def _share(part: np.int64, whole: np.int64) -> float | None:
    return int(part) / int(whole) if whole else None


def sums(campaign: Campaign, rows: Frames) -> Sums:
    """Of rows of one campaign, by the names of FRAMES."""
    stages = len(campaign.stages)
    reached = by_stage(rows["counts"], stages, *COLUMNS)
    left = np.zeros((len(campaign.exits), stages), np.int64)
    for at, stage, entities in rows["exits"].group_by("exit", "stage").agg(pl.col("entities").sum()).iter_rows():
        left[at, stage] = entities
    # in the listed order all of a stage came from the one before it, and all that the last brought came through it
    both = by_stage(rows["both"], stages, *COLUMNS) if not campaign.ordered else _listed(reached)
    return Sums(reached[0], both[0], reached[1], reached[2], both[1], both[2], left)


def _listed(reached: Table) -> Table:
    return np.vstack([reached[:1], np.repeat(reached[1:, -1:], reached.shape[1], axis=1)])


def by_stage(rows: pl.DataFrame, stages: int, *names: str) -> Table:
    """The sums of columns, shape (names, stages)."""
    table = np.zeros((len(names), stages), np.int64)
    for stage, *found in rows.group_by("stage").agg(pl.col(*names).sum()).iter_rows():
        table[:, stage] = found
    return table
