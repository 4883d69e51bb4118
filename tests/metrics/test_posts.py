"""The plans from facts to compact rows run on another engine as they are: here DuckDB beside Polars."""

import duckdb
import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.agents import marks
from metrics.base import TABLES_READ
from metrics.cohorts import due_items, joiners
from metrics.customers import applied, proposed
from metrics.flows import unit_days
from metrics.posts import posts
from metrics.stocks import headcount_changes


def plans(facts):
    places = posts(facts["movement"])
    return {
        "posts": places,
        "flows": unit_days(facts, places),
        "headcount": headcount_changes(places),
        "proposed": proposed(facts),
        "applied": applied(facts),
        "due": due_items(facts),
        "joiners": joiners(facts["movement"]),
        **marks(facts),
    }


def sorted_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(frame.columns)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_duckdb_and_polars_agree(insurer):
    connection = duckdb.connect()
    ours, theirs = {}, {}
    for name in TABLES_READ:
        frame = insurer.scan(name).collect()
        connection.register(f"incoming_{name}", frame.to_arrow())
        ours[name] = nw.from_native(frame.lazy())
        theirs[name] = nw.from_native(connection.table(f"incoming_{name}"))
    here, there = plans(ours), plans(theirs)
    for name, plan in here.items():
        mine = plan.to_native().collect()
        other = there[name].collect("polars").to_native().select(mine.columns).cast(mine.schema)
        assert_frame_equal(sorted_rows(mine), sorted_rows(other))
