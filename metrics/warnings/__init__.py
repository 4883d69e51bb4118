"""The warnings: what falls behind during the month, judged by the pace that an ordinary month keeps, and why.

`warn_on` reads a loaded `Base`, `warn` loads one itself, `replay` says what would have been said on past days.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import numpy as np
import polars as pl

from data.calendar import Month, WorkCalendar
from data.org import OrgTree
from metrics.base import Base, Scans
from metrics.catalogue import Catalogue
from metrics.warning import Missing, Paths, Warning  # noqa: A004 - the house's word for it
from metrics.warnings.gaps import SEVERITIES
from metrics.warnings.judgement import Judged
from metrics.warnings.report import judged_month, paths, warnings
from metrics.warnings.settings import Settings, load
from metrics.warnings.volumes import Book

__all__ = ["REPLAY_SCHEMA", "replay", "replay_on", "warn", "warn_on"]

REPLAY_SCHEMA = pl.Schema({"day": pl.Date, "org": pl.String, "indicator": pl.String, "severity": pl.String})


def warn(
    tables: Scans, orgs: OrgTree, calendar: WorkCalendar, catalogue: Catalogue, as_of: date
) -> tuple[Paths, tuple[Warning, ...]]:
    """The month's paths and the warnings that stand on `as_of`, read from the facts."""
    settings = load().within(catalogue.ids)
    base = Base.load(tables, orgs, calendar, _history_start(calendar, as_of, settings), as_of)
    return warn_on(base, as_of, settings)


def warn_on(
    base: Base, as_of: date, settings: Settings, missing: tuple[Missing, ...] = ()
) -> tuple[Paths, tuple[Warning, ...]]:
    """As `warn`, from measures already loaded; history reaches back as far as they do, `settings.history` at most.

    `missing` (gaps.missing_days) are facts of the last days that have not come: what they matter to is grey.
    """
    book = Book(base, as_of)
    judged = judged_month(book, settings, book.calendar.month(as_of))
    return paths(book, settings, judged), warnings(book, settings, judged, missing)


def replay(
    tables: Scans, orgs: OrgTree, calendar: WorkCalendar, catalogue: Catalogue, days: Iterable[date]
) -> pl.DataFrame:
    """What `warn` would have said on each of these working days: rows of REPLAY_SCHEMA, one a warning, by day."""
    asked, settings = sorted(set(days)), load().within(catalogue.ids)
    if not asked:
        return pl.DataFrame(schema=REPLAY_SCHEMA)
    first = _history_start(calendar, asked[0], settings)
    return replay_on(Base.load(tables, orgs, calendar, first, asked[-1]), asked, settings)


def replay_on(base: Base, days: Iterable[date], settings: Settings) -> pl.DataFrame:
    """As `replay`, from measures already loaded. One judgement a month serves all its days: each looks back only."""
    months = groupby(sorted(set(days)), base.calendar.month)
    frames = [_replayed(base, month, set(asked), settings) for month, asked in months]
    return pl.concat([pl.DataFrame(schema=REPLAY_SCHEMA), *frames]).sort("day", "org", "indicator")


def _replayed(base: Base, month: Month, days: set[date], settings: Settings) -> pl.DataFrame:
    book = Book(base, max(days))
    judged = judged_month(book, settings, month).values()
    rows = [row for each in judged for row in _warned(book, each, days)]
    return pl.DataFrame(rows, schema=REPLAY_SCHEMA, orient="row")


def _warned(book: Book, judged: Judged, days: set[date]) -> list[tuple[date, str, str, str]]:
    ids, grade = book.orgs.ids, judged.standing.grade
    return [
        (day, ids[org], judged.rule.indicator, SEVERITIES[int(grade[org, at])])
        for at, day in enumerate(judged.days)
        if day in days
        for org in np.flatnonzero(grade[:, at])
    ]


def _history_start(calendar: WorkCalendar, day: date, settings: Settings) -> date:
    month = calendar.month(day)
    return calendar.month_of(month.year, month.number - settings.history.months).first
