"""Health of the sources: what each delivered last, how far it lags, what was refused."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from data.behaviour import REBUILT
from data.clock import Clock
from data.schemas import SOURCES, TABLES, Table
from data.spool import CORRECTION, Spool, arrival
from data.tables import Tables

ONE_DAY = timedelta(days=1)
WEEKS = 8
THIN = 0.6
"""Below this share of the same weekday's median a day is incomplete (early-warning rule W8)."""
LATE = 0.1
ENOUGH = 20
"""A table that brings fewer rows a day than this may well bring none."""


@dataclass(frozen=True)
class SourceState:
    """One source system.

    `last_arrival` is the newest arrival day in its files' names, `last_day` the newest day that its rows tell of (not
    after today), `lag_days` how many days that is behind yesterday, the last closed day (None: no row tells of a day).
    `rows` are in the tables, `corrected` were corrected or deleted, `quarantined` were refused, `unreadable` names the
    files of the last ingest that could not be read, each with the reason.
    """

    source: str
    last_arrival: date | None
    last_day: date | None
    rows: int
    corrected: int
    quarantined: int
    lag_days: int | None
    unreadable: tuple[str, ...]


def source_states(spool: Path, tables: Tables, clock: Clock) -> list[SourceState]:
    """The state of every source system, in the order of `data.schemas.SOURCES`."""
    return [_state(source, Spool(spool), tables, clock.today()) for source in SOURCES]


def delivered_days(tables: Tables, today: date, back: int = 28) -> pl.DataFrame:
    """What came for each table and each of the `back` days before today.

    table, day, rows, `late` (rows that came more than a day after their day), `usual` (the median of the same weekday
    in the WEEKS weeks before; null without any), `state`: ok, late, thin (less than THIN of the usual) or missing.
    Corrections do not count: they bring no new rows, and are late by nature.
    """
    first = today - timedelta(days=back)
    own = tables.scan("delivery").filter(~pl.col("table").is_in(REBUILT), ~pl.col("file").str.contains(CORRECTION))
    came = own.filter(pl.col("day").is_between(first - timedelta(weeks=WEEKS), today - ONE_DAY))
    late = pl.when(pl.col("arrived") > pl.col("day") + ONE_DAY).then("rows").otherwise(0)
    days = came.group_by("table", "day").agg(pl.col("rows").sum(), late.sum().alias("late")).collect()
    grid = days.select("table").unique().join(_days(first - timedelta(weeks=WEEKS), today), how="cross")
    full = grid.join(days, on=["table", "day"], how="left").sort("table", "day")
    begun = pl.col("day") >= pl.col("day").filter(pl.col("rows").is_not_null()).min().over("table")
    counted = full.with_columns(pl.when(begun).then(pl.col("rows", "late").fill_null(0)))
    earlier = [pl.col("rows").shift(7 * week).over("table") for week in range(1, WEEKS + 1)]
    usual = pl.concat_list(earlier).list.drop_nulls().list.median().alias("usual")
    shown = counted.with_columns(usual).filter(pl.col("day") >= first)
    return shown.with_columns(pl.col("rows", "late").fill_null(0)).with_columns(_day_state().alias("state"))


def _days(first: date, end: date) -> pl.DataFrame:
    return pl.DataFrame({"day": pl.date_range(first, end, closed="left", eager=True)})


def _day_state() -> pl.Expr:
    rows, usual = pl.col("rows"), pl.col("usual")
    many = usual >= ENOUGH
    return (
        pl.when(many, rows == 0).then(pl.lit("missing"))
        .when(pl.col("late") > LATE * rows).then(pl.lit("late"))
        .when(many, rows < THIN * usual).then(pl.lit("thin"))
        .otherwise(pl.lit("ok"))
    )  # fmt: skip


def _state(source: str, spool: Spool, tables: Tables, today: date) -> SourceState:
    own = [table for table in TABLES.values() if table.source == source]
    last_day = max(filter(None, (_last_day(tables, table, today) for table in own)), default=None)
    arrivals = (arrival(path) for table in own for path in spool.files(table))
    return SourceState(
        source=source,
        last_arrival=max(filter(None, arrivals), default=None),
        last_day=last_day,
        rows=sum(tables.rows(table.name) for table in own),
        corrected=_count(tables, "correction", source),
        quarantined=_count(tables, "quarantine", source),
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


def _count(tables: Tables, name: str, source: str) -> int:
    return int(_of(tables, name, source).select(pl.len()).collect().item())


def _unreadable(tables: Tables, source: str) -> tuple[str, ...]:
    problems = _of(tables, "unreadable", source).sort("table", "file").collect()
    return tuple(f"{table}/{file} {what}" for table, file, what in problems.select("table", "file", "what").iter_rows())
