"""The engine: how many entities of each campaign reach each stage, by month, unit, tenure and segment, and how fast."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from data.org import LEVELS, OrgTree
from metrics.derived import Scans
from metrics.funnels.definition import Campaign
from metrics.funnels.entrants import KEYS, entrants
from metrics.funnels.events import EVENTS, Until
from metrics.funnels.funnels import COUNTS, DAYS, Funnels
from metrics.funnels.steps import Events
from metrics.ground import Ground

ID_CHARS = 2
"""Characters of an org's id a level."""


@dataclass(frozen=True)
class Counted:
    """What was counted of one campaign: rows of COUNTS and of DAYS; `reads` are the tables on which they stand."""

    counts: pl.DataFrame
    days: pl.DataFrame
    reads: frozenset[str]


def funnels(campaigns: Sequence[Campaign], tables: Scans, ground: Ground) -> Funnels:
    """Every campaign on the facts up to the end of the last day held."""
    return joined(campaigns, counted(campaigns, tables, ground))


def joined(campaigns: Sequence[Campaign], parts: Sequence[Counted]) -> Funnels:
    """The funnels of campaigns of which each was counted already."""
    counts, days = [part.counts for part in parts], [part.days for part in parts]
    empty = pl.DataFrame(schema=COUNTS), pl.DataFrame(schema=DAYS)
    return Funnels(tuple(campaigns), pl.concat([empty[0], *counts]), pl.concat([empty[1], *days]))


def counted(campaigns: Sequence[Campaign], tables: Scans, ground: Ground) -> list[Counted]:
    """Each campaign by itself; events that several of them wait for are read once."""
    known = Until(tables, ground.last)
    names = {stage.event for campaign in campaigns for stage in campaign.stages[1:]}
    events = {name: _events(name, known) for name in sorted(names)}
    return [_counted_of(campaign, known, ground, events) for campaign in campaigns]


def _counted_of(
    campaign: Campaign, known: Until, ground: Ground, events: Mapping[str, tuple[Events, frozenset[str]]]
) -> Counted:
    noted = Noted(known)
    entered = entrants(campaign, noted, ground)
    reached = list(walked(campaign, entered, {name: found for name, (found, _) in events.items()}))
    own = pl.lit(campaign.id).alias("campaign")
    counts = _counted(reached, ground.orgs).with_columns(own).select(*COUNTS)
    days = _medians(reached, ground.orgs).with_columns(own).select(*DAYS)
    return Counted(counts, days, noted.read.union(*(events[stage.event][1] for stage in campaign.stages[1:])))


class Noted:
    """The facts, and which tables of them were `read`."""

    def __init__(self, tables: Scans) -> None:
        self._tables = tables
        self.read: frozenset[str] = frozenset()

    def scan(self, name: str) -> pl.LazyFrame:
        self.read |= {name}
        return self._tables.scan(name)


def _events(name: str, tables: Scans) -> tuple[Events, frozenset[str]]:
    noted = Noted(tables)
    return Events.of(_rows(name, noted)), noted.read


def _rows(name: str, tables: Scans) -> pl.DataFrame:
    return EVENTS[name].rows(tables).select("entity", "day", "policies", "cents").collect()


def walked(campaign: Campaign, entered: pl.DataFrame, events: Mapping[str, Events]) -> Iterator[pl.DataFrame]:
    """Stage by stage those who reached it: KEYS, stage, took (days since the stage before), policies, cents."""
    entered = entered.sort("entity", "day")  # so that the search goes through the events in their order
    here = entered.drop("day", "entity").with_columns(stage=pl.lit(0, pl.Int8), took=pl.lit(0, pl.Int64))
    yield here
    entity, day = entered["entity"].to_numpy(), entered["day"].to_physical().to_numpy().astype(np.int64)
    for at, stage in enumerate(campaign.stages[1:], start=1):
        found = events[stage.event].after(entity, day, stage.days or 0)
        kept = found.there
        here = here.filter(kept).with_columns(
            pl.lit(at, pl.Int8).alias("stage"),
            pl.Series("took", (found.day - day)[kept]),
            pl.Series("policies", found.policies[kept]),
            pl.Series("cents", found.cents[kept]),
        )
        entity, day = entity[kept], found.day[kept]
        yield here


def _counted(reached: Sequence[pl.DataFrame], orgs: OrgTree) -> pl.DataFrame:
    """Entities, policies and cents by stage and KEYS, in their order, the unit by its id."""
    sums = [pl.len().cast(pl.Int64).alias("entities"), pl.col("policies", "cents").sum()]
    summed = pl.concat([frame.group_by("stage", *KEYS).agg(sums).sort(*KEYS) for frame in reached])
    return summed.with_columns(unit=pl.Series(orgs.units, dtype=pl.String).gather(summed["unit"]))


def _medians(reached: Sequence[pl.DataFrame], orgs: OrgTree) -> pl.DataFrame:
    """The median days of the closed to each stage, org by org at every level: medians do not add up."""
    closed = pl.concat([frame.filter("closed").select("month", "stage", "unit", "took") for frame in reached[1:]])
    found = []
    for level in LEVELS:
        above = pl.Series([unit[: ID_CHARS * (LEVELS.index(level) + 1)] for unit in orgs.units], dtype=pl.String)
        names = above.unique().sort()
        own = closed.with_columns(at=names.search_sorted(above).gather(closed["unit"]))
        middle = own.group_by("month", "stage", "at").agg(days=pl.col("took").median()).sort("month", "stage", "at")
        found.append(middle.with_columns(org=names.gather(middle["at"])))
    return pl.concat(found)
