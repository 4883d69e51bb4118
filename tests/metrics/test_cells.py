"""The cells and the trend: what the formulas say of each day, in its place."""

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import numpy as np
import polars as pl
import pytest

from data.calendar import PERIODS
from data.clock import Clock
from metrics.carried import Carried
from metrics.cells import cells_of, trend_of, warned
from metrics.compute import compute
from metrics.formulas import expression
from metrics.grid import Grid
from metrics.indicators import Formulas
from metrics.measures import split
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, version_of
from metrics.warning import PATH_SCHEMA, Paths
from tests.metrics.test_ranking import warning

AS_OF = date(2026, 6, 16)
CLOCK = Clock(datetime(2026, 6, 17, 7))


@pytest.fixture(scope="module")
def snapshot(insurer, calendar, catalogue):
    return compute(insurer, calendar, catalogue, AS_OF, CLOCK)


@pytest.fixture(scope="module")
def frame(snapshot):
    return snapshot.cells.frame()


def test_cells_are_dense_and_in_order(snapshot, frame, orgs, catalogue):
    keys = [(org, one, period) for org in orgs.ids for one in catalogue.ids for period in PERIODS]
    assert frame.select("org", "indicator", "period").rows() == keys
    assert (frame.schema, len(snapshot.cells)) == (CELL_SCHEMA, len(keys))
    assert snapshot.trend.frame().schema == TREND_SCHEMA


def test_a_value_or_a_reason(frame):
    assert frame.filter(pl.col("value").is_null() == pl.col("reason").is_null()).is_empty()
    for name in ("value", "last_year", "previous", "target"):
        assert frame[name].drop_nulls().is_finite().all()


def plain(catalogue, orgs, measures, name, period, part):
    """A part of an indicator's formula as Polars evaluates it over the measures; NaN where it means nothing."""
    one = catalogue[name]
    read = expression(catalogue.expanded(getattr(one, part))).cast(pl.Float64).alias("part")
    frame = pl.DataFrame({measure: measures[measure] for measure in read.meta.root_names()})
    values = frame.select(read)["part"].to_numpy()
    meaningful = np.array([org.level in one.levels and period in one.periods for org in orgs])
    return np.where(meaningful & np.isfinite(values), values, np.nan)


PARTS = {"value": "formula", "numerator": "numerator", "denominator": "denominator"}


@pytest.mark.parametrize("period", PERIODS)
def test_every_part_is_what_its_expression_says(base, orgs, catalogue, period):
    """To the last bit, though parts are shared and values divided from their parts."""
    cells = cells_of(base, catalogue, AS_OF, Paths.empty())
    sheets = {"": base.at(period, AS_OF), "last_year_": None, "previous_": None}
    sheets |= {f"{time}_": sheets[""].beside(time) for time in ("last_year", "previous")}
    for (before, sheet), (part, formula) in product(sheets.items(), PARTS.items()):
        field = (before + part).removesuffix("_value") if before else part
        for name in catalogue.ids:
            found = cells.floats(field, name, period)
            if sheet is None or getattr(catalogue[name], formula) is None:
                assert np.isnan(found).all()
            else:
                assert np.array_equal(found, plain(catalogue, orgs, sheet, name, period, formula), equal_nan=True)


@pytest.mark.parametrize("period", PERIODS)
def test_a_missing_value_says_why(base, orgs, catalogue, period):
    cells, sheet = cells_of(base, catalogue, AS_OF, Paths.empty()), base.at(period, AS_OF)
    for one in catalogue:
        meant = np.array([org.level in one.levels and period in one.periods for org in orgs])
        absent = np.isnan([sheet[name] for name in catalogue.measures(one.id)]).any(axis=0)
        empty = np.isnan(cells.floats("value", one.id, period))
        expected = np.where(meant, np.where(empty, np.where(absent, 2, 3), 0), 1)
        assert cells.floats("reason", one.id, period).tolist() == expected.tolist(), one.id


