"""What the engine counted, as pages read it: campaigns, their months, and the funnels of an org and a month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Self

import polars as pl

from data.errors import UserError
from data.org import OrgTree
from metrics.definition import hint
from metrics.funnels.cohort import Cohort, Funnel, Part
from metrics.funnels.course import Course
from metrics.funnels.definition import Campaign
from metrics.funnels.frames import BOTH, COUNTS, COURSE, DAYS, EXITS, FRAMES, Frames
from metrics.funnels.sums import Sums

COHORTS_KEPT = 4


@dataclass(frozen=True, eq=False)
class Funnels:
    """The campaigns, and the frames of FRAMES.

    Counts, median days, who left on the side, who reached two stages, and how that went day after day.
    """

    campaigns: tuple[Campaign, ...]
    counts: pl.DataFrame
    days: pl.DataFrame
    exits: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EXITS))
    both: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BOTH))
    course: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COURSE))

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
        return _cohort(self, name, month, closed).funnel(orgs, org)

    def parts(self, orgs: OrgTree, org: str, name: str, month: date, by: Part, *, closed: bool) -> dict[str, Sums]:
        """The sums of each tenure band or segment that occurs, in their order."""
        return _cohort(self, name, month, closed).parts(orgs, org, by)

    def course_of(self, orgs: OrgTree, org: str, name: str, month: date, *, closed: bool) -> Course:
        """How the entrants of each day and week of the campaign went on."""
        return _cohort(self, name, month, closed).course(orgs, org)

    def of_month(self, name: str, month: date) -> Frames:
        """The rows of FRAMES of a campaign's entrants of a month."""
        return {frame: self._rows(frame, name).filter(pl.col("month") == month) for frame in FRAMES}

    def _rows(self, frame: str, name: str) -> pl.DataFrame:
        own: pl.DataFrame = getattr(self, frame)
        return self._of[frame].get(name, own.clear())

    @cached_property
    def _of(self) -> dict[str, dict[str, pl.DataFrame]]:
        return {
            frame: {str(name): rows for (name,), rows in getattr(self, frame).group_by("campaign")} for frame in FRAMES
        }


@lru_cache(COHORTS_KEPT)
def _cohort(funnels: Funnels, name: str, month: date, closed: bool) -> Cohort:  # noqa: FBT001 - part of the key
    """The entrants of a month, closed or all: made once for the many orgs that a page asks for."""
    return Cohort(funnels[name], month, funnels.of_month(name, month), closed=closed)


EMPTY = Funnels((), pl.DataFrame(schema=COUNTS), pl.DataFrame(schema=DAYS))
