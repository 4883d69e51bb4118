"""Health of the sources: what each delivered last, how far it lags, what was refused."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.clock import Clock
from data.schemas import SOURCES, TABLES, Table
from data.spool import Spool, arrival
from data.tables import Tables


@dataclass(frozen=True)
class SourceState:
    """One source system.

    `last_arrival` is the newest arrival day in its files' names, `last_day` the newest day that its rows tell of (not
    after today), `lag_days` how many days that is behind yesterday, the last closed day (None: no row tells of a day).
    `rows` are in the tables, `quarantined` were refused, `unreadable` names the files of the last ingest that could
    not be read, each with the reason.
    """

    source: str
    last_arrival: date | None
    last_day: date | None
    rows: int
    quarantined: int
    lag_days: int | None
    unreadable: tuple[str, ...]


def source_states(spool: Path, tables: Tables, clock: Clock) -> list[SourceState]:
    """The state of every source system, in the order of `data.schemas.SOURCES`."""
    return [_state(source, Spool(spool), tables, clock.today()) for source in SOURCES]


def _state(source: str, spool: Spool, tables: Tables, today: date) -> SourceState:
    own = [table for table in TABLES.values() if table.source == source]
    last_day = max(filter(None, (_last_day(tables, table, today) for table in own)), default=None)
    arrivals = (arrival(path) for table in own for path in spool.files(table))
    return SourceState(
        source=source,
        last_arrival=max(filter(None, arrivals), default=None),
        last_day=last_day,
        rows=sum(tables.rows(table.name) for table in own),
        quarantined=_of(tables, "quarantine", source).select(pl.len()).collect().item(),
        lag_days=max((today - last_day).days - 1, 0) if last_day else None,
        unreadable=_unreadable(tables, source),
    )


def _last_day(tables: Tables, table: Table, today: date) -> date | None:
    if table.day is None:
        return None
    days = tables.scan(table.name).select(pl.col(table.day).alias("day"))
    newest: date | None = days.filter(pl.col("day") <= today).select(pl.col("day").max()).collect().item()
    return newest


def _of(tables: Tables, name: str, source: str) -> pl.LazyFrame:
    return tables.scan(name).filter(pl.col("source") == source)


def _unreadable(tables: Tables, source: str) -> tuple[str, ...]:
    problems = _of(tables, "unreadable", source).sort("table", "file").collect()
    return tuple(f"{table}/{file} {what}" for table, file, what in problems.select("table", "file", "what").iter_rows())
