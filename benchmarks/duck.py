"""The peer: DuckDB on the same measures, from the same files; run as a process of its own so that its CPU is its own.

python -m benchmarks.duck TABLES_DIR AS_OF [whole]
"""

import json
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
from deltalake import DeltaTable

from data.calendar import PERIODS, Period, WorkCalendar

Ask = tuple[Period, date]
SQL = Path(__file__).with_name("measures.sql")
READ = (
    "org", "movement", "product", "policy", "policy_change", "agent_day", "customer_day",
    "application", "premium_due", "premium_step",
)  # fmt: skip
DAY_HAS_NONE = {"ren_due", "ren_due_cnt", "ren_paid_month", "ren_contacted", "p13_base", "p13_kept"} | {
    "coh3_size",
    "coh3_alive",
}


def connect(tables: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    for name in READ:
        files = DeltaTable(tables / name).file_uris()
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")  # noqa: S608 - names above
    return connection


def measures(tables: Path, asks: Iterable[Ask]) -> list[dict[str, int]]:
    """For each ask, "ORG MEASURE" -> value in cents or counts."""
    calendar, connection, sql = WorkCalendar("natural"), connect(tables), SQL.read_text("utf-8")
    return [found(connection, sql, calendar.period_start(period, day), (period, day)) for period, day in asks]


def found(connection: duckdb.DuckDBPyConnection, sql: str, first: date, ask: Ask) -> dict[str, int]:
    period, day = ask
    rows = connection.execute(sql, {"first": first, "as_of": day}).fetchall()
    left_out = DAY_HAS_NONE if period == "day" else set()
    return {f"{org} {name}": int(value) for org, name, value in rows if name not in left_out}


def snapshot_asks(calendar: WorkCalendar, as_of: date) -> list[Ask]:
    """Every (period, day) that one snapshot needs: its own, last year's, the previous, twelve closed months."""
    own: list[Ask] = [(period, as_of) for period in PERIODS]
    others = [(period, day(period, as_of)) for day in (calendar.last_year, calendar.previous) for period in PERIODS]
    this = calendar.month(as_of)
    months: list[Ask] = [("mtd", calendar.month_of(this.year, this.number - back).last) for back in range(1, 13)]
    return own + [(period, day) for period, day in others if day is not None] + months


if __name__ == "__main__":
    began = time.process_time()
    last_day = date.fromisoformat(sys.argv[2])
    whole = snapshot_asks(WorkCalendar("natural"), last_day)
    result = measures(Path(sys.argv[1]), whole if sys.argv[3:] == ["whole"] else whole[: len(PERIODS)])
    print(json.dumps({"cpu_s": time.process_time() - began, "asks": len(result), "measures": result[: len(PERIODS)]}))
