"""The entrants of one campaign and month: the funnel of each org, its parts, and what its leaks cost."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl

from data.org import OrgTree
from metrics.funnels.course import Course, course
from metrics.funnels.definition import Campaign, Stage
from metrics.funnels.frames import BY_UNIT, Frames
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


class Cohort:
    """The rows of a campaign's entrants of a month, of the `closed` or of all so far.

    What all orgs are held against, the company's sums and the peers' rates, is worked out once. `rows` are the month's
    in FRAMES, open entrants among them; of one tree of organisations.
    """

    def __init__(self, campaign: Campaign, month: date, rows: Frames, *, closed: bool) -> None:
        self.campaign, self.month = campaign, month
        self._running = rows["counts"].filter(~pl.col("closed"), stage=0)
        self._rows = {name: rows[name].filter("closed") if closed else rows[name] for name in BY_UNIT}
        self._course, self._closed = rows["course"], closed
        self._days = rows["days"] if closed else rows["days"].clear()
        self._peers: dict[str, list[list[float]]] = {}

    def funnel(self, orgs: OrgTree, org: str) -> Funnel:
        inside, peers = _inside(orgs, org), self._rates(orgs, orgs[org].level)
        both = sums(self.campaign, {name: rows.filter(inside) for name, rows in self._rows.items()}), self._whole
        days = dict(self._days.filter(pl.col("org") == org).select("stage", "days").iter_rows())
        stages = range(len(self.campaign.stages))
        steps = tuple(_step(self.campaign, both, at, peers, days.get(at)) for at in stages)
        running = self._running.filter(inside)["entities"].sum()
        return Funnel(self.campaign, org, self.month, int(running), steps)

    def parts(self, orgs: OrgTree, org: str, by: Part) -> dict[str, Sums]:
        """The sums of each tenure band or segment that occurs, in their order."""
        own = {name: rows.filter(_inside(orgs, org)) for name, rows in self._rows.items()}
        words = own["counts"][by].unique().sort().to_list()
        split = {word: {name: rows.filter(pl.col(by) == word) for name, rows in own.items()} for word in words}
        return {str(word): sums(self.campaign, rows) for word, rows in split.items()}

    def course(self, orgs: OrgTree, org: str) -> Course:
        """How the entrants of each day and week of the campaign went on."""
        return course(self.campaign, self._course.filter(_inside(orgs, org)), closed=self._closed)

    @cached_property
    def _whole(self) -> Sums:
        """The sums of the whole company."""
        return sums(self.campaign, self._rows)

    def _rates(self, orgs: OrgTree, level: str) -> list[list[float]]:
        """The rates of every stage among the orgs of a level that have entities enough at the stage before."""
        if level not in self._peers:
            stages = len(self.campaign.stages)
            reached = _by_org(self._rows["counts"], orgs, level, stages)
            stepped = reached if self.campaign.ordered else _by_org(self._rows["both"], orgs, level, stages)
            self._peers[level] = [[], *(rates(reached[at - 1], stepped[at]) for at in range(1, stages))]
        return self._peers[level]


def _inside(orgs: OrgTree, org: str) -> pl.Expr:
    first, end = orgs.unit_range(org)
    return pl.col("unit").is_in(orgs.units[first:end])


def _by_org(rows: pl.DataFrame, orgs: OrgTree, level: str, stages: int) -> Table:
    """Entities by stage and org of a level, shape (stages, orgs)."""
    ids = orgs.at_level(level)
    table, places = np.zeros((stages, len(ids)), np.int64), {one: at for at, one in enumerate(ids)}
    own = rows.group_by(pl.col("unit").str.slice(0, len(ids[0])).alias("org"), "stage").agg(pl.col("entities").sum())
    for one, stage, entities in own.iter_rows():
        table[stage, places[one]] = entities
    return table


def _step(campaign: Campaign, both: tuple[Sums, Sums], at: int, peers: list[list[float]], days: float | None) -> Step:
    """A stage from the sums of the org and of the whole company."""
    own = both[0]
    entities, policies, cents = (int(values[at]) for values in (own.entities, own.policies, own.cents))
    rate, whole, leak = own.rate(at), own.whole(at), leaked(*both, at, peers[at])
    left = tuple(int(count) for count in own.left[:, at])
    return Step(campaign.stages[at], entities, policies, cents, rate, whole, days, leak, left, int(own.lost[at]))
