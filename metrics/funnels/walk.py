"""Through the stages: who reached each, when, and who left on the side; in the listed order or in any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.funnels.definition import Campaign
from metrics.funnels.steps import Events, Found, Ints

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Walk:
    """Stage by stage, each frame with KEYS and `stage`.

    `reached`: who reached it; took (days since the stage before; in any order since the entry), policies, cents.
    `left`: who left on the side after it; exit (its place). Of campaigns without exits nothing.
    `both`: of campaigns in any order who reached it; entities (1 if the stage before too), policies, cents (what they
    brought at the last stage).
    """

    reached: Sequence[pl.DataFrame]
    left: Sequence[pl.DataFrame]
    both: Sequence[pl.DataFrame]


def walk(campaign: Campaign, entered: pl.DataFrame, events: Mapping[str, Events]) -> Walk:
    """The entrants' way; `events` are the campaign's by name."""
    entered = entered.sort("entity", "day")  # so that the search goes through the events in their order
    way = Listed(campaign, entered, events) if campaign.ordered else Unordered(campaign, entered, events)
    return way.walked()


class _Way:
    """Entrants and where they are to go; entity and day as numpy searches for them."""

    def __init__(self, campaign: Campaign, entered: pl.DataFrame, events: Mapping[str, Events]) -> None:
        self.campaign, self.events = campaign, events
        self.entity = entered["entity"].to_numpy()
        self.day = entered["day"].to_physical().to_numpy().astype(np.int64)
        self.end = self.day + campaign.days
        plain = entered.drop("day", "entity")
        self.here = plain.with_columns(stage=pl.lit(0, pl.Int8), took=pl.lit(0, pl.Int64))


class Listed(_Way):
    """Each stage is reached from the one before it, unless the entity left before on the side."""

    def walked(self) -> Walk:
        reached, left = [self.here], []
        for at in range(1, len(self.campaign.stages)):
            stage = self.campaign.stages[at]
            found = self.events[stage.event].after(self.entity, self.day, stage.days or 0)
            if self.campaign.exits:
                found, gone = self._without_left(found, at - 1)
                left.append(gone)
            self._go(found, at)
            reached.append(self.here)
        return Walk(reached, left, [])

    def _without_left(self, found: Found, stage: int) -> tuple[Found, pl.DataFrame]:
        """What is found for who did not leave before, and who left; of a day the stage counts, then the first exit."""
        opened = self.campaign.exits_at(stage)
        if not opened:
            return found, self._leaving(np.zeros(len(self.day), bool), np.zeros(0, np.int8))
        names = [self.campaign.exits[at].event for at in opened]
        outs = [self.events[name].between(self.entity, self.day, self.end) for name in names]
        days = np.array([np.where(out.there, out.day, NEVER) for out in outs])
        gone = days.min(axis=0) < np.where(found.there, found.day, NEVER)
        side = self._leaving(gone, np.array(opened, np.int8)[days.argmin(axis=0)[gone]])
        return Found(found.there & ~gone, found.day, found.policies, found.cents), side

    def _leaving(self, gone: NDArray[np.bool_], exits: NDArray[np.int8]) -> pl.DataFrame:
        """The rows of those who leave, each by an exit."""
        return self.here.drop("took", "policies", "cents").filter(gone).with_columns(exit=pl.Series(exits))

    def _go(self, found: Found, at: int) -> None:
        """To the stage, those for whom its event was found."""
        kept = found.there
        self.here = _at(self.here, found, at, found.day - self.day, kept)
        self.entity, self.day, self.end = self.entity[kept], found.day[kept], self.end[kept]


class Unordered(_Way):
    """Each stage is reached from the entry, whatever the others."""

    def walked(self) -> Walk:
        own = (self.events[stage.event] for stage in self.campaign.stages[1:])
        founds = [events.between(self.entity, self.day, self.end) for events in own]
        there = [np.ones(len(self.day), bool), *(found.there for found in founds)]
        reached = [_at(self.here, found, at, found.day - self.day, found.there) for at, found in enumerate(founds, 1)]
        before = [there[0], *there[:-1]]
        both = [self._both(at, there[at], before[at], founds[-1]) for at in range(len(there))]
        return Walk([self.here, *reached], [], both)

    def _both(self, at: int, kept: NDArray[np.bool_], before: NDArray[np.bool_], last: Found) -> pl.DataFrame:
        end = kept & last.there
        return (
            self.here.drop("took")
            .filter(kept)
            .with_columns(
                pl.lit(at, pl.Int8).alias("stage"),
                pl.Series("entities", before[kept].astype(np.int64)),
                pl.Series("policies", np.where(end, last.policies, 0)[kept]),
                pl.Series("cents", np.where(end, last.cents, 0)[kept]),
            )
        )


def _at(here: pl.DataFrame, found: Found, at: int, took: Ints, kept: NDArray[np.bool_]) -> pl.DataFrame:
    """The rows that are kept, at a stage, with what its event is worth."""
    return here.filter(kept).with_columns(
        pl.lit(at, pl.Int8).alias("stage"),
        pl.Series("took", took[kept]),
        pl.Series("policies", found.policies[kept]),
        pl.Series("cents", found.cents[kept]),
    )
