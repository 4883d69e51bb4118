from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from data.calendar import PERIODS
from data.errors import UserError
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot, version_of
from metrics.warning import PATH_SCHEMA
from tests.metrics.hand import ORGS
from tests.metrics.test_ranking import warning

INDICATORS = ("fyp_regular", "visits")


@pytest.fixture(scope="module")
def snapshot():
    """A cell's value says where it stands: org's place, indicator, period."""
    keys = [(org, one, period) for org in ORGS.ids for one in INDICATORS for period in PERIODS]
    numbers = [ORGS.index(org) * 100 + INDICATORS.index(one) * 10 + PERIODS.index(period) for org, one, period in keys]
    cells = pl.DataFrame(keys, ["org", "indicator", "period"], orient="row").with_columns(
        pl.Series("value", numbers, dtype=pl.Float64)
    )
    empty = cells.with_columns(
        pl.lit(None, dtype).alias(name) for name, dtype in CELL_SCHEMA.items() if name not in cells.columns
    )
    undefined = (pl.col("org") == "8602") & (pl.col("indicator") == "visits")
    cells = empty.with_columns(
        pl.when(undefined).then(None).otherwise("value").alias("value"),
        pl.when(undefined).then(pl.lit("undefined")).alias("reason"),
    ).select(*CELL_SCHEMA)
    months = [date(2025, 6, 1), date(2025, 7, 1)]
    trend = pl.DataFrame([(org, one, month, 1.0, 2.0) for org in ORGS.ids for one in INDICATORS for month in months],
                         TREND_SCHEMA, orient="row")  # fmt: skip
    path = pl.DataFrame(
        [("86", "visits", date(2026, 6, day), 1.0, 2.0, 3.0, 4.0) for day in (1, 2)], PATH_SCHEMA, orient="row"
    )
    grids = (Grid.from_frame(frame, ORGS.ids) for frame in (cells, trend, path))
    return Snapshot(
        "20260616-0", date(2026, 6, 16), datetime(2026, 6, 17, 7), ORGS, *grids,
        (warning("8602"), warning("8601")), ({"source": "core", "lag_days": 0},), {"visits": 0.5},
    )  # fmt: skip


def test_every_cell_is_where_it_is_looked_for(snapshot):
    for org in ORGS.ids:
        for at, one in enumerate(INDICATORS):
            for place, period in enumerate(PERIODS):
                cell = snapshot.cell(org, one, period)
                assert (cell.org, cell.indicator, cell.period) == (org, one, period)
                if cell.reason is None:
                    assert cell.value == ORGS.index(org) * 100 + at * 10 + place


def test_children_come_in_the_order_of_the_tree(snapshot):
    assert [cell.org for cell in snapshot.children("86", "visits", "ytd")] == ["8601", "8602"]
    assert snapshot.children(ORGS.units[0], "visits", "ytd") == []


def test_value_json_has_a_reason_only_without_a_value(snapshot):
    shown = snapshot.value_json("8602", "visits", "qtd")
    assert (shown["value"], shown["reason"]) == (None, "undefined")
    assert list(snapshot.value_json("86", "fyp_regular")) == [
        "org", "indicator", "period", "value", "numerator", "denominator", "target", "last_year", "previous", "status",
        "as_of", "snapshot",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("8699", "visits", "mtd"), "organisation 8699: is unknown"),
        (("86", "visit", "mtd"), "visit: is no indicator"),
        (("86", "visits", "week"), "week: is no period"),
    ],
)
def test_what_is_unknown_is_said(snapshot, asked, says):
    with pytest.raises(UserError, match=says):
        snapshot.cell(*asked)
    with pytest.raises(UserError, match=says):
        snapshot.value_json(*asked)


def test_trend_and_path_are_of_one_org_and_indicator(snapshot):
    assert snapshot.trend_of("86", "visits").rows() == [(date(2025, 6, 1), 1.0, 2.0), (date(2025, 7, 1), 1.0, 2.0)]
    assert snapshot.path_of("86", "visits")["day"].to_list() == [date(2026, 6, 1), date(2026, 6, 2)]
    assert snapshot.path_of("86", "fyp_regular").is_empty()
    with pytest.raises(UserError, match="no indicator"):
        snapshot.trend_of("86", "premium")


def test_warnings_of_a_subtree(snapshot):
    assert [one.org for one in snapshot.warnings_of("86")] == ["8601", "8602"]
    assert [one.org for one in snapshot.warnings_of("8602")] == ["8602"]
    assert len(snapshot.warnings_of("86", limit=1)) == 1


def test_version_follows_the_content():
    day = date(2026, 6, 16)
    assert version_of(day, [b"a", b"b"]) == version_of(day, [b"a", b"b"])
    assert version_of(day, [b"a"]) != version_of(day, [b"b"])
    assert version_of(day, [b"a"]).startswith("20260616-")


def test_red_is_said_before_a_larger_yellow(snapshot):
    large, small = (replace(snapshot.warnings[0], org=org, cause=None) for org in ("8601", "860101"))
    mixed = replace(snapshot, warnings=(replace(large, severity="yellow"), replace(small, indicator="proposals")))
    assert [one.severity for one in mixed.warnings_of("86")] == ["red", "yellow"]
