from dataclasses import replace
from datetime import date, datetime

import numpy as np
import polars as pl
import pytest

from data.calendar import PERIODS
from data.clock import Clock
from data.errors import UserError
from data.tables import Tables
from metrics.base import Base
from metrics.cells import cells_of, trend_of, warned
from metrics.compute import compute, pace_of, span
from metrics.indicators import Formulas
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA
from metrics.warning import PATH_SCHEMA, Paths
from metrics.warnings.settings import load as load_settings
from tests.metrics.hand import Rows
from tests.metrics.test_ranking import warning

AS_OF = date(2026, 6, 16)
CLOCK = Clock(datetime(2026, 6, 17, 7))


@pytest.fixture(scope="module")
def snapshot(insurer, calendar, catalogue):
    return compute(insurer, calendar, catalogue, AS_OF, CLOCK)


def test_cells_are_dense_and_in_order(snapshot, orgs, catalogue):
    keys = [(org, one, period) for org in orgs.ids for one in catalogue.ids for period in PERIODS]
    assert snapshot.cells.select("org", "indicator", "period").rows() == keys
    assert snapshot.cells.schema == CELL_SCHEMA
    assert snapshot.trend.schema == TREND_SCHEMA


def test_a_value_or_a_reason(snapshot):
    assert snapshot.cells.filter(pl.col("value").is_null() == pl.col("reason").is_null()).is_empty()
    for name in ("value", "last_year", "previous", "target"):
        assert snapshot.cells[name].drop_nulls().is_finite().all()


def test_comparisons_are_the_values_of_their_own_days(snapshot, insurer, orgs, catalogue, calendar):
    base = Base.load(insurer, orgs, calendar, *span(calendar, AS_OF, load_settings().history.months))
    names = [name for name in catalogue.ids if "pace_curve" not in catalogue.measures(name)]
    formulas = Formulas(catalogue, base.orgs, names)
    for period in PERIODS:
        own = snapshot.cells.filter(pl.col("period") == period, pl.col("indicator").is_in(names))
        for column, day in (
            ("last_year", calendar.last_year(period, AS_OF)),
            ("previous", calendar.previous(period, AS_OF)),
        ):
            if day is None:
                assert own[column].is_null().all()
                continue
            then = formulas.evaluate(base.at(period, day), period).values.ravel()
            assert np.array_equal(own[column].to_numpy(), then, equal_nan=True)


def test_a_compared_day_has_the_pace_of_its_own_month(base, catalogue, calendar):
    share = pace_of(base, AS_OF, Paths(Paths.empty().rows, {"fyp_regular": 0.4}), load_settings())
    before = calendar.previous("mtd", AS_OF)
    assert (share(AS_OF), share(date(2026, 5, 31))) == (0.4, 1.0)
    assert 0 < share(before) < 1
    assert pace_of(base, AS_OF, Paths.empty(), load_settings())(before) is None
    gap = cells_of(base, catalogue, AS_OF, Paths.empty(), lambda day: 0.4 if day == AS_OF else 0.9)
    own = gap.filter(pl.col("indicator") == "fyp_pace_gap", pl.col("period") == "mtd")["previous"].to_numpy()
    sheet = base.at("mtd", before)
    planned = sheet["tgt_fyp_regular"] > 0
    assert own[planned] == pytest.approx((sheet["fyp_regular"][planned] / sheet["tgt_fyp_regular"][planned]) - 0.9)


def test_trend_ends_with_the_month_to_date(snapshot, base, catalogue):
    for name in catalogue.ids:
        trend = snapshot.trend_of("86", name)
        assert trend["month"].to_list() == [date(2025 + n // 12, n % 12 + 1, 1) for n in range(5, 18)]
        cell = snapshot.cell("86", name, "mtd")
        assert (trend["value"][-1], trend["target"][-1]) == (cell.value, cell.target)
    closed = Formulas(catalogue, base.orgs).evaluate(base.at("mtd", date(2025, 9, 30)), "mtd")
    september = snapshot.trend.filter(pl.col("month") == date(2025, 9, 1))["value"].to_numpy()
    assert np.array_equal(september, closed.values.ravel(), equal_nan=True)


def test_same_facts_same_version(snapshot, insurer, calendar, catalogue):
    later = compute(insurer, calendar, catalogue, AS_OF, Clock(datetime(2026, 6, 18, 9)))
    assert (later.version, later.cells.equals(snapshot.cells)) == (snapshot.version, True)
    assert compute(insurer, calendar, catalogue, date(2026, 6, 15), CLOCK).version != snapshot.version


def test_progress_is_told_and_sources_pass_through(insurer, calendar, catalogue):
    told = []
    made = compute(insurer, calendar, catalogue, AS_OF, CLOCK, told.append, ({"source": "core"},))
    assert told == ["measures", "warnings", "indicators", "trend", "funnels"]
    assert (made.sources, made.made_at) == (({"source": "core"},), CLOCK.now())


def test_without_organisations_it_says_what_to_do(tmp_path, calendar, catalogue):
    with pytest.raises(UserError, match="has not arrived"):
        compute(Tables(tmp_path), calendar, catalogue, AS_OF, CLOCK)


def test_without_facts_every_cell_says_no_data(orgs, calendar, catalogue):
    made = compute(Rows(org=orgs.to_frame().to_dicts()), calendar, catalogue, AS_OF, CLOCK)
    assert set(made.cells["reason"]) == {"no_data", "not_meaningful"}


def test_a_day_s_target_follows_the_path(base, catalogue):
    days = [date(2026, 6, 15), AS_OF]
    rows = [("86", "fyp_regular", day, 0.0, share, 0.0, 1.0) for day, share in zip(days, (0.4, 0.475), strict=True)]
    paths = Paths(pl.DataFrame(rows, PATH_SCHEMA, orient="row"), {"fyp_regular": 0.475})
    cells = cells_of(base, catalogue, AS_OF, paths)
    for name in ("fyp_regular", "policies"):
        of = cells.filter(pl.col("org") == "8601", pl.col("indicator") == name)
        day, month = (of.filter(pl.col("period") == period)["target"][0] for period in ("day", "mtd"))
        assert day == pytest.approx(0.075 * month)


def test_a_period_before_the_facts_has_no_data(base, catalogue):
    late = replace(base, since={**base.since, "agent_day": date(2026, 5, 9)})
    trend = trend_of(late, catalogue, AS_OF).filter(pl.col("org") == "86", pl.col("indicator") == "visits")
    assert trend["value"].is_null().to_list() == [True] * 11 + [False] * 2


def test_no_cell_is_judged_milder_than_its_warning():
    keys = {"indicator": ["visits"] * 4, "period": ["mtd"] * 4}
    cells = pl.DataFrame({"org": ["86", "8601", "8602", "8603"], **keys, "status": ["green", "red", None, "yellow"]})
    said = [warning("86", severity="yellow"), warning("8601", severity="yellow"), warning("8602", severity="red")]
    assert warned(cells, said)["status"].to_list() == ["yellow", "red", "red", "yellow"]
    grey = [warning("86", severity="grey"), warning("8601", severity="grey")]
    assert warned(cells, grey)["status"].to_list() == ["grey", "grey", None, "yellow"], "incomplete data overrule"
    assert warned(cells, []).equals(cells)
