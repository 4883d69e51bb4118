"""Repairs: refused rows judged once more, mended ones among them, and taken in where they are good now."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import polars as pl

from data import corrections
from data.errors import UserError
from data.files import texts
from data.intake import delivered, without_known
from data.schemas import TABLES, Table
from data.spool import corrects, deletes
from data.tables import Tables
from data.validation import judge, parsed

PLACE = ["source", "table", "file"]


@dataclass(frozen=True)
class Repair:
    """A row of the quarantine (`table`, `file` and `row` as they stand there) and the JSON text in its place."""

    table: str
    file: str
    row: str
    mended: str


@dataclass(frozen=True)
class ReplayReport:
    """What a replay did: rows `taken` in, rows dropped because their key was settled (`arrived`) since, rows `left`."""

    taken: int
    arrived: int
    left: int


@dataclass(frozen=True)
class Repairs:
    """Orders for a replay, one file each under `folder`; whoever places one need not be who carries it out."""

    folder: Path

    def place(self, repairs: Sequence[Repair] = ()) -> None:
        """Ask for a replay of the whole quarantine, these rows mended first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{uuid4().hex}"
        part.write_text(json.dumps([asdict(repair) for repair in repairs], ensure_ascii=False), "utf-8")
        part.rename(self.folder / f"{part.name[1:]}.json")

    def waiting(self) -> list[Path]:
        return sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []

    def carry_out(self, tables: Tables) -> ReplayReport | None:
        """Replay once for all waiting orders and forget them; None where nothing was asked for."""
        waiting = self.waiting()
        if not waiting:
            return None
        report = replay(tables, [repair for path in waiting for repair in _read(path)])
        for path in waiting:
            path.unlink()
        return report


def _read(path: Path) -> list[Repair]:
    try:
        return [Repair(**row) for row in json.loads(path.read_text("utf-8"))]
    except (ValueError, TypeError) as error:
        raise UserError(str(path), "is no order for a replay", "Remove the file and place the order again.") from error


def replay(tables: Tables, repairs: Iterable[Repair] = ()) -> ReplayReport:
    """Judge every refused row again by today's rules; the good ones go to their table, once, the others stay.

    A row whose key has arrived in the meantime leaves the quarantine too, and so does a correction that a later one
    overruled. Safe to repeat after a stop at any moment.
    """
    with tables.lock():
        stored = tables.scan("quarantine").collect()
        refused = mended(stored, repairs)
        groups = refused.partition_by(PLACE, maintain_order=True) if len(refused) else []
        outcomes = [_retry(tables, group) for group in groups]
        left = pl.concat([refused.clear(), *(stay for _, stay in outcomes)])
        if not left.equals(stored):
            tables.replace("quarantine", left)
    taken = sum(count for count, _ in outcomes)
    return ReplayReport(taken, len(refused) - len(left) - taken, len(left))


def mended(refused: pl.DataFrame, repairs: Iterable[Repair]) -> pl.DataFrame:
    """The quarantine with the mended rows in the place of those they mend."""
    frame = pl.DataFrame(
        [asdict(repair) for repair in repairs],
        schema=dict.fromkeys(("table", "file", "row", "mended"), pl.String),
        orient="row",
    )
    joined = refused.join(frame.unique(["table", "file", "row"]), on=["table", "file", "row"], how="left")
    return joined.with_columns(pl.coalesce("mended", "row").alias("row")).drop("mended")


def _retry(tables: Tables, group: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    """How many of one file's refused rows were taken in, and those that stay.

    Lines that never had the table's columns stay as they are.
    """
    table, file = TABLES[group["table"][0]], group["file"][0]
    shape = table.keys if deletes(file) else table
    names = shape.schema.column_names()
    values = [texts(row, names) or [None] * len(names) for row in group["row"]]
    raw = pl.DataFrame(values, schema=dict.fromkeys(names, pl.String), orient="row")
    good = judge(raw, shape.schema).good
    taken = _correct(tables, table, file, good) if corrects(file) else _add(tables, table, good)
    return taken, group.filter(~_settled(tables, table, file, raw))


def _add(tables: Tables, table: Table, good: pl.DataFrame) -> int:
    fresh = without_known(tables, table, good)
    if len(fresh):
        tables.append(table.name, fresh)
    return len(fresh)


def _correct(tables: Tables, table: Table, file: str, good: pl.DataFrame) -> int:
    """Correct or delete by rows of one file, unless a later one has."""
    ruled = corrections.standing(tables, table, corrections.rulings(table, {file: good}))
    if len(ruled):
        there = corrections.outranked(tables, table, ruled)
        days = corrections.touched(table, file, ruled, there)
        tables.append("delivery", delivered(table, Path(file), days, 0))
        tables.append("correction", corrections.notes(table, file, ruled))
        corrections.carry_out(tables, table, ruled, there, [])
    return len(ruled)


def _settled(tables: Tables, table: Table, file: str, raw: pl.DataFrame) -> pl.Series:
    """Whether each row's key is settled: a correction's by it or a later one, another's also where it is there."""
    keys = parsed(raw, table.keys.schema)
    noted = corrections.noted(tables, table)
    if corrects(file):
        known = noted.filter(pl.col("file") >= file).select(table.key)
    else:
        there = tables.scan(table.name).select(table.key).collect()
        known = pl.concat([there, noted.filter("dropped").select(table.key)])
    marked = known.unique().with_columns(pl.lit(value=True).alias("known"))
    return keys.join(marked, on=table.key, how="left", maintain_order="left")["known"].fill_null(value=False)
