"""The tables: Delta Lake under one folder, each change one commit that also names the files it came from."""

import errno
import fcntl
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import DeltaError

from data import changes
from data.errors import UserError
from data.schemas import TABLES
from data.validation import dtypes

# What ingest itself writes: the rows refused, the files that could not be read at the last tick, what each file brought
# for which day (a null day: rows of no day, and all that was refused), which file corrected or deleted which key, and
# the days whose agent-days no longer agree with their events.
INTERNAL: Mapping[str, dict[str, pl.DataType]] = {
    "quarantine": {
        "source": pl.String(),
        "table": pl.String(),
        "file": pl.String(),
        "row": pl.String(),
        "rule": pl.String(),
        "seen_at": pl.Datetime("us"),
    },
    "delivery": {
        "source": pl.String(),
        "table": pl.String(),
        "file": pl.String(),
        "arrived": pl.Date(),
        "day": pl.Date(),
        "rows": pl.Int64(),
        "refused": pl.Int64(),
    },
    "correction": {
        "source": pl.String(),
        "table": pl.String(),
        "file": pl.String(),
        "key": pl.String(),
        "dropped": pl.Boolean(),
    },
    "stale": {"day": pl.Date()},
    "unreadable": {"source": pl.String(), "table": pl.String(), "file": pl.String(), "what": pl.String()},
}
KEEP_HOURS = 24
TABLES_KEPT = 64
"""So many tables stay open until their next commit: reading a log takes milliseconds."""
_PARTITIONS = {"event": ["day"]}
_REFUSALS = (OSError, DeltaError, pl.exceptions.ComputeError, json.JSONDecodeError, UnicodeDecodeError)
_NO_SPACE = f"os error {errno.ENOSPC}"


def schema_of(name: str) -> dict[str, pl.DataType]:
    """Column -> dtype of a table, internal ones included. An unknown name is a UserError."""
    if name in INTERNAL:
        return INTERNAL[name]
    if name not in TABLES:
        raise UserError(f"table {name}", "is unknown", f"Known: {', '.join([*TABLES, *INTERNAL])}.")
    return dict(dtypes(TABLES[name].schema))


