"""The cube's peer: DuckDB on the same flows of the same days, one day after the other, from the same files.

It prepares once what stands on more than a day (sql/facts.sql, sql/cube_facts.sql), which counts; then the statements
of sql/cube.sql are one day's plan.

python -m benchmarks.duck_cube TABLES_DIR FIRST LAST OUT.ipc
"""

import re
import sys
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
from deltalake import DeltaTable

from benchmarks.data_cube import cube, span
from benchmarks.data_meter import cpu_s, peak_mb, tell
from benchmarks.duck import Columns, run, statements
from data.calendar import WorkCalendar

READ = ("org", "movement", "product", "policy", "policy_change", "customer_assign")
SPELLS = ("post", "served", "ending", "long_policy", "turn")
COUNTED = "SELECT unit, coalesce(COLUMNS(* EXCLUDE (unit)), 0)::BIGINT FROM ({rows})"


def prepared(tables: Path, days: list[date]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    for name in READ:
        _view(connection, name, DeltaTable(tables / name).file_uris())
    working = {"days": WorkCalendar("natural").workdays(days[0], days[-1])}
    connection.execute("CREATE TEMP TABLE workday AS SELECT unnest($days::DATE[]) AS day", working)
    for statement in [*_spells(), *statements("cube_facts")]:
        run(connection, statement, {"first": days[0], "last": days[-1]})
    return connection


def _spells() -> list[str]:
    """The statements of facts.sql on which the cube stands."""
    made = {found.group(1): text for text in statements("facts") if (found := re.search(r"TEMP TABLE (\w+)", text))}
    return [made[name] for name in SPELLS]


def _view(connection: duckdb.DuckDBPyConnection, name: str, files: list[str]) -> None:
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet({files})")  # noqa: S608 - names here


def blocks(connection: duckdb.DuckDBPyConnection, events: DeltaTable, day: date) -> list[Columns]:
    """One day's plan: unit and the measures, from every statement."""
    _view(connection, "event", events.file_uris(file_pruning_predicate=f"day = '{day}'"))
    queries = (COUNTED.format(rows=rows) for rows in statements("cube"))
    return [run(connection, query, {"day": day}).fetchnumpy() for query in queries]


def _frame(columns: Columns, day: date, units: pl.Series) -> pl.DataFrame:
    found = pl.DataFrame(dict(columns))
    return found.select(pl.exclude("unit"), unit_id=units.gather(found["unit"]), day=pl.lit(day, pl.Date))


def main(tables: Path, days: list[date], out: Path) -> None:
    began = cpu_s()
    connection = prepared(tables, days)
    ready = cpu_s()
    events = DeltaTable(tables / "event")
    found = [blocks(connection, events, day) for day in days]
    tell(cpu_s=cpu_s() - began, days_cpu_s=cpu_s() - ready, peak_mb=peak_mb())
    units = pl.Series([row[0] for row in connection.execute("SELECT unit_id FROM unit ORDER BY unit").fetchall()])
    days_ = zip(found, days, strict=True)
    cube([_frame(columns, day, units) for columns in each] for each, day in days_).write_ipc(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), span(*sys.argv[2:4]), Path(sys.argv[4]))
