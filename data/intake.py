"""Intake of files into one table: judge, quarantine, drop the rows already known, commit with the files' names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from pathlib import Path

import polars as pl

from data import corrections
from data.files import Delivery, UnreadableError, read
from data.schemas import Table
from data.spool import Spool, arrival, corrects, deletes
from data.tables import INTERNAL, Tables
from data.validation import Verdict, judge_each

JUDGED_ROWS = 100_000
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

    def take(self, table: Table, paths: list[Path]) -> None:
        """Take in some files that are all of one sort: a table delivered whole, corrections, or rows to add."""
        how = self.renew if table.snapshot else self.amend if corrects(paths[0].name) else self.add
        how(table, paths)

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

    def amend(self, table: Table, paths: list[Path]) -> None:
        """Correct and delete the rows that some files say, in one commit."""
        if not (readings := list(self._readings(table, paths))):
            return
        rows = {reading.path.name: reading.verdict.good for reading in readings}
        ruled = corrections.standing(self.tables, table, corrections.rulings(table, rows))
        there = corrections.outranked(self.tables, table, ruled)
        self._quarantine(table, readings)
        self._write_down("delivery", table, readings, lambda reading: _amended(table, reading, there))
        self._write_down(
            "correction",
            table,
            readings,
            lambda reading: corrections.notes(table, reading.path.name, reading.verdict.good),
        )
        corrections.carry_out(self.tables, table, ruled, there, list(rows))
        self.rows += ruled.height
        self.files += len(readings)

    def renew(self, table: Table, paths: list[Path]) -> None:
        """Replace a snapshot table by its newest readable file; older ones are passed over with it."""
        for reading in chain.from_iterable(self._readings(table, [path]) for path in reversed(paths)):
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
        """The readable ones of some files, judged; many small ones are judged together."""
        for deleting, own in groupby(paths, key=lambda path: deletes(path.name)):
            shape = table.keys if deleting else table
            for some in _together(self._deliveries(shape, own)):
                yield from self._judged(shape, some)

    def _deliveries(self, table: Table, paths: Iterable[Path]) -> Iterator[tuple[Path, Delivery]]:
        for path in paths:
            try:
                yield path, read(path, table)
            except UnreadableError as error:
                self.refuse(table.source, table.name, path.name, error.what)

    def _judged(self, table: Table, some: list[tuple[Path, Delivery]]) -> Iterator[Reading]:
        try:
            verdicts = judge_each([delivery.rows for _, delivery in some], table.schema)
        except pl.exceptions.PolarsError as error:
            if len(some) > 1:  # one of them is to blame
                for one in some:
                    yield from self._judged(table, [one])
            else:
                file = some[0][0].name
                self.refuse(table.source, table.name, file, f"holds columns of other types ({error})")
            return
        for (path, delivery), verdict in zip(some, verdicts, strict=True):
            bad = pl.concat([delivery.broken, verdict.bad]) if len(delivery.broken) else verdict.bad
            yield Reading(path, Verdict(verdict.good, bad))

    def _quarantine(self, table: Table, readings: list[Reading]) -> None:
        """Write down the refused rows."""
        refused = [reading for reading in readings if len(reading.verdict.bad)]
        self.quarantined += self._write_down(
            "quarantine", table, refused, lambda reading: self._refusals(table, reading)
        )

    def _record(self, table: Table, readings: list[Reading]) -> None:
        """Write down how many rows of which day each file brought."""
        self._write_down("delivery", table, readings, lambda reading: _brought(table, reading))

    def _write_down(
        self, name: str, table: Table, readings: list[Reading], tell: Callable[[Reading], pl.DataFrame]
    ) -> int:
        """Note what files say; before their table's commit, and once even if that commit fails. Returns the rows."""
        named = {f"{table.name}/{reading.path.name}": reading for reading in readings}
        known = self.tables.ingested(name, named)
        frames = [tell(reading) for file, reading in named.items() if file not in known]
        if frames:
            self.tables.append(name, pl.concat(frames), set(named) - known)
        return sum(frame.height for frame in frames)

    def _refusals(self, table: Table, reading: Reading) -> pl.DataFrame:
        stamps = corrections.stamps(table, reading.path.name)
        return reading.verdict.bad.select(*stamps, "row", "rule", pl.lit(self.seen_at).alias("seen_at"))


def _together(deliveries: Iterable[tuple[Path, Delivery]]) -> Iterator[list[tuple[Path, Delivery]]]:
    """Files in order, as many together as hold some JUDGED_ROWS rows."""
    some: list[tuple[Path, Delivery]] = []
    rows = 0
    for path, delivery in deliveries:
        some.append((path, delivery))
        rows += len(delivery.rows)
        if rows >= JUDGED_ROWS:
            yield some
            some, rows = [], 0
    if some:
        yield some


def _brought(table: Table, reading: Reading) -> pl.DataFrame:
    """A file's rows by the day that they tell of, and its refused rows under no day."""
    day = pl.col(table.day) if table.day else pl.lit(None, pl.Date)
    rows = reading.verdict.good.group_by(day.alias("day")).agg(pl.len().cast(pl.Int64).alias("rows"))
    return delivered(table, reading.path, rows, len(reading.verdict.bad))


def _amended(table: Table, reading: Reading, there: pl.DataFrame) -> pl.DataFrame:
    """The days that a correction touches, and its refused rows under no day."""
    days = corrections.touched(table, reading.path.name, reading.verdict.good, there)
    return delivered(table, reading.path, days, len(reading.verdict.bad))


def delivered(table: Table, path: Path, days: pl.DataFrame, refused: int) -> pl.DataFrame:
    """Rows of table `delivery`: the `days` and `rows` of a file, and its refused rows under no day."""
    none = pl.DataFrame([(None, 0, refused)], schema=COUNTS, orient="row")
    counted = pl.concat([days.with_columns(pl.lit(0, pl.Int64).alias("refused")), none])
    arrived = pl.lit(arrival(path), pl.Date).alias("arrived")
    return counted.select(*corrections.stamps(table, path.name), arrived, "day", "rows", "refused")


def _distinct(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each key once; counting the key's first column is cheap and mostly enough to see that nothing is there twice."""
    if rows[key[0]].n_unique() == rows.height:
        return rows
    return rows.unique(key, keep="first", maintain_order=True)


def without_known(tables: Tables, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key is not yet in the table, nor deleted from it.

    Only the keys between the rows' least and greatest are read.
    """
    if rows.is_empty():
        return rows
    gone = corrections.noted(tables, table).filter("dropped")
    rows = rows.join(gone, on=table.key, how="anti", maintain_order="left")
    if rows.is_empty() or not tables.rows(table.name):
        return rows
    key = pl.col(table.key[0])
    least, greatest = rows.select(key.min().alias("least"), key.max().alias("greatest")).row(0)
    near = tables.scan(table.name).filter(key.is_between(pl.lit(least), pl.lit(greatest)))
    known = near.select(table.key).collect()
    return rows.join(known, on=table.key, how="anti", maintain_order="left")