def test_trend_ends_with_the_month_to_date(snapshot, base, catalogue):
    for name in catalogue.ids:
        trend = snapshot.trend_of("86", name)
        assert trend["month"].to_list() == [date(2025 + n // 12, n % 12 + 1, 1) for n in range(5, 18)]
        cell = snapshot.cell("86", name, "mtd")
        assert (trend["value"][-1], trend["target"][-1]) == (cell.value, cell.target)
    closed = Formulas(catalogue, base.orgs).evaluate(base.at("mtd", date(2025, 9, 30)), "mtd")
    for name in catalogue.ids:
        september, then = snapshot.trend.floats("value", name, date(2025, 9, 1)), closed.value(name)
        assert np.isnan(september).all() if then is None else np.array_equal(september, then, equal_nan=True)


def test_a_day_s_target_follows_the_path(base, catalogue):
    days = [date(2026, 6, 15), AS_OF]
    rows = [("86", "fyp_regular", day, 0.0, share, 0.0, 1.0) for day, share in zip(days, (0.4, 0.475), strict=True)]
    paths = Paths(pl.DataFrame(rows, PATH_SCHEMA, orient="row"), {"fyp_regular": 0.475})
    cells = cells_of(base, catalogue, AS_OF, paths)
    for name in ("fyp_regular", "policies"):
        day, month = (cells.at(base.orgs.index("8601"), name, period)["target"] for period in ("day", "mtd"))
        assert day == pytest.approx(0.075 * month)


def test_a_period_before_the_facts_has_no_data(base, catalogue):
    late = replace(base, since={**base.since, "agent_day": date(2026, 5, 9)})
    trend = trend_of(late, catalogue, AS_OF, cells_of(late, catalogue, AS_OF, Paths.empty()))
    seen = ["value" in trend.at(0, "visits", month) for month in trend.slots]
    assert seen == [False] * 11 + [True] * 2


def test_no_cell_is_judged_milder_than_its_warning():
    orgs, keys = ["86", "8601", "8602", "8603"], {"indicator": ["visits"] * 4, "period": ["mtd"] * 4}
    rows = pl.DataFrame({"org": orgs, **keys, "status": ["green", "red", None, "yellow"]})
    cells = Grid.from_frame(rows, orgs)
    said = [warning("86", severity="yellow"), warning("8601", severity="yellow"), warning("8602", severity="red")]
    assert warned(cells, said).frame()["status"].to_list() == ["yellow", "red", "red", "yellow"]
    grey = [warning("86", severity="grey"), warning("8601", severity="grey")]
    assert warned(cells, grey).frame()["status"].to_list() == ["grey", "grey", None, "grey"], "gaps overrule"
    assert warned(cells, []).frame().equals(rows)


def told(grid):
    return version_of(AS_OF, grid.digests())


def test_only_what_stands_on_another_count_is_made_again(base, catalogue):
    class Doubled:
        names = ("visits",)

        def count(self, name, window):
            return 2 * base.engines[name].count(name, window)

    carried = Carried()
    before = cells_of(base, catalogue, AS_OF, Paths.empty(), carried=carried)
    other = replace(
        base, engines={**base.engines, "visits": Doubled()}, counted=base.counted.without({"visits": date.min})
    )
    after = cells_of(other, catalogue, AS_OF, Paths.empty(), carried=carried)
    anew = cells_of(other, catalogue, AS_OF, Paths.empty())
    assert told(after) == told(anew) != told(before)
    made = {name for name, slot in after.columns if after.columns[name, slot] != before.columns[name, slot]}
    assert made == {name for name in catalogue.ids if "visits" in {split(one)[0] for one in catalogue.measures(name)}}


def test_a_changed_plan_or_pace_is_judged_anew(base, catalogue):
    carried = Carried()
    cells_of(base, catalogue, AS_OF, Paths.empty(), carried=carried)
    months = {month: {name: 2 * values for name, values in plan.items()} for month, plan in base.targets.months.items()}
    other = replace(base, targets=replace(base.targets, months=months))
    for asked, paths in ((other, Paths.empty()), (other, replace(Paths.empty(), pace={"fyp_regular": 0.9}))):
        after = cells_of(asked, catalogue, AS_OF, paths, carried=carried)
        assert told(after) == told(cells_of(asked, catalogue, AS_OF, paths))
