"""Intake of files into one table: judge, quarantine, drop the rows already known, commit with the files' names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from data.files import UnreadableError, read
from data.schemas import Table
from data.spool import Spool, arrival
from data.tables import INTERNAL, Tables
from data.validation import Verdict, judge

COUNTS = {name: INTERNAL["delivery"][name] for name in ("day", "rows", "refused")}


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be read as a whole, and why."""

    source: str
    table: str
    file: str
    what: str

    def __str__(self) -> str:
        place = "/".join(filter(None, (self.source, self.table, self.file)))
        return f"{place} {self.what}"


@dataclass(frozen=True)
class Reading:
    """One readable file: its rows judged."""

    path: Path
    verdict: Verdict


@dataclass
class Intake:
    """One ingest under way, and what it has done so far."""

    spool: Spool
    tables: Tables
    seen_at: datetime
    rows: int = 0
    quarantined: int = 0
    files: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)

    def pending(self, table: Table) -> list[Path]:
        """The delivered files not yet in the table; of a snapshot only those newer than the one in the table."""
        paths = self.spool.files(table)
        known = self.tables.ingested(table.name, (path.name for path in paths))
        after = max(known) if known and table.snapshot else ""
        return [path for path in paths if path.name not in known and path.name > after]

    def add(self, table: Table, paths: list[Path]) -> None:
        """Add the rows of some files to their table in one commit."""
        if not (readings := list(self._readings(table, paths))):
            return
        arrived = pl.concat([reading.verdict.good for reading in readings])
        fresh = without_known(self.tables, table, _distinct(arrived, table.key))
        self._quarantine(table, readings)
        self._record(table, readings)
        self.tables.append(table.name, fresh, [reading.path.name for reading in readings])
        self.rows += fresh.height
        self.files += len(readings)

    def renew(self, table: Table, paths: list[Path]) -> None:
        """Replace a snapshot table by its newest readable file; older ones are passed over with it."""
        for reading in self._readings(table, reversed(paths)):
            passed = [path.name for path in paths if path.name <= reading.path.name]
            if reading.verdict.good.is_empty():
                self.refuse(table.source, table.name, reading.path.name, "has no valid row: the table keeps its own")
                continue
            self._quarantine(table, [reading])
            self._record(table, [reading])
            self.tables.replace(table.name, reading.verdict.good, passed)
            self.rows += reading.verdict.good.height
            self.files += len(passed)
            return

    def refuse(self, source: str, table: str, file: str, what: str) -> None:
        self.unreadable.append(Unreadable(source, table, file, what))

    def remember_unreadable(self) -> None:
        """Keep the list of unreadable files in a table, where the health report finds it."""
        names = list(INTERNAL["unreadable"])
        rows = [tuple(getattr(problem, name) for name in names) for problem in self.unreadable]
        now = pl.DataFrame(rows, schema=INTERNAL["unreadable"], orient="row").sort(names)
        if not now.equals(self.tables.scan("unreadable").sort(names).collect()):
            self.tables.replace("unreadable", now)

    def _readings(self, table: Table, paths: Iterable[Path]) -> Iterator[Reading]:
        for path in paths:
            try:
                delivery = read(path, table)
                verdict = judge(delivery.rows, table.schema)
            except UnreadableError as error:
                self.refuse(table.source, table.name, path.name, error.what)
            except pl.exceptions.PolarsError as error:
                self.refuse(table.source, table.name, path.name, f"holds columns of other types ({error})")
            else:
                yield Reading(path, Verdict(verdict.good, pl.concat([delivery.broken, verdict.bad])))

    def _quarantine(self, table: Table, readings: list[Reading]) -> None:
        """Write down the refused rows; before their table's commit, and once even if that commit fails."""
        refused = {f"{table.name}/{reading.path.name}": reading for reading in readings if len(reading.verdict.bad)}
        known = self.tables.ingested("quarantine", refused)
        frames = [self._refusals(table, reading) for name, reading in refused.items() if name not in known]
        if frames:
            self.tables.append("quarantine", pl.concat(frames), set(refused) - known)
            self.quarantined += sum(frame.height for frame in frames)

    def _record(self, table: Table, readings: list[Reading]) -> None:
        """Write down what each file brought; before its table's commit, and once even if that commit fails."""
        named = {f"{table.name}/{reading.path.name}": reading for reading in readings}
        known = self.tables.ingested("delivery", named)
        frames = [_brought(table, reading) for name, reading in named.items() if name not in known]
        if frames:
            self.tables.append("delivery", pl.concat(frames), set(named) - known)

    def _refusals(self, table: Table, reading: Reading) -> pl.DataFrame:
        place = {"source": table.source, "table": table.name, "file": reading.path.name}
        stamps = [pl.lit(text).alias(name) for name, text in place.items()]
        return reading.verdict.bad.select(*stamps, "row", "rule", pl.lit(self.seen_at).alias("seen_at"))


def _brought(table: Table, reading: Reading) -> pl.DataFrame:
    """A file's rows by the day that they tell of, and its refused rows under no day."""
    day = pl.col(table.day) if table.day else pl.lit(None, pl.Date)
    rows = reading.verdict.good.group_by(day.alias("day")).agg(pl.len().cast(pl.Int64).alias("rows"))
    refused = pl.DataFrame([(None, 0, len(reading.verdict.bad))], schema=COUNTS, orient="row")
    counted = pl.concat([rows.with_columns(pl.lit(0, pl.Int64).alias("refused")), refused])
    place = {"source": table.source, "table": table.name, "file": reading.path.name}
    stamps = [pl.lit(text).alias(name) for name, text in place.items()]
    return counted.select(*stamps, pl.lit(arrival(reading.path), pl.Date).alias("arrived"), "day", "rows", "refused")


def _distinct(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each key once; counting the key's first column is cheap and mostly enough to see that nothing is there twice."""
    if rows[key[0]].n_unique() == rows.height:
        return rows
    return rows.unique(key, keep="first", maintain_order=True)


def without_known(tables: Tables, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key is not yet in the table; only the keys between the rows' least and greatest are read."""
    if rows.is_empty() or not tables.rows(table.name):
        return rows
    key = pl.col(table.key[0])
    least, greatest = rows.select(key.min().alias("least"), key.max().alias("greatest")).row(0)
    near = tables.scan(table.name).filter(key.is_between(pl.lit(least), pl.lit(greatest)))
    known = near.select(table.key).collect()
    return rows.join(known, on=table.key, how="anti", maintain_order="left")
