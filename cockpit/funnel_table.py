"""A funnel as one table: the org itself, those below it, tenure bands, segments and weeks, a row a stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from cockpit.scope import Sight
from data.errors import UserError
from data.messages import text
from metrics.funnels import Campaign, Funnel, Funnels, Part, Reached

COHORTS = ("closed", "all")
PARTS: tuple[Part, ...] = ("tenure", "segment")
CENTS = 100
COLUMNS = pl.Schema(
    {
        "campaign": pl.String,
        "campaign_name": pl.String,
        "version": pl.Int64,
        "order": pl.String,
        "month": pl.Date,
        "cohort": pl.String,
        "org": pl.String,
        "org_name": pl.String,
        "by": pl.String,
        "part": pl.String,
        "part_name": pl.String,
        "stage": pl.Int64,
        "event": pl.String,
        "stage_name": pl.String,
        "entities": pl.Int64,
        "rate": pl.Float64,
        "conversion": pl.Float64,
        "median_days": pl.Float64,
        "policies": pl.Int64,
        "premium": pl.Float64,
        "expected": pl.Float64,
        "left": pl.Int64,
        "lost": pl.Int64,
        "running": pl.Int64,
    }
)
"""`by`: total, child, tenure, segment, week, day or exit; `part`: which. `rate` is the share of the stage before (where
`order` is any, the share of the stage before that reached both), `conversion` of those who entered; `median_days` since
the stage before (where it is any, since the entry); `premium` in yuan. Of those who did not go on from the stage,
`left` left on the side, the others are `lost`, or not through yet. Tenure and segment have entities and shares alone.

Weeks and days count from the campaign's first day; 0 is who was carried over. Weeks have entities and shares alone,
days the first stage alone.

Rows by exit say how many (`entities`) left the org's funnel by it after the stage, as shares of the stage and of those
who entered. `running` is how many entrants have windows that still run; of weeks and days, who entered in them."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Cut:
    """Which funnel: a campaign's entrants of a month, those whose windows are all over (`closed`) or all so far."""

    campaign: Campaign
    month: date
    closed: bool


def cut(funnels: Funnels, campaign: str, month: str, cohort: str) -> Cut:
    """The funnel of these words; without campaign or month the first and its newest closed one.

    Raises:
        UserError: no such campaign, month of entry or cohort, with those that there are.
    """
    if cohort not in COHORTS:
        raise UserError(f"cohort {cohort}", "is unknown", f"Give one of {', '.join(COHORTS)}.")
    entered = [one.id for one in funnels.campaigns if funnels.months(one.id)]
    found = funnels[campaign or next(iter(entered), "")]
    months = {f"{one:%Y-%m}": one for one in funnels.months(found.id)}
    chosen = months.get(month) if month else funnels.newest_closed(found.id)
    if chosen is None:
        raise UserError(f"month {month} of {found.id}", "has no entrants", f"Months are: {', '.join(months)}.")
    return Cut(found, chosen, cohort == COHORTS[0])


def table(sight: Sight, org: str, chosen: Cut, lang: str) -> pl.DataFrame:
    """COLUMNS; only children that may be seen are in it.

    Raises:
        OutOfScopeError: the org may not be seen or does not exist.
    """
    own, name = sight.funnel(org, chosen.campaign.id, chosen.month, closed=chosen.closed), sight.name(org, lang)
    head = {
        "campaign": chosen.campaign.id,
        "campaign_name": chosen.campaign.name(lang),
        "version": chosen.campaign.version,
        "order": chosen.campaign.order,
        "month": chosen.month,
        "cohort": COHORTS[0] if chosen.closed else COHORTS[1],
        "org": org,
        "org_name": name,
    }
    rows = [*_steps(own, "total", org, name, lang), *_children(sight, org, chosen, lang)]
    for by in PARTS:
        rows += _parts(sight, org, chosen, by, lang)
    rows += [*_weeks(sight, org, chosen, lang), *_exits(own, lang)]
    return pl.DataFrame([head | row for row in rows], schema=COLUMNS)


def _children(sight: Sight, org: str, chosen: Cut, lang: str) -> Iterator[Row]:
    for child in filter(sight.covers, sight.snapshot.orgs.children(org)):
        shown = sight.funnel(child, chosen.campaign.id, chosen.month, closed=chosen.closed)
        yield from _steps(shown, "child", child, sight.name(child, lang), lang)


def _steps(shown: Funnel, by: str, part: str, name: str, lang: str) -> Iterator[Row]:
    for at, step in enumerate(shown.steps):
        yield {
            "by": by,
            "part": part,
            "part_name": name,
            "stage": at,
            "event": step.stage.event,
            "stage_name": step.stage.name(lang),
            "entities": step.entities,
            "rate": step.rate,
            "conversion": step.whole,
            "median_days": step.days,
            "policies": step.policies,
            "premium": step.cents / CENTS,
            "expected": step.stage.expected,
            "left": sum(step.left),
            "lost": step.lost,
            "running": shown.open_,
        }


def _weeks(sight: Sight, org: str, chosen: Cut, lang: str) -> Iterator[Row]:
    """The weeks of the campaign in which somebody entered, and after them its days."""
    course = sight.funnel_course(org, chosen.campaign.id, chosen.month, closed=chosen.closed)
    for number, week in course.weeks.items():
        name = text(lang, "funnels.week", week=number) if number else text(lang, "funnels.carried")
        for row in _reached(chosen.campaign, week, lang):
            yield row | {"by": "week", "part": f"{number}", "part_name": name, "running": week.running}
    first = chosen.campaign.stages[0]
    for turn, day in course.days.items():
        name = text(lang, "funnels.day", day=turn) if turn else text(lang, "funnels.carried")
        entered = day.closed if chosen.closed else day.entered
        row = {"stage": 0, "event": first.event, "stage_name": first.name(lang), "entities": entered}
        yield row | {"by": "day", "part": f"{turn}", "part_name": name, "running": day.running}


def _reached(campaign: Campaign, part: Reached, lang: str) -> Iterator[Row]:
    for at, stage in enumerate(campaign.stages):
        yield {
            "stage": at,
            "event": stage.event,
            "stage_name": stage.name(lang),
            "entities": int(part.entities[at]),
            "rate": part.rate(at),
            "conversion": part.whole(at),
            "expected": stage.expected,
        }


def _parts(sight: Sight, org: str, chosen: Cut, by: Part, lang: str) -> Iterator[Row]:
    """Nothing where entities have no segment."""
    found = sight.funnel_parts(org, chosen.campaign.id, chosen.month, by, closed=chosen.closed)
    if by == "segment" and set(found) <= {"none"}:
        return
    for part, sums in found.items():
        own = {"by": by, "part": part, "part_name": text(lang, f"funnels.{by}.{part}")}
        for at, row in enumerate(_reached(chosen.campaign, sums, lang)):
            yield row | own | {"left": int(sums.left[:, at].sum()), "lost": int(sums.lost[at])}


def _exits(shown: Funnel, lang: str) -> Iterator[Row]:
    """Who left the org's funnel on the side, exit by exit, after each stage but the last."""
    for place, one in enumerate(shown.campaign.exits):
        for at, step in enumerate(shown.steps[:-1]):
            yield {
                "by": "exit",
                "part": one.id,
                "part_name": one.name(lang),
                "stage": at,
                "event": step.stage.event,
                "stage_name": step.stage.name(lang),
                "entities": step.left[place],
                "rate": step.left[place] / step.entities if step.entities else None,
                "conversion": step.left[place] / shown.steps[0].entities if shown.steps[0].entities else None,
            }
