"""What was brought up to a change beside what counting everything from scratch gives."""

from datetime import date, datetime

import numpy as np

from data.calendar import PERIODS, WorkCalendar
from data.clock import Clock
from data.tables import Tables
from metrics.base import Base
from metrics.catalogue import load
from metrics.compute import compute, organisations
from metrics.funnels import FOLDER
from metrics.funnels import load as load_campaigns
from metrics.recompute import Recompute
from metrics.window import Window

CLOCK, CALENDAR, CATALOGUE = Clock(datetime(2026, 6, 17, 7)), WorkCalendar(), load()
CAMPAIGNS = load_campaigns((FOLDER,))


def recompute(tables: Tables) -> Recompute:
    return Recompute(tables, CALENDAR, CATALOGUE, CLOCK)


def is_from_scratch(kept: Recompute, tables: Tables, as_of: date) -> None:
    """The next snapshot of what is kept is that of these tables, to the last cent."""
    mine = kept.snapshot(as_of, (), CAMPAIGNS)
    full = compute(tables, CALENDAR, CATALOGUE, as_of, CLOCK, None, (), CAMPAIGNS)
    base = Base.load(tables, organisations(tables), CALENDAR, kept.base.first, as_of)
    measures_are_the_same(kept.base, base, as_of)
    assert mine.version == full.version
    assert mine.warnings == full.warnings
    assert mine.funnels.counts.equals(full.funnels.counts)
    assert mine.funnels.days.equals(full.funnels.days)
    assert mine.funnels.exits.equals(full.funnels.exits)
    assert mine.funnels.both.equals(full.funnels.both)
    assert mine.funnels.course.equals(full.funnels.course)


def measures_are_the_same(kept: Base, full: Base, as_of: date) -> None:
    """Every measure in every period on every node, to the last cent."""
    assert (kept.since, set(kept.engines)) == (full.since, set(full.engines))
    for day in (as_of, full.calendar.month_of(as_of.year, as_of.month - 1).last):
        for window in (Window.of(full.calendar, period, day) for period in PERIODS):
            for name in full.engines:
                np.testing.assert_array_equal(kept.nodes(name, window), full.nodes(name, window), f"{name} {window}")
