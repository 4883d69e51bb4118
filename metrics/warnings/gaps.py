"""Days whose facts are thin or missing, and what they hold back of an indicator's month (early-warning rule W8).

Then its warnings are grey, neither yellow nor red: they say that the data are incomplete, and whose they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.calendar import WorkCalendar
from data.health import ENOUGH, THIN, delivered_days
from data.tables import Tables
from metrics.warning import Missing, Severity
from metrics.warnings import rules
from metrics.warnings.judgement import Judged
from metrics.warnings.settings import Settings

SEVERITIES: dict[int, Severity] = {rules.YELLOW: "yellow", rules.RED: "red"}
BACK = 28
"""Days before the as-of day among which the last working days are."""
ROOT = 0
WHOLE = 1.0


@dataclass(frozen=True)
class Verdict:
    """What an indicator's warnings say on the last point: severity by an org's place; `missing` is what they lack."""

    severities: dict[int, Severity]
    missing: tuple[Missing, ...] = ()


def missing_days(tables: Tables, calendar: WorkCalendar, as_of: date, settings: Settings) -> tuple[Missing, ...]:
    """What is missing of the last working days up to `as_of`, by what came until now."""
    return missing_of(delivered_days(tables, as_of + timedelta(days=1), BACK), calendar, as_of, settings)


def missing_of(delivered: pl.DataFrame, calendar: WorkCalendar, as_of: date, settings: Settings) -> tuple[Missing, ...]:
    """The same from rows as data.health.delivered_days gives them; what came late but came is not missing."""
    late = calendar.workdays(as_of - timedelta(days=BACK - 1), as_of)[-settings.data.within :]
    usual, rows = pl.col("usual"), pl.col("rows")
    thin = delivered.filter(pl.col("day").is_in(late), usual >= ENOUGH, rows < THIN * usual)
    lacking = thin.select("table", "day", (1 - rows / usual).alias("share")).sort("table", "day")
    return tuple(Missing(*row) for row in lacking.iter_rows())


def under(facts: Mapping[str, str], missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """What is missing of the facts that an indicator stands on; `facts` as in settings.PathRule."""
    least = {"thin": 0.0, "missing": WHOLE}
    return tuple(one for one in missing if one.table in facts and one.share >= least[facts[one.table]])


def verdict(judged: Judged, missing: tuple[Missing, ...], settings: Settings) -> Verdict:
    """The warnings of the last day as they stand; all grey, and the whole company's among them, where facts lack."""
    grades = judged.standing.grade[:, -1]
    warned = {int(org): SEVERITIES[int(grades[org])] for org in np.flatnonzero(grades)}
    own = tuple(one for one in under(judged.rule.facts, missing) if one.day in judged.days)
    due = judged.course.share[ROOT, -1]
    if not own or held_back(judged, own) < settings.data.share * due or np.isnan(judged.course.target[ROOT]):
        return Verdict(warned)
    return Verdict(dict.fromkeys(sorted({ROOT, *warned}), "grey"), own)


def held_back(judged: Judged, missing: tuple[Missing, ...]) -> float:
    """The share of the month's plan that the missing rows would have brought to the whole company by the last day."""
    steps = np.diff(judged.course.share[ROOT], prepend=0.0)
    lacking = {one.day: 0.0 for one in missing}
    for one in missing:
        lacking[one.day] = max(lacking[one.day], one.share)
    return float(sum(share * steps[judged.days.index(day)] for day, share in lacking.items()))
