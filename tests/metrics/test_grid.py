"""A grid: rows in, columns kept, the same rows out."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.columns import Quotient
from metrics.grid import Grid
from metrics.indicators import REASONS
from metrics.packing import Numbered, grid_from, grid_json
from metrics.snapshot import CELL_SCHEMA
from metrics.status import STATUSES
from tests.metrics.store.numbered import made

ORGS, INDICATORS, PERIODS = ["86", "8601", "8602"], ["visits", "fyp"], ["day", "mtd"]
KEYS = [(org, one, period) for org in ORGS for one in INDICATORS for period in PERIODS]
NUMBER = st.one_of(st.none(), st.integers(-300, 300).map(float), st.floats(allow_nan=False))
WORDS = {"status": st.sampled_from(STATUSES), "reason": st.sampled_from(REASONS)}
FIELDS = {name: WORDS.get(name, NUMBER) for name in CELL_SCHEMA.names()[3:]}


@st.composite
def frames(draw):
    fields = {name: draw(st.lists(values, min_size=12, max_size=12)) for name, values in FIELDS.items()}
    keys = pl.DataFrame(KEYS, CELL_SCHEMA.names()[:3], orient="row")
    return keys.with_columns(pl.Series(name, values, CELL_SCHEMA[name]) for name, values in fields.items())


@given(frames())
def test_rows_come_back(frame):
    grid = Grid.from_frame(frame, ORGS)
    assert_frame_equal(grid.frame(), frame)
    assert_frame_equal(grid.frame(slice(1, 3), ["fyp"], ["day"]), frame[4:].filter(indicator="fyp", period="day"))
    for org, indicator, period in KEYS:
        row = frame.row(by_predicate=(pl.col("org") == org) & (pl.col("indicator") == indicator)
                        & (pl.col("period") == period), named=True)  # fmt: skip
        found = grid.at(ORGS.index(org), indicator, period)
        assert {name: found.get(name) for name in FIELDS} == {name: row[name] for name in FIELDS}


@given(frames())
def test_its_place_in_the_blobs_is_told_and_found(frame):
    grid, numbered = Grid.from_frame(frame, ORGS), Numbered()
    told = grid_json(grid, numbered)
    read = grid_from(told, grid.schema, ORGS, list(numbered.blobs.values()))
    assert_frame_equal(read.frame(), frame)
    assert (list(read.digests()) and sorted(read.digests()) == sorted(grid.digests())) or not list(grid.digests())


@given(frames(), frames())
def test_the_same_digests_for_the_same_rows_alone(first, second):
    one, other = (sorted(Grid.from_frame(frame, ORGS).digests()) for frame in (first, second))
    assert (one == other) == first.equals(second)


def test_orgs_that_no_row_names_have_nothing():
    frame = pl.DataFrame([("8601", "visits", "mtd", 1.0)], ["org", "indicator", "period", "value"], orient="row")
    grid = Grid.from_frame(frame, ORGS)
    assert (len(grid), grid.at(0, "visits", "mtd")["value"], grid.at(1, "visits", "mtd")["value"]) == (3, None, 1.0)
    assert grid.at(1, "fyp", "mtd") == {}


def test_who_has_a_status():
    rows = [(org, "visits", "mtd", status) for org, status in zip(ORGS, ("red", None, "green"), strict=True)]
    grid = Grid.from_frame(pl.DataFrame(rows, ["org", "indicator", "period", "status"], orient="row"), ORGS)
    assert [grid.judged(one, "visits", "mtd") for one in ("red", "green", "yellow")] == [["86"], ["8602"], []]
    assert grid.judged("red", "visits", "day") == []


def test_a_quotient_is_two_blobs():
    grid = made(1, {"visits": 3.0, "fyp": 4.0}).cells
    parts = [grid.columns[name, "mtd"]["value"] for name in ("visits", "fyp")]
    ratio = Grid(grid.schema, grid.orgs, ("rate",), ("mtd",), {("rate", "mtd"): {"value": Quotient(*parts)}})
    numbered = Numbered()
    told = grid_json(ratio, numbered)
    assert told["columns"]["value"] == [[[0, 1]]]
    assert len(numbered.blobs) == 2
    read = grid_from(told, grid.schema, grid.orgs, list(numbered.blobs.values()))
    assert read.at(3, "rate", "mtd")["value"] == parts[0].at(3) / parts[1].at(3)


def test_an_org_of_another_tree_is_refused():
    frame = pl.DataFrame([("99", "visits", "mtd", 1.0)], ["org", "indicator", "period", "value"], orient="row")
    with pytest.raises(pl.exceptions.InvalidOperationError):
        Grid.from_frame(frame, ORGS)
