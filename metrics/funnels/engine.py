"""The engine: how many entities of each campaign reach each stage, by month, unit, tenure and segment, and how fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data.org import LEVELS, OrgTree
from metrics.derived import Scans
from metrics.funnels.course import turns
from metrics.funnels.definition import Campaign
from metrics.funnels.entrants import KEYS, entrants
from metrics.funnels.events import EVENTS, Until
from metrics.funnels.frames import FRAMES, Frames
from metrics.funnels.funnels import Funnels
from metrics.funnels.steps import Events
from metrics.funnels.walk import walk
from metrics.ground import Ground

ID_CHARS = 2
"""Characters of an org's id a level."""


@dataclass(frozen=True)
class Counted:
    """What was counted of one campaign: its frames; `reads` are the tables on which they stand."""

    frames: Frames
    reads: frozenset[str]


def funnels(campaigns: Sequence[Campaign], tables: Scans, ground: Ground) -> Funnels:
    """Every campaign on the facts up to the end of the last day held."""
    return joined(campaigns, counted(campaigns, tables, ground))


def joined(campaigns: Sequence[Campaign], parts: Sequence[Counted]) -> Funnels:
    """The funnels of campaigns of which each was counted already."""
    own = [part.frames for part in parts]
    frames = {name: pl.concat([pl.DataFrame(schema=schema), *(one[name] for one in own)])
              for name, schema in FRAMES.items()}  # fmt: skip
    return Funnels(tuple(campaigns), **frames)


def counted(campaigns: Sequence[Campaign], tables: Scans, ground: Ground) -> list[Counted]:
    """Each campaign by itself; events that several of them wait for are read once."""
    known = Until(tables, ground.last)
    names = frozenset[str]().union(*(campaign.events for campaign in campaigns))
    events = {name: _events(name, known) for name in sorted(names)}
    return [_counted_of(campaign, known, ground, events) for campaign in campaigns]


def _counted_of(
    campaign: Campaign, known: Until, ground: Ground, events: Mapping[str, tuple[Events, frozenset[str]]]
) -> Counted:
    noted = Noted(known)
    entered = entrants(campaign, noted, ground)
    way = walk(campaign, entered, {name: events[name][0] for name in campaign.events})
    frames = {
        "counts": _summed(way.reached, [pl.len().alias("entities"), pl.col("policies", "cents").sum()]),
        "days": _medians(way.reached, ground.orgs),
        "exits": _summed(way.left, [pl.len().alias("entities")], "exit"),
        "both": _summed(way.both, [pl.col("entities", "policies", "cents").sum()]),
        "course": turns(way),
    }
    reads = noted.read.union(*(events[name][1] for name in campaign.events))
    return Counted({name: _told(frame, name, campaign, ground.orgs) for name, frame in frames.items()}, reads)


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


def _summed(frames: Sequence[pl.DataFrame], sums: Sequence[pl.Expr], *more: str) -> pl.DataFrame:
    """Sums by stage and KEYS, in their order; without frames nothing."""
    keys = (*KEYS, *more)
    return pl.concat([frame.group_by("stage", *keys).agg(sums).sort(*keys) for frame in frames] or [pl.DataFrame()])


def _told(frame: pl.DataFrame, name: str, campaign: Campaign, orgs: OrgTree) -> pl.DataFrame:
    """A frame of the campaign as FRAMES has it, the unit by its id."""
    schema = FRAMES[name]
    if frame.is_empty():
        return pl.DataFrame(schema=schema)
    units = pl.Series(orgs.units, dtype=pl.String)
    named = frame.with_columns(unit=units.gather(frame["unit"])) if "unit" in frame.columns else frame
    return named.with_columns(campaign=pl.lit(campaign.id)).select(
        pl.col(column).cast(kind) for column, kind in schema.items()
    )


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
