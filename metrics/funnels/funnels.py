"""What the engine counted, as pages read it: the funnel of an org and a month, its parts, and what its leaks cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.errors import UserError
from data.org import OrgTree
from metrics.definition import hint
from metrics.funnels.definition import Campaign, Stage
from metrics.funnels.entrants import SEGMENT, TENURE

COUNTS = pl.Schema(
    {
        "campaign": pl.String(),
        "month": pl.Date(),
        "unit": pl.String(),
        "tenure": TENURE,
        "segment": SEGMENT,
        "closed": pl.Boolean(),
        "stage": pl.Int8(),
        "entities": pl.Int64(),
        "policies": pl.Int64(),
        "cents": pl.Int64(),
    }
)
DAYS = pl.Schema({"campaign": pl.String, "month": pl.Date, "org": pl.String, "stage": pl.Int8, "days": pl.Float64})
SUMS = ("entities", "policies", "cents")
PEERS_LEAST = 30
"""Entities that an org must have at a stage before its rate onwards is held against others'."""
BEST = 0.75
LEAK_LEAST = 0.5
"""Entities: what rounds to nobody is no leak."""
Part = Literal["tenure", "segment"]
Table = NDArray[np.int64]


@dataclass(frozen=True)
class Leak:
    """What a stage would give at the best quartile of peers: their `rate`, more entities, and so policies and cents."""

    rate: float
    peers: int
    entities: float
    policies: float
    cents: float


@dataclass(frozen=True)
class Step:
    """A stage of a funnel: entities that reached it, what it is worth, the share of the stage before and of all."""

    stage: Stage
    entities: int
    policies: int
    cents: int
    rate: float | None
    whole: float | None
    days: float | None
    leak: Leak | None


@dataclass(frozen=True)
class Funnel:
    """A campaign's funnel at one org for the entrants of one month; `open_` of them have windows that still run."""

    campaign: Campaign
    org: str
    month: date
    open_: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Funnels:
    """The campaigns, their counts (COUNTS: sums over units are exact) and median days (DAYS: of the closed)."""

    campaigns: tuple[Campaign, ...]
    counts: pl.DataFrame
    days: pl.DataFrame

    def to_frames(self) -> dict[str, pl.DataFrame]:
        return {"funnel_counts": self.counts, "funnel_days": self.days}

    @classmethod
    def from_parts(cls, campaigns: list[Mapping[str, Any]], frames: Mapping[str, pl.DataFrame]) -> Self:
        """From a snapshot's header and frames; of one that has none, no campaigns."""
        counts, days = (
            frames.get(name, pl.DataFrame(schema=schema))
            for name, schema in (("funnel_counts", COUNTS), ("funnel_days", DAYS))
        )
        return cls(tuple(Campaign.from_json(row) for row in campaigns), counts, days)

    def __getitem__(self, name: str) -> Campaign:
        known = {campaign.id: campaign for campaign in self.campaigns}
        if name not in known:
            raise UserError(f"campaign {name}", "is unknown", hint(name, known))
        return known[name]

    def months(self, name: str) -> list[date]:
        """The months in which somebody entered, in order."""
        return self._of[name]["month"].unique().sort().to_list() if name in self._of else []

    def newest_closed(self, name: str) -> date | None:
        """The last month most of whose entrants are closed; the first month where there is none such."""
        entered = self._of[name].filter(pl.col("stage") == 0) if name in self._of else self.counts.clear()
        shares = entered.group_by("month").agg(
            share=pl.col("entities").filter("closed").sum() / pl.col("entities").sum()
        )
        most = shares.filter(pl.col("share") > 0.5)["month"]  # noqa: PLR2004 - most are more than half
        months = (most if len(most) else entered["month"]).sort().to_list()
        return months[-1 if len(most) else 0] if months else None

    def funnel(self, orgs: OrgTree, org: str, name: str, month: date, *, closed: bool) -> Funnel:
        """The funnel of an org: of its closed entrants, or of all so far, with what its leaks cost."""
        campaign, own = self[name], self._inside(orgs, org, name, month)
        kept = own.filter("closed") if closed else own
        table, whole = _sums(kept, len(campaign.stages)), self._whole(name, month, closed=closed)
        peers = self._rates(orgs, orgs[org].level, name, month, closed=closed)
        days = self._days(org, name, month) if closed else {}
        steps = tuple(_step(campaign, (table, whole), at, peers, days.get(at)) for at in range(len(campaign.stages)))
        running = own.filter(~pl.col("closed"), stage=0)["entities"].sum()
        return Funnel(campaign, org, month, int(running), steps)

    def parts(self, orgs: OrgTree, org: str, name: str, month: date, by: Part, *, closed: bool) -> dict[str, Table]:
        """Entities by stage for each tenure band or segment that occurs, in their order."""
        own = self._inside(orgs, org, name, month)
        kept = own.filter("closed") if closed else own
        stages = len(self[name].stages)
        groups = kept.sort(by).group_by(by, maintain_order=True)
        return {str(word): _sums(part, stages)[0] for (word,), part in groups}

    def _whole(self, name: str, month: date, *, closed: bool) -> Table:
        """The sums of the whole company."""
        rows = self._of.get(name, self.counts.clear()).filter(pl.col("month") == month)
        return _sums(rows.filter("closed") if closed else rows, len(self[name].stages))

    def _days(self, org: str, name: str, month: date) -> dict[int, float]:
        own = self.days.filter(pl.col("org") == org, pl.col("campaign") == name, pl.col("month") == month)
        return dict(own.select("stage", "days").iter_rows())

    def _inside(self, orgs: OrgTree, org: str, name: str, month: date) -> pl.DataFrame:
        first, end = orgs.unit_range(org)
        own = self._of.get(name, self.counts.clear())
        return own.filter(pl.col("month") == month, pl.col("unit").is_in(orgs.units[first:end]))

    def _rates(self, orgs: OrgTree, level: str, name: str, month: date, *, closed: bool) -> list[list[float]]:
        """The rates of every stage among the orgs of a level that have entities enough at the stage before."""
        stages = len(self[name].stages)
        rows = self._of.get(name, self.counts.clear()).filter(pl.col("month") == month)
        kept = rows.filter("closed") if closed else rows
        chars = len(orgs.at_level(level)[0])
        table = np.zeros((stages, len(orgs.at_level(level))), np.int64)
        places = {one: at for at, one in enumerate(orgs.at_level(level))}
        own = kept.group_by(pl.col("unit").str.slice(0, chars).alias("org"), "stage").agg(pl.col("entities").sum())
        for one, stage, entities in own.iter_rows():
            table[stage, places[one]] = entities
        return [[], *(_enough(before, after) for before, after in pairwise(table))]

    @cached_property
    def _of(self) -> dict[str, pl.DataFrame]:
        return {str(name): rows for (name,), rows in self.counts.group_by("campaign")}


