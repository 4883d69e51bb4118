"""The course of a campaign: how many enter on each of its days, and how the entrants of each week go on."""

from dataclasses import dataclass

import polars as pl

from metrics.funnels.definition import Campaign
from metrics.funnels.entrants import CARRIED
from metrics.funnels.sums import Reached, by_stage
from metrics.funnels.walk import Walk

WEEK_DAYS = 7
BITS = {"unit": 24, "stage": 7, "closed": 1, "stepped": 1, "turn": 6}
"""Of a number that says which row of COURSE an entrant is counted in; above them is the month."""


@dataclass(frozen=True)
class Day:
    """How many entered on a day of the campaign: those whose windows are all over, and those whose windows run."""

    closed: int
    running: int

    @property
    def entered(self) -> int:
        return self.closed + self.running


@dataclass(frozen=True, eq=False)
class Week(Reached):
    """The entrants of a week of the campaign, by stage; `running` of all who `entered` in it have windows that run."""

    entered: int
    running: int


@dataclass(frozen=True)
class Course:
    """Days and weeks of a campaign in which somebody entered, from 1 on, in order; 0: who was carried over.

    Days have all who entered so far, weeks the entrants of the cohort: over the weeks they are those of the funnel.
    """

    days: dict[int, Day]
    weeks: dict[int, Week]


def week_of(turn: pl.Expr) -> pl.Expr:
    """The week of a day of the campaign; days 1 to 7 are the first."""
    return (turn + (WEEK_DAYS - 1)) // WEEK_DAYS


def by_week(turn: pl.Expr) -> pl.Expr:
    """The day with which a day's week begins; of those carried over none but their own."""
    return pl.when(turn > CARRIED).then((week_of(turn) - 1) * WEEK_DAYS + 1).otherwise(turn)


def turns(way: Walk) -> pl.DataFrame:
    """Who entered by day, and who reached each later stage by week of entry: COURSE without its campaign.

    All that a row says is packed into one number, and equal numbers are counted in a row: four times as fast as groups.
    """
    keys = [frame.select(_packed(frame, at))["month"] for at, frame in enumerate(way.both or way.reached)]
    runs = pl.concat(keys).sort().rle().struct.unnest()
    rows = runs.select(*_unpacked(pl.col("value")), entities=pl.col("len").cast(pl.Int64))
    return rows.with_columns(pl.col("month").cast(pl.Date), stepped=pl.col("stepped") * pl.col("entities"))


def _packed(frame: pl.DataFrame, at: int) -> pl.Expr:
    """BITS as one number; in the order in which they are sorted."""
    turn = pl.col("turn")
    own = {"stage": pl.lit(at), "stepped": pl.lit(0), "turn": by_week(turn) if at else turn}
    if "entities" in frame.columns:  # counted in any order: 1 for who reached the stage before too
        own["stepped"] = pl.col("entities")
    key = pl.col("month").cast(pl.Int64)
    for name, bits in BITS.items():
        key = key * 2**bits + own.get(name, pl.col(name)).cast(pl.Int64)
    return key


def _unpacked(key: pl.Expr) -> list[pl.Expr]:
    columns = []
    for name, bits in reversed(BITS.items()):
        columns.append((key % 2**bits).alias(name))
        key = key // 2**bits
    return [key.cast(pl.Int32).alias("month"), *columns]


def course(campaign: Campaign, rows: pl.DataFrame, *, closed: bool) -> Course:
    """Of a campaign's and month's rows of COURSE; of the weeks the closed alone, or all so far."""
    known = rows.with_columns(week=week_of(pl.col("turn")))
    entered = known.filter(stage=0).group_by("turn", "week", "closed").agg(pl.col("entities").sum())
    split = [entered.filter(pl.col("closed") == over) for over in (True, False)]
    over, running = (dict(part.select("turn", "entities").iter_rows()) for part in split)
    days = {turn: Day(over.get(turn, 0), running.get(turn, 0)) for turn in sorted({*over, *running})}
    weeks = {week: _week(campaign, known.filter(week=week), closed=closed) for week in sorted(entered["week"].unique())}
    return Course(days, weeks)


def _week(campaign: Campaign, rows: pl.DataFrame, *, closed: bool) -> Week:
    stages = len(campaign.stages)
    counted = by_stage(rows.filter("closed") if closed else rows, stages, "entities", "stepped")
    # in the listed order all of a stage came from the one before it
    stepped = counted[0] if campaign.ordered else counted[1]
    entered, running = (part.filter(stage=0)["entities"].sum() for part in (rows, rows.filter(~pl.col("closed"))))
    return Week(counted[0], stepped, int(entered), int(running))
