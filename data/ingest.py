"""Ingest: every delivered row once, the refused ones into quarantine, the unreadable files left for the next tick."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from data import behaviour
from data.clock import Clock
from data.intake import Intake, Unreadable
from data.schemas import TABLES, Table
from data.spool import Spool, corrects
from data.tables import Tables

Progress = Callable[[int, int], None]

# What is read, judged and committed at once: about 1.5 million raw events, some 0.5 GB while it lasts.
BATCH_BYTES = 12_000_000


@dataclass(frozen=True)
class IngestReport:
    """What one ingest did: rows added, corrected and deleted, files taken in, rows refused, files not readable."""

    rows: int
    quarantined: int
    files: int
    unreadable: list[Unreadable]


def ingest(spool: Path, tables: Tables, clock: Clock, progress: Progress | None = None) -> IngestReport:
    """Take in every file of the spool that is not yet in the tables; a second call does nothing.

    `progress` is called with (bytes read, bytes to read). Rows are told apart by their schema's key, within the
    delivery and against the table, and corrections outrank them; a file is known by its name. A file that cannot be
    read is reported and left for the next call while the others go on; a full disk is a UserError, and what was
    committed until then is whole. One ingest runs at a time, a second one waits. The first of a day tidies the tables.
    """
    with tables.lock():
        report = _take_in(Intake(Spool(spool), tables, clock.now()), progress)
        tables.tidy_daily(clock.today())
    return report


def _take_in(intake: Intake, progress: Progress | None) -> IngestReport:
    batches = [(table, batch) for table in TABLES.values() for batch in _batches(intake, table)]
    sizes = [sum(map(_size, batch)) for _, batch in batches]
    for (table, batch), read in zip(batches, accumulate(sizes), strict=True):
        intake.take(table, batch)
        if progress:
            progress(read, sum(sizes))
    behaviour.rebuild(intake.tables)
    for source, folder, file, what in intake.spool.strangers():
        intake.refuse(source, folder, file, what)
    intake.remember_unreadable()
    return IngestReport(intake.rows, intake.quarantined, intake.files, intake.unreadable)


def _batches(intake: Intake, table: Table) -> Iterator[list[Path]]:
    """The pending files of a table in batches, the corrections last; those of a snapshot at once."""
    pending = intake.pending(table)
    if table.snapshot:
        yield from [pending] if pending else []
        return
    yield from _sized(path for path in pending if not corrects(path.name))
    yield from _sized(path for path in pending if corrects(path.name))


def _sized(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Files in order, as many together as memory should hold."""
    batch: list[Path] = []
    held = 0
    for path in paths:
        size = _size(path)
        if batch and held + size > BATCH_BYTES:
            yield batch
            batch, held = [], 0
        batch.append(path)
        held += size
    if batch:
        yield batch


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
