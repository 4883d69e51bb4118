"""The peer: DuckDB on the same measures, from the same files; run as a process of its own so that its CPU is its own.

It may prepare what it likes once (sql/facts.sql, sql/flows.sql); then it is asked for one period after the other.

python -m benchmarks.duck TABLES_DIR AS_OF [whole]
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from deltalake import DeltaTable
from numpy.typing import NDArray

from data.calendar import PERIODS, Period, WorkCalendar

Ask = tuple[Period, date]
Columns = Mapping[str, NDArray[Any]]
Found = dict[str, dict[str, int]]
SQL = Path(__file__).parent / "sql"
READ = (
    "org", "movement", "agent", "career", "recruit_step", "attendance", "training", "appraisal", "income",
    "product", "policy", "policy_change", "premium_due", "premium_step", "customer_assign",
    "agent_day", "customer_day", "wecom", "application", "application_step",
    "recording", "callback", "complaint", "meeting", "meeting_task", "meeting_task_done",
)  # fmt: skip
FIRST_WORKDAY = date(2015, 1, 1)
ROLLED_UP = """
SELECT org_id, coalesce(sum(COLUMNS(* EXCLUDE (unit_id, org_id))), 0)::BIGINT
FROM ({rows}) JOIN below USING (unit_id) GROUP BY org_id
"""


@dataclass(frozen=True)
class Peer:
    """DuckDB with its facts prepared; `flows` are queries for unit_id and one column a measure."""

    connection: duckdb.DuckDBPyConnection
    calendar: WorkCalendar
    flows: tuple[str, ...]

    @classmethod
    def prepared(cls, tables: Path, calendar: WorkCalendar, asks: list[Ask]) -> "Peer":
        """Ready for these periods and days."""
        connection = duckdb.connect()
        connection.execute("SET threads = 2")
        for name in READ:
            files = DeltaTable(tables / name).file_uris()
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files})")  # noqa: S608 - names above
        whole_year = date(max(day for _, day in asks).year, 12, 31)
        days = {"days": calendar.workdays(FIRST_WORKDAY, whole_year)}
        connection.execute("CREATE TEMP TABLE workday AS SELECT unnest($days::DATE[]) AS day", days)
        since = {"since": min(calendar.period_start(period, day) for period, day in asks)}
        for statement in statements("facts"):
            run(connection, statement, since)
        flows = tuple(_kept(connection, since))
        return cls(connection, calendar, flows)

    def answers(self, ask: Ask) -> list[Columns]:
        """org_id and one column a measure, money in cents, from every statement that has to do with the period."""
        period, day = ask
        days = {"first": self.calendar.period_start(period, day), "as_of": day}
        files = ("periods",) if period == "day" else ("periods", "months")
        rolled = [*self.flows, *(each for name in files for each in statements(name))]
        queries = [*(ROLLED_UP.format(rows=rows) for rows in rolled), *statements("nodes")]
        return [run(self.connection, query, days).fetchnumpy() for query in queries]


def _kept(connection: duckdb.DuckDBPyConnection, values: Mapping[str, date]) -> Iterator[str]:
    """Each flow's rows in a table; the query of a period's sums is yielded."""
    for at, statement in enumerate(statements("flows")):
        recent = f"SELECT * FROM ({statement}) WHERE day >= $since"  # noqa: S608 - from sql/
        run(connection, f"CREATE TEMP TABLE flow_{at} AS {recent}", values)
        yield f"SELECT * EXCLUDE (day) FROM flow_{at} WHERE day BETWEEN $first AND $as_of"  # noqa: S608 - a number


def statements(name: str) -> list[str]:
    """The statements of a file of sql/, without the comments."""
    lines = (SQL / f"{name}.sql").read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return [statement for statement in text.split(";") if statement.strip()]


def run(connection: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, date]) -> duckdb.DuckDBPyConnection:
    """A query with those of the values that it names."""
    return connection.execute(query, {name: value for name, value in values.items() if f"${name}" in query})


def told(columns: Columns) -> Found:
    """Measure -> org -> value, where it is not zero."""
    return {
        name: {str(org): int(value) for org, value in zip(columns["org_id"], values, strict=True) if value}
        for name, values in columns.items()
        if name != "org_id"
    }


def merged(answers: list[Columns]) -> Found:
    return {name: found for columns in answers for name, found in told(columns).items()}


def snapshot_asks(calendar: WorkCalendar, as_of: date) -> list[Ask]:
    """Every (period, day) that one snapshot needs: its own, last year's, the previous, twelve closed months."""
    own: list[Ask] = [(period, as_of) for period in PERIODS]
    others = [(period, day(period, as_of)) for day in (calendar.last_year, calendar.previous) for period in PERIODS]
    this = calendar.month(as_of)
    months: list[Ask] = [("mtd", calendar.month_of(this.year, this.number - back).last) for back in range(1, 13)]
    return own + [(period, day) for period, day in others if day is not None] + months


def main(tables: Path, as_of: date, *, whole: bool) -> dict[str, Any]:
    """CPU seconds of this process, and what was found at the as-of day itself."""
    began = time.process_time()
    calendar = WorkCalendar("natural")
    asks = snapshot_asks(calendar, as_of)
    asks = asks if whole else asks[: len(PERIODS)]
    peer = Peer.prepared(tables, calendar, asks)
    found = [peer.answers(ask) for ask in asks]
    cpu = time.process_time() - began
    return {"cpu_s": cpu, "asks": len(asks), "measures": [merged(answers) for answers in found[: len(PERIODS)]]}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), whole=sys.argv[3:] == ["whole"])))