@dataclass(frozen=True)
class Tables:
    """All tables under `root`, one folder each.

    Every write is one atomic commit: readers see the table before it or after it. A full disk or a damaged table is a
    UserError, and the table stays as it was. Source: Delta Lake through delta-rs.
    """

    root: Path

    def path(self, name: str) -> Path:
        return self.root / name

    def scan(self, name: str) -> pl.LazyFrame:
        """The table in its schema's columns and dtypes; without rows where nothing arrived yet."""
        columns = schema_of(name)
        table = self._open(name)
        return pl.scan_delta(table).select(list(columns)) if table else pl.LazyFrame(schema=columns)

    def exists(self, name: str) -> bool:
        return self._open(name) is not None

    def version(self, name: str) -> int | None:
        """The number of the table's last commit, from the names in its log alone; None where nothing arrived yet.

        Taken before rows are read, it is never newer than they are: `changed` since then misses nothing.
        """
        schema_of(name)
        with _plain_errors(self.path(name)):
            return changes.version(self.path(name))

    def changed(self, name: str, since: int | None) -> frozenset[date] | None:
        """The days on which the table may differ from what it was at version `since`; empty: it does not.

        A day is that of the column `TABLES[name].day`, whatever else a row dates: an item of `premium_due` is under
        the day that it was announced, not its due day. So who counts rows on another date than this, or looks up in
        one table what counts in another, cannot keep its own other days; only an empty set says that nothing differs.
        A row moved from day to day touches both.

        None: everything may differ. So it is with a table without days that got rows, a table replaced by other
        rows, one that was not there at `since` (None), one with rows of no day, and where the log does not tell:
        commits of others without a note, or older than the log reaches back.
        """
        schema_of(name)
        with _plain_errors(self.path(name)):
            return changes.changed(self.path(name), since)

    def rows(self, name: str) -> int:
        """How many rows the table holds, from its log alone."""
        return int(self.file_stats(name)["num_records"].sum())

    def file_stats(self, name: str) -> pl.DataFrame:
        """One row a data file: `num_records`, and the log's `min.*`, `max.*` and `partition.*` columns."""
        table = self._open(name)
        return (
            pl.DataFrame(table.get_add_actions(flatten=True))
            if table
            else pl.DataFrame(schema={"num_records": pl.Int64})
        )

    def ingested(self, name: str, files: Iterable[str]) -> set[str]:
        """Those of `files` whose rows are already in the table."""
        schema_of(name)
        with _plain_errors(self.path(name)):
            return changes.files(self.path(name)).intersection(files)

    def append(self, name: str, df: pl.DataFrame, files: Collection[str] = ()) -> None:
        """Add rows, and the files that they came from, in one commit."""
        self._write(name, df, files, _days_of(name, df), mode="append")

    def replace(self, name: str, df: pl.DataFrame, files: Collection[str] = ()) -> None:
        """Put these rows in the place of all rows; the same rows once more are noted as no change."""
        same = self.exists(name) and self.scan(name).collect().equals(_typed(name, df))
        self._write(name, df, files, set() if same else None, mode="overwrite")

    def replace_days(self, name: str, df: pl.DataFrame, days: Collection[date]) -> None:
        """Put the rows of `df`, which are all of `days`, in the place of the rows of these days."""
        if not days:
            return
        column = TABLES[name].day
        if column is None:
            raise UserError(f"table {name}", "has no day", "Replace the whole table.")
        if not self.exists(name):
            self.append(name, df.clear())
        self._write(name, df, (), days, mode="overwrite", predicate=f"{column} in ({_listed(days)})")

    def amend(self, name: str, df: pl.DataFrame, days: Collection[date | None], files: Collection[str] = ()) -> None:
        """Put each row in the place of the one of its key, or add it; those marked `dropped` are taken away instead.

        One commit. `days` are the days of the rows that are there now, None for a table without days.
        """
        table, come = self._open(name), df.filter(~pl.col("dropped"))
        if table is None or not days:  # a merge that changes nothing would not be committed
            self.append(name, come, files)
            return
        arriving = _days_of(name, come)
        touched = None if arriving is None or None in days else {*arriving, *filter(None, days)}
        same = [f't."{column}" = s."{column}"' for column in TABLES[name].key]
        listed = _listed([day for day in days if day])
        near = [f't."{TABLES[name].day}" in ({listed})'] if listed else []
        values = {f'"{column}"': f's."{column}"' for column in schema_of(name)}
        with _plain_errors(self.path(name)):
            merger = table.merge(
                _typed(name, df).with_columns(df["dropped"]),
                " and ".join([*same, *near]),
                source_alias="s",
                target_alias="t",
                commit_properties=_commit(files, touched),
            )
            merger.when_matched_delete("s.dropped").when_matched_update(values).when_not_matched_insert(
                values, "not s.dropped"
            ).execute()

    def tidy(self, name: str) -> None:
        """Merge small files and drop those replaced more than KEEP_HOURS ago, which no reader still holds."""
        if table := self._open(name):
            with _plain_errors(self.path(name)):
                table.optimize.compact()
                table.vacuum(retention_hours=KEEP_HOURS, enforce_retention_duration=False, dry_run=False)

    def tidy_daily(self, today: date) -> None:
        """Tidy every table, the first time on a day; tables made today are tidy."""
        stamp = self.root / ".tidied"
        if stamp.exists() and stamp.read_text() == str(today):
            return
        for name in [*TABLES, *INTERNAL] if stamp.exists() else ():
            self.tidy(name)
        with _plain_errors(stamp):
            stamp.write_text(str(today))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the tables for one writer; another one waits here until it is done."""
        with _plain_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            file = (self.root / ".lock").open("a")
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _write(
        self, name: str, df: pl.DataFrame, files: Collection[str], touched: Collection[date] | None, **how: Any
    ) -> None:
        with _plain_errors(self.path(name)):
            write_deltalake(
                self.path(name),
                _typed(name, df),
                partition_by=_PARTITIONS.get(name),
                commit_properties=_commit(files, touched),
                **how,
            )

    def _open(self, name: str) -> DeltaTable | None:
        schema_of(name)
        with _plain_errors(self.path(name)):
            newest = changes.newest(self.path(name))
            return _opened(self.path(name), newest, newest.stat().st_mtime_ns) if newest else None


@lru_cache(TABLES_KEPT)
def _opened(path: Path, _newest: Path, _written_ns: int) -> DeltaTable:
    """The table as its newest commit, written at that moment, left it."""
    return DeltaTable(path)


def _typed(name: str, df: pl.DataFrame) -> pl.DataFrame:
    return df.select(pl.col(column).cast(dtype) for column, dtype in schema_of(name).items())


def _days_of(name: str, df: pl.DataFrame) -> set[date] | None:
    """The days that these rows touch; None where a row is of no day."""
    column = TABLES[name].day if name in TABLES else None
    if column is None or df[column].has_nulls():
        return None if len(df) else set()
    return set(df[column].unique())


def _commit(files: Collection[str], touched: Collection[date] | None) -> CommitProperties:
    """A commit that names the files its rows came from, and the days that it touches; None: it may touch any."""
    return CommitProperties(
        custom_metadata=changes.note(touched), app_transactions=[Transaction(file, 1) for file in files]
    )


def _listed(days: Collection[date]) -> str:
    return ", ".join(f"'{day}'" for day in sorted(days))


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Say in words what the disk or the table's log refuses."""
    try:
        yield
    except _REFUSALS as error:
        if getattr(error, "errno", None) == errno.ENOSPC or _NO_SPACE in str(error):
            raise UserError(str(path), "the disk is full", "Free some space; nothing was half-written.") from error
        raise UserError(str(path), f"the table refuses ({error})", "Check the disk and the folder's rights.") from error
