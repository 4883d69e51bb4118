"""Campaign funnels at every node: how many of a month's entrants reached each stage."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from data.org import OrgTree
from metrics.columns import Column, Floats
from metrics.funnels import Campaign, Funnels
from metrics.packing import Numbered
from metrics.snapshot import Snapshot

KEEP = 2


@dataclass(frozen=True, eq=False)
class Reached:
    """The entrants of a campaign's newest closed month: of every stage a column over the nodes, None: nobody."""

    campaign: str
    month: date
    stages: tuple[Column | None, ...]

    def told(self, numbered: Numbered) -> dict[str, Any]:
        refs = [None if stage is None else numbered.ref(stage) for stage in self.stages]
        return {"campaign": self.campaign, "month": self.month.isoformat(), "entities": refs}


def reached(snapshot: Snapshot) -> tuple[Reached, ...]:
    """Of every campaign that anybody entered."""
    return _reached(snapshot.funnels, snapshot.orgs)


@lru_cache(KEEP)
def _reached(funnels: Funnels, orgs: OrgTree) -> tuple[Reached, ...]:
    known = ((campaign, funnels.newest_closed(campaign.id)) for campaign in funnels.campaigns)
    return tuple(_at_nodes(funnels, orgs, campaign, month) for campaign, month in known if month)


def _at_nodes(funnels: Funnels, orgs: OrgTree, campaign: Campaign, month: date) -> Reached:
    closed = funnels.of_month(campaign.id, month)["counts"].filter("closed")
    places = {unit: at for at, unit in enumerate(orgs.units)}
    below = np.zeros((len(places) + 1, len(campaign.stages)))
    for unit, stage, entities in closed.group_by("unit", "stage").agg(pl.col("entities").sum()).iter_rows():
        below[places[unit] + 1, stage] = entities
    sums, spans = below.cumsum(axis=0), _spans(orgs)
    return Reached(campaign.id, month, tuple(_column(stage) for stage in (sums[spans[:, 1]] - sums[spans[:, 0]]).T))


def _column(numbers: Floats) -> Column | None:
    return Column.of(np.ascontiguousarray(numbers))


@lru_cache(KEEP)
def _spans(orgs: OrgTree) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where the units of every node lie, shape (nodes, 2)."""
    return np.array([orgs.unit_range(org) for org in orgs.ids])