EMPTY = Funnels((), pl.DataFrame(schema=COUNTS), pl.DataFrame(schema=DAYS))


def _enough(before: Table, after: Table) -> list[float]:
    known = before >= PEERS_LEAST
    return list(after[known] / before[known])


def _sums(rows: pl.DataFrame, stages: int) -> Table:
    """Entities, policies and cents by stage, shape (3, stages)."""
    table = np.zeros((len(SUMS), stages), np.int64)
    for stage, *sums in rows.group_by("stage").agg(pl.col(*SUMS).sum()).iter_rows():
        table[:, stage] = sums
    return table


def _step(
    campaign: Campaign, tables: tuple[Table, Table], at: int, peers: list[list[float]], days: float | None
) -> Step:
    """A stage from the sums of the org and of the whole company."""
    table = tables[0]
    entities, policies, cents = (int(value) for value in table[:, at])
    before, entered = int(table[0, max(at - 1, 0)]), int(table[0, 0])
    rate = entities / before if at and before else None
    whole = entities / entered if entered else None
    return Step(campaign.stages[at], entities, policies, cents, rate, whole, days, _leak(tables, at, peers[at]))


def _leak(tables: tuple[Table, Table], at: int, peers: list[float]) -> Leak | None:
    """What is lost at a stage against the best quartile; None for an org with too few entities or as good a rate.

    An entity more is worth at the end what those of the stage are worth on average: the org's own where they are
    enough and any got so far, else the company's.
    """
    table, company = tables
    before, after = table[0, at - 1 : at + 1] if at else (0, 0)
    if not peers or before < PEERS_LEAST:
        return None
    best = float(np.quantile(peers, BEST))
    more = best * before - after
    if after / before >= best or more < LEAK_LEAST:
        return None
    learnt = table if after >= PEERS_LEAST and table[1, -1] else company
    worth = more / learnt[0, at] if learnt[0, at] else 0.0
    return Leak(best, len(peers), float(more), float(worth * learnt[1, -1]), float(worth * learnt[2, -1]))
