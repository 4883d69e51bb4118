"""What differs between two snapshots is told, number by number, and nothing else."""

from dataclasses import replace
from datetime import date

import polars as pl

from data.org import OrgTree
from metrics import comparison
from metrics.comparison import compared
from metrics.report import Difference, Report
from tests.altered import altered
from tests.cockpit import world

AS_OF = world.AS_OF


def other(grid, **at):
    """The usual snapshot with another value in the rows that are so."""
    chosen = pl.all_horizontal(*(pl.col(name) == value for name, value in at.items()))
    value = pl.when(chosen).then(pl.col("value").fill_null(0) + 0.5).otherwise("value").alias("value")
    return altered(world.usual(), lambda frame: frame.with_columns(value), grid)


def test_the_same_is_the_same():
    found = compared(world.usual(), world.usual())
    assert (found.as_of, found.differing, found.differences) == (AS_OF, 0, ())
    cells, trend = world.usual().cells.frame(), world.usual().trend.frame()
    numbers = cells.select(pl.selectors.float().count()).sum_horizontal().item()
    assert found.values > numbers + trend["value"].drop_nulls().len()


def test_a_value_of_a_cell_is_told_with_both_numbers():
    kept, full = world.usual(), other("cells", org="8601", indicator="visits", period="ytd")
    values = [snapshot.cell("8601", "visits", "ytd").value for snapshot in (kept, full)]
    found = compared(kept, full)
    assert found.differing == 1
    assert found.differences == (Difference("visits", "8601", "ytd", AS_OF, *values),)
    assert values[0] != values[1]


def test_a_month_of_the_trend_is_told_with_its_month():
    found = compared(other("trend", org="86", indicator="visits", month=date(2026, 2, 1)), world.usual())
    (one,) = found.differences
    assert (one.measure, one.org, one.period, one.day) == ("visits", "86", "mtd", date(2026, 2, 1))


def test_what_is_there_in_one_only_differs_and_a_status_is_told_by_its_place():
    here = (pl.col("org") == "86") & (pl.col("indicator") == "visits") & (pl.col("period") == "mtd")
    changes = [
        pl.when(here).then(None).otherwise("target").alias("target"),
        pl.when(here).then(pl.lit("grey")).otherwise("status").alias("status"),
    ]
    full = altered(world.usual(), lambda frame: frame.with_columns(changes))
    found = {one.measure: (one.kept, one.full) for one in compared(world.usual(), full).differences}
    assert found.keys() == {"visits.target", "visits.status"}
    assert found["visits.target"] == (world.usual().cell("86", "visits").target, None)


def test_many_differences_are_counted_and_the_first_are_told(monkeypatch):
    monkeypatch.setattr(comparison, "SHOWN", 3)
    found = compared(world.usual(), other("cells", indicator="visits", period="day"))
    assert found.differing == len(world.usual().orgs)
    assert [one.org for one in found.differences] == list(world.usual().orgs.ids[:3])


def test_with_another_tree_no_number_is_compared():
    grown = OrgTree([*world.usual().orgs, replace(world.usual().orgs["8601"], id="8699")])
    assert compared(world.usual(), replace(world.usual(), orgs=grown)) == Report(AS_OF, compared_days(), 0, 0, ())


def compared_days():
    return len(set(world.usual().path.slots) - {AS_OF})
