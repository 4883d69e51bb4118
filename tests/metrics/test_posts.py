"""The plans from facts to compact rows run on another engine as they are: here DuckDB beside Polars."""

import duckdb
import narwhals as nw
import polars as pl
import pytest

from data.calendar import WorkCalendar
from data.schemas import TABLES
from metrics import loading
from metrics.agents import CROWDS
from metrics.derived import Facts, calendar_days, served
from metrics.ground import Ground
from metrics.measures import SOURCES
from metrics.posts import posts
from tests.metrics.facts import FIRST, LAST

CALENDAR = WorkCalendar()


def sorted_rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(frame.columns)


def in_duckdb(insurer):
    """The facts as DuckDB relations, derived ones included."""
    connection = duckdb.connect()
    facts = {}
    for name in TABLES:
        connection.register(f"incoming_{name}", insurer.scan(name).collect().to_arrow())
        facts[name] = nw.from_native(connection.table(f"incoming_{name}"))
    connection.register("days", calendar_days(CALENDAR, (FIRST, LAST)).to_arrow())
    facts["calendar"] = nw.from_native(connection.table("days"))
    facts["posts"] = posts(facts["movement"])
    facts["served"] = served(facts["customer_assign"], facts["posts"])
    return facts


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_duckdb_and_polars_agree(insurer, orgs):
    ground = Ground(orgs, CALENDAR, FIRST, LAST)
    here, there = (plans(facts, ground) for facts in (Facts(insurer, CALENDAR, (FIRST, LAST)), in_duckdb(insurer)))
    for name, plan in here.items():
        mine = plan.to_native().collect()
        other = there[name].collect("polars").to_native().select(mine.columns).cast(mine.schema)
        assert sorted_rows(mine).equals(sorted_rows(other)), name


def plans(facts, ground):
    """Every plan of the register, and the crowds."""
    of_sources = {
        (*source.measures, part): plan
        for source in SOURCES
        for part, plan in {**loading.plans(source, facts, ground), **loading.ranking(source, facts, ground)}.items()
    }
    return of_sources | {name: crowd(facts) for name, crowd in CROWDS.items()}
