"""The recount: what was kept beside what is counted from scratch, window by window, for the nightly check."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

import numpy as np

from data.calendar import PERIODS
from metrics.base import Base
from metrics.counts import Counts
from metrics.measures import CENTS, MEASURES
from metrics.report import SHOWN, Difference, Report
from metrics.window import Window


def windows(base: Base, as_of: date) -> list[Window]:
    """Every period up to `as_of`, each closed day of its month, each closed month of the years that are held."""
    calendar, month = base.calendar, base.calendar.month(as_of)
    days = [month.first + timedelta(days=at) for at in range((as_of - month.first).days)]
    found = [Window.of(calendar, period, as_of) for period in PERIODS]
    found += [Window.of(calendar, "day", day) for day in days]
    while (window := Window.of(calendar, "mtd", month.first - timedelta(days=1))).year.first >= base.first:
        found.append(window)
        month = calendar.month(window.last)
    return found


def count(base: Base, asked: Sequence[Window]) -> int:
    """Count what means something in these windows; how many numbers that is."""
    counted = [
        base.nodes(name, window) for window in asked for name in base.engines if base.counts(name, window.period)
    ]
    return sum(len(one) for one in counted)


def compared(full: Base, kept: Counts, asked: Sequence[Window], as_of: date) -> Report:
    """The report of a recount, `kept` holding the counts of all that is `asked`."""
    found = (one for window in asked for name in full.engines for one in _differing(full, kept, name, window))
    listed = list(islice(found, SHOWN))
    differing = len(listed) + sum(1 for _ in found)
    days = len({window.last for window in asked})
    return Report(as_of, days, count(full, asked), differing, tuple(listed))


def _differing(full: Base, kept: Counts, name: str, window: Window) -> Iterator[Difference]:
    if not full.counts(name, window.period):
        return
    before, now = full.rolled(name, kept.of(name, window, _unknown)), full.nodes(name, window)
    for at in np.flatnonzero(before != now):
        values = (float(one[at]) / (CENTS if MEASURES[name].money else 1) for one in (before, now))
        yield Difference(name, full.orgs.ids[at], window.period, window.last, *values)


def _unknown(name: str, window: Window) -> np.ndarray:
    raise KeyError((name, window.period, window.last))
