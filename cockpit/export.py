"""Exports: any view of the pages as a table, through the eyes of the person who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from cockpit.funnel_table import COHORTS, Cut, cut, table
from cockpit.scope import Sight
from metrics.catalogue import Catalogue

FUNNEL = "funnel"


@dataclass(frozen=True)
class Ask:
    """What is exported: a view of one org, indicator and period, its headings in a language.

    Of a funnel, the campaign, the month of entry (2026-05) and the cohort (closed, all) instead of the indicator.
    """

    view: str
    org: str
    indicator: str
    period: str
    lang: str
    campaign: str = ""
    month: str = ""
    cohort: str = COHORTS[0]

    @property
    def place(self) -> tuple[str, str, str]:
        """Of what it is, as the audit log keeps it: org, indicator and period, or campaign and month."""
        if self.view == FUNNEL:
            return self.org, self.campaign, self.month
        return self.org, self.indicator, self.period

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        parts = [self.view, *self.place, *([self.cohort] if self.view == FUNNEL else [])]
        return "-".join(filter(None, parts))


def children(sight: Sight, catalogue: Catalogue, ask: Ask) -> pl.DataFrame:
    """The org and its children in one indicator and period."""
    own = sight.cell(ask.org, ask.indicator, ask.period)
    return _named(sight, catalogue, ask, pl.DataFrame([own, *sight.children(ask.org, ask.indicator, ask.period)]))


def trend(sight: Sight, _: Catalogue, ask: Ask) -> pl.DataFrame:
    """Thirteen months of the indicator."""
    return sight.trend(ask.org, ask.indicator)


def path(sight: Sight, _: Catalogue, ask: Ask) -> pl.DataFrame:
    """This month, day by day, where the indicator has a path."""
    return sight.month_path(ask.org, ask.indicator)


def subtree(sight: Sight, catalogue: Catalogue, ask: Ask) -> pl.DataFrame:
    """Every org below, in one indicator and period."""
    return _named(sight, catalogue, ask, sight.cells(ask.org, [ask.indicator], [ask.period]))


def all_cells(sight: Sight, catalogue: Catalogue, ask: Ask) -> pl.DataFrame:
    """Every org below in every indicator and period: the long one."""
    return _named(sight, catalogue, ask, sight.cells(ask.org))


def warnings(sight: Sight, catalogue: Catalogue, ask: Ask) -> pl.DataFrame:
    """The warnings of the subtree, one row each."""
    found = [one for one in sight.snapshot.warnings if sight.covers(one.org) and sight.below(ask.org, one.org)]
    names = [field for field in found[0].to_json() if field != "cause"] if found else ["id", "org", "indicator"]
    rows = [{name: one.to_json()[name] for name in names} for one in found]
    frame = pl.DataFrame(rows, schema=None if rows else dict.fromkeys(names, pl.String))
    return _named(sight, catalogue, ask, frame)


def funnel(sight: Sight, _: Catalogue, ask: Ask) -> pl.DataFrame:
    """A campaign's funnel: of the org, those below it, tenure bands, segments, weeks and days."""
    return table(sight, ask.org, _cut(sight, ask), ask.lang)


def settled(sight: Sight, ask: Ask) -> Ask:
    """The ask with the campaign and month that it means where it names none; UserError where there are no such ones."""
    if ask.view != FUNNEL:
        return ask
    chosen = _cut(sight, ask)
    return replace(ask, campaign=chosen.campaign.id, month=f"{chosen.month:%Y-%m}")


def _cut(sight: Sight, ask: Ask) -> Cut:
    sight.require(ask.org)
    return cut(sight.snapshot.funnels, ask.campaign, ask.month, ask.cohort)


VIEWS: Mapping[str, Callable[[Sight, Catalogue, Ask], pl.DataFrame]] = {
    "children": children, "trend": trend, "path": path, "subtree": subtree, "warnings": warnings, FUNNEL: funnel,
    "all": all_cells,
}  # fmt: skip
LONG = ("all",)
"""Made by the worker, for those who may export whole scopes."""


def _named(sight: Sight, catalogue: Catalogue, ask: Ask, frame: pl.DataFrame) -> pl.DataFrame:
    """The ids, and beside them the names in the reader's language."""
    orgs = frame["org"].unique().to_list()
    names = {org: sight.name(org, ask.lang) for org in orgs}
    titles = {one.id: one.name(ask.lang) for one in catalogue}
    added = (
        pl.col("org").replace_strict(names, default=None, return_dtype=pl.String).alias("org_name"),
        pl.col("indicator").replace_strict(titles, default=None, return_dtype=pl.String).alias("indicator_name"),
    )
    return frame.with_columns(added).select(
        "org", "org_name", "indicator", "indicator_name", pl.exclude("org", "org_name", "indicator", "indicator_name")
    )
