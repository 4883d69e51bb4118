"""A tree of one line with five units, and funnels of it written by hand."""

from datetime import date

import polars as pl

from data.org import Org, OrgTree
from metrics.funnels import Funnels, load
from metrics.funnels.frames import COUNTS, DAYS

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
UNITS = [f"86010101010{n}" for n in range(1, 6)]
RATES = (0.1, 0.2, 0.3, 0.4, 0.5)
LEVELS = ("hq", "branch", "sub_branch", "district", "department")


def tree():
    line = [UNITS[0][: 2 * depth] for depth in range(1, 6)]
    above = [Org(one, one, one, level, one[:-2] or None) for one, level in zip(line, LEVELS, strict=True)]
    return OrgTree([*above, *(Org(one, one, one, "unit", one[:-2]) for one in UNITS)])


def by_hand(entered=100):
    """Five units with a hundred candidates each in May, of whom a tenth, two tenths ... are interviewed."""
    rows = []
    for unit, rate in zip(UNITS, RATES, strict=True):
        met = int(entered * rate)
        chain = (entered, met, met, met // 2, met // 2)
        rows += [(MAY, unit, True, at, count, 0, 0) for at, count in enumerate(chain[:4])]
        rows += [(MAY, unit, True, 4, chain[4], chain[4], chain[4] * 1000), (JUNE, unit, False, 0, 7, 0, 0)]
    names = ("month", "unit", "closed", "stage", "entities", "policies", "cents")
    frame = pl.DataFrame(rows, {name: COUNTS[name] for name in names}, orient="row")
    whole = frame.with_columns(campaign=pl.lit("recruiting"), tenure=pl.lit("y1"), segment=pl.lit("none"))
    counts = whole.select(pl.col(name).cast(kind) for name, kind in COUNTS.items())
    days = pl.DataFrame([("recruiting", MAY, "86", 1, 4.5)], DAYS, orient="row")
    return Funnels(load(), counts, days)


def step(org, at, *, funnels=None, closed=True):
    return (funnels or by_hand()).funnel(tree(), org, "recruiting", MAY, closed=closed).steps[at]
