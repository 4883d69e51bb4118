"""What the engine counted, as pages read it: the funnel of an org and a month, its parts, and what its leaks cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np
import polars as pl

from data.errors import UserError
from data.org import OrgTree
from metrics.definition import hint
from metrics.funnels.definition import Campaign, Stage
from metrics.funnels.frames import BOTH, COUNTS, DAYS, EXITS, FRAMES, Frames
from metrics.funnels.leaks import Leak, leaked, rates
from metrics.funnels.sums import Sums, Table, sums

Part = Literal["tenure", "segment"]


@dataclass(frozen=True)
class Step:
    """A stage of a funnel: entities that reached it, what it is worth, the share of the stage before and of all.

    Of those who did not go on, `left` says how many left by each exit, `lost` how many did not, or not yet.
    """

    stage: Stage
    entities: int
    policies: int
    cents: int
    rate: float | None
    whole: float | None
    days: float | None
    leak: Leak | None
    left: tuple[int, ...]
    lost: int


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
    """The campaigns, and the frames of FRAMES: counts, median days, who left on the side, who reached two stages."""

    campaigns: tuple[Campaign, ...]
    counts: pl.DataFrame
    days: pl.DataFrame
    exits: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EXITS))
    both: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BOTH))

    def to_frames(self) -> dict[str, pl.DataFrame]:
        return {f"funnel_{name}": getattr(self, name) for name in FRAMES}

    @classmethod
    def from_parts(cls, campaigns: list[Mapping[str, Any]], frames: Mapping[str, pl.DataFrame]) -> Self:
        """From a snapshot's header and frames; of one that has none, no campaigns."""
        own = {name: frames.get(f"funnel_{name}", pl.DataFrame(schema=schema)) for name, schema in FRAMES.items()}
        return cls(tuple(Campaign.from_json(row) for row in campaigns), **own)

    def __getitem__(self, name: str) -> Campaign:
        known = {campaign.id: campaign for campaign in self.campaigns}
        if name not in known:
            raise UserError(f"campaign {name}", "is unknown", hint(name, known))
        return known[name]

    def months(self, name: str) -> list[date]:
        """The months in which somebody entered, in order."""
        return self._rows("counts", name)["month"].unique().sort().to_list()

    def newest_closed(self, name: str) -> date | None:
        """The last month most of whose entrants are closed; the first month where there is none such."""
        months = [month for month, share in self.closed(name).items() if share > 0.5]  # noqa: PLR2004 - more than half
        return months[-1] if months else next(iter(self.months(name)), None)

    def closed(self, name: str) -> dict[date, float]:
        """The share of each month's entrants whose windows are all over, in order."""
        share = pl.col("entities").filter("closed").sum() / pl.col("entities").sum()
        entered = self._rows("counts", name).filter(pl.col("stage") == 0)
        return dict(entered.group_by("month").agg(share).sort("month").iter_rows())

    def funnel(self, orgs: OrgTree, org: str, name: str, month: date, *, closed: bool) -> Funnel:
        """The funnel of an org: of its closed entrants, or of all so far, with what its leaks cost."""
        campaign, own = self[name], self._inside(orgs, org, name, month)
        both = sums(campaign, _kept(own, closed=closed)), self._whole(name, month, closed=closed)
        peers = self._rates(orgs, orgs[org].level, name, month, closed=closed)
        days = self._days(org, name, month) if closed else {}
        steps = tuple(_step(campaign, both, at, peers, days.get(at)) for at in range(len(campaign.stages)))
        running = own["counts"].filter(~pl.col("closed"), stage=0)["entities"].sum()
        return Funnel(campaign, org, month, int(running), steps)

    def parts(self, orgs: OrgTree, org: str, name: str, month: date, by: Part, *, closed: bool) -> dict[str, Sums]:
        """The sums of each tenure band or segment that occurs, in their order."""
        own, campaign = _kept(self._inside(orgs, org, name, month), closed=closed), self[name]
        words = own["counts"][by].unique().sort().to_list()
        split = {word: {frame: rows.filter(pl.col(by) == word) for frame, rows in own.items()} for word in words}
        return {str(word): sums(campaign, rows) for word, rows in split.items()}

    def _whole(self, name: str, month: date, *, closed: bool) -> Sums:
        """The sums of the whole company."""
        return sums(self[name], _kept(self._month(name, month), closed=closed))

    def _days(self, org: str, name: str, month: date) -> dict[int, float]:
        own = self.days.filter(pl.col("org") == org, pl.col("campaign") == name, pl.col("month") == month)
        return dict(own.select("stage", "days").iter_rows())

    def _month(self, name: str, month: date) -> Frames:
        """The rows of a month's entrants in the frames that are kept by unit."""
        return {
            frame: self._rows(frame, name).filter(pl.col("month") == month) for frame in ("counts", "exits", "both")
        }

    def _inside(self, orgs: OrgTree, org: str, name: str, month: date) -> Frames:
        first, end = orgs.unit_range(org)
        inside = pl.col("unit").is_in(orgs.units[first:end])
        return {frame: rows.filter(inside) for frame, rows in self._month(name, month).items()}

    def _rates(self, orgs: OrgTree, level: str, name: str, month: date, *, closed: bool) -> list[list[float]]:
        """The rates of every stage among the orgs of a level that have entities enough at the stage before."""
        rows, stages = _kept(self._month(name, month), closed=closed), len(self[name].stages)
        reached = _by_org(rows["counts"], orgs, level, stages)
        stepped = reached if self[name].ordered else _by_org(rows["both"], orgs, level, stages)
        return [[], *(rates(reached[at - 1], stepped[at]) for at in range(1, stages))]

    def _rows(self, frame: str, name: str) -> pl.DataFrame:
        own: pl.DataFrame = getattr(self, frame)
        return self._of[frame].get(name, own.clear())

    @cached_property
    def _of(self) -> dict[str, dict[str, pl.DataFrame]]:
        return {
            frame: {str(name): rows for (name,), rows in getattr(self, frame).group_by("campaign")} for frame in FRAMES
        }


EMPTY = Funnels((), pl.DataFrame(schema=COUNTS), pl.DataFrame(schema=DAYS))


def _by_org(rows: pl.DataFrame, orgs: OrgTree, level: str, stages: int) -> Table:
    """Entities by stage and org of a level, shape (stages, orgs)."""
    ids = orgs.at_level(level)
    table, places = np.zeros((stages, len(ids)), np.int64), {one: at for at, one in enumerate(ids)}
    own = rows.group_by(pl.col("unit").str.slice(0, len(ids[0])).alias("org"), "stage").agg(pl.col("entities").sum())
    for one, stage, entities in own.iter_rows():
        table[stage, places[one]] = entities
    return table


def _kept(rows: Frames, *, closed: bool) -> Frames:
    """The rows of the closed, or all."""
    return {name: frame.filter("closed") if closed else frame for name, frame in rows.items()}


def _step(campaign: Campaign, both: tuple[Sums, Sums], at: int, peers: list[list[float]], days: float | None) -> Step:
    """A stage from the sums of the org and of the whole company."""
    own = both[0]
    entities, policies, cents = (int(values[at]) for values in (own.entities, own.policies, own.cents))
    rate, whole, leak = own.rate(at), own.whole(at), leaked(*both, at, peers[at])
    left = tuple(int(count) for count in own.left[:, at])
    return Step(campaign.stages[at], entities, policies, cents, rate, whole, days, leak, left, int(own.lost[at]))
