"""From judgements to what others read: the month's paths and the warnings of a day."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import Month
from metrics.measures import MEASURES
from metrics.warning import PATH_SCHEMA, Cause, Missing, Paths, Rule, Severity, Warning  # noqa: A004 - the house's word for it
from metrics.warnings.cause import Inquiry
from metrics.warnings.gaps import Verdict, verdict
from metrics.warnings.judgement import Judged, judge, pace
from metrics.warnings.settings import Settings
from metrics.warnings.volumes import COLLECTION, Book

Floats = NDArray[np.float64]
DATA = "data"
"""Who can act on missing facts: `data.SOURCE`, whoever runs that source system."""
RECENT = 5
"""Working days whose mean stands beside the required daily volume."""


def judged_month(book: Book, settings: Settings, month: Month) -> dict[str, Judged]:
    """Every path indicator's month, by indicator."""
    return {rule.indicator: judge(book, settings, rule, month) for rule in settings.paths}


def paths(book: Book, settings: Settings, judged: Mapping[str, Judged]) -> Paths:
    """The month's paths up to the as-of day, in catalogue units, and each target measure's share of the month."""
    frames = [_path(book, each) for each in judged.values()]
    told = [each for each in judged.values() if each.days]
    shares = {each.rule.target.removeprefix("tgt_"): float(each.course.share[0, -1]) for each in told}
    month = book.calendar.month(book.as_of)
    others = {flow: pace(book, settings, flow, month) for flow in settings.paced} if told else {}
    return Paths(pl.concat(frames) if frames else pl.DataFrame(schema=PATH_SCHEMA), others | shares)


def warnings(
    book: Book, settings: Settings, judged: Mapping[str, Judged], missing: tuple[Missing, ...] = ()
) -> tuple[Warning, ...]:
    """The warnings that stand on the as-of day, in the order of the tree; `missing` are the facts yet to come."""
    inquiry = Inquiry(book, settings, judged, missing)
    verdicts = [(each, verdict(each, missing, settings)) for each in judged.values() if each.days]
    found = [_warning(inquiry, each, org, said) for each, said in verdicts for org in said.severities]
    return tuple(sorted(found, key=lambda warning: (warning.org, warning.indicator)))


def unit_of(book: Book, judged: Judged) -> Floats:
    """Per org what one catalogue unit measures in the volume's own unit: cents in a yuan, or the premium due."""
    if judged.rule.indicator == COLLECTION:
        due = book.due_of(judged.shape.month)["ren_due"]
        return np.where(due > 0, due, np.nan)
    return np.full(len(book.orgs), 100.0 if MEASURES[judged.rule.target].money else 1.0)


def _path(book: Book, judged: Judged) -> pl.DataFrame:
    """One indicator's rows: org by org, day by day."""
    orgs, days = len(book.orgs), judged.days
    unit, target = unit_of(book, judged)[:, None], judged.course.target[:, None]
    columns = {
        "actual": judged.course.actual / unit,
        "expected": judged.course.share * target / unit,
        "last_year": _last_year(book, judged),
        "target": np.broadcast_to(target / unit, (orgs, len(days))),
    }
    frame = pl.DataFrame(
        {
            "org": np.repeat(np.array(book.orgs.ids), len(days)),
            "day": pl.Series(days * orgs, dtype=pl.Date),
            **{name: values.ravel() for name, values in columns.items()},
        }
    ).with_columns(pl.col(*columns).fill_nan(None), indicator=pl.lit(judged.rule.indicator))
    return frame.select(PATH_SCHEMA.names()).cast(PATH_SCHEMA)


def _last_year(book: Book, judged: Judged) -> Floats:
    """Last year's curve at the same working days (orgs, points), in catalogue units; NaN where none is held."""
    month = judged.shape.month
    before = book.calendar.month_of(month.year - 1, month.number)
    nothing = np.full(judged.course.actual.shape, np.nan)
    volume = book.volume(judged.rule, before) if before.first >= book.base.first else nothing
    if not np.nansum(volume):
        return nothing
    same = [book.calendar.same_workday(day, before) for day in judged.days]
    slots = [(day - before.first).days + 1 for day in same]
    due = book.due_of(before)["ren_due"] if judged.rule.indicator == COLLECTION else unit_of(book, judged)
    return np.asarray(np.cumsum(volume, axis=1)[:, slots] / np.where(due > 0, due, np.nan)[:, None])


def _warning(inquiry: Inquiry, judged: Judged, org: int, said: Verdict) -> Warning:
    severity = said.severities[org]
    book, standing, course = inquiry.book, judged.standing, judged.course
    unit = float(unit_of(book, judged)[org])
    node = book.orgs[book.orgs.ids[org]]
    indicator = judged.rule.indicator
    left = judged.shape.workdays - int(judged.shape.numbers[judged.points[-1]])
    return Warning(
        id=f"{indicator}.{node.id}.{judged.shape.month.year}{judged.shape.month.number:02}",
        rule=_rule(judged, org, severity),
        severity=severity,
        org=node.id,
        indicator=indicator,
        period="mtd",
        value=float(course.actual[org, -1]) / unit,
        target=float(course.target[org]) / unit,
        attainment=float(standing.attainment[org, -1]),
        pace=float(course.share[org, -1]),
        time_progress=float(course.time[-1]),
        gap=float(standing.gap[org, -1]),
        gap_volume=-float(standing.gap_volume[org, -1]) / unit,
        projection=float(standing.projection[org, -1]),
        low=float(standing.low[org, -1]),
        high=float(standing.high[org, -1]),
        required_per_day=required_per_day(float(course.target[org]), float(course.actual[org, -1]), left) / unit,
        recent_per_day=recent_per_day(course.actual[org], float(judged.volume[org, 0])) / unit,
        cause=_cause(inquiry, judged, org, said),
        since=said.missing[0].day if severity == "grey" else judged.days[int(judged.since[org, -1])],
        owner=f"{DATA}.{said.missing[0].source}" if severity == "grey" else inquiry.settings.owner[node.level],
    )


def _rule(judged: Judged, org: int, severity: Severity) -> Rule:
    """The rule that sees more; of a grey warning, that of the data."""
    if severity == "grey":
        return "W8"
    return "W2" if judged.standing.outlook[org, -1] >= judged.standing.pace[org, -1] else "W1"


def _cause(inquiry: Inquiry, judged: Judged, org: int, said: Verdict) -> Cause | None:
    """Why; of a grey warning, what is missing."""
    if said.missing:
        return Cause(inquiry.book.orgs.ids[org], 1.0, (), said.missing)
    return inquiry.cause(judged.rule.indicator, org)


def required_per_day(target: float, actual: float, workdays_left: int) -> float:
    """What each working day left must bring to reach the target; the whole rest where none is left."""
    return max(target - actual, 0.0) / max(workdays_left, 1)


def recent_per_day(course: Floats, opening: float) -> float:
    """The mean of the last working days of a cumulative course (at most RECENT of them), which began at `opening`."""
    span = min(RECENT, len(course))
    before = float(course[-span - 1]) if len(course) > span else opening
    return (float(course[-1]) - before) / span
