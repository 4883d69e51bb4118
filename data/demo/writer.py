"""The spool: files as source systems would deliver them, each complete before it has its name."""

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from data.demo.columns import Bools
from data.demo.days import Timeline, date_of, month_first, number
from data.errors import UserError
from data.schemas import TABLES


@dataclass(frozen=True)
class Delivery:
    """The rows of the days first <= day < end, delivered on day `arrived`."""

    first: int
    end: int
    arrived: date


def calendar(line: Timeline) -> list[Delivery]:
    """Months in one file each, the last two months in daily files; all that is older than the horizon in one."""
    as_of = date_of(line.as_of)
    daily = number(month_first(as_of, -1))
    edges = [-100_000, *(int(edge) for edge in line.edges if edge <= daily), *range(daily + 1, line.as_of + 2)]
    return [Delivery(a, b, date_of(b - 1)) for a, b in pairwise(edges)]


class Spool:
    """Writes tables below `<home>/spool/<source>/<table>/`."""

    def __init__(self, home: Path) -> None:
        self.root = home / "spool"

    def clear(self) -> None:
        """Take away an earlier demo insurer; data that is no demo is left alone, with a UserError."""
        answers = self.root.parent / "answers.json"
        if self.root.exists() and any(self.root.rglob("*.*")) and not answers.exists():
            raise UserError(str(self.root), "holds files that are no demo insurer", "Choose another COCKPIT_HOME.")
        for folder in (self.root, self.root.parent / "tables"):
            shutil.rmtree(folder, ignore_errors=True)

    def write(self, table: str, rows: pl.DataFrame, arrived: date, turn: int = 1) -> None:
        """One file; days in whole numbers become dates, columns and types those of the table's schema."""
        kind = TABLES[table]
        frame = rows.select(pl.col(name).cast(column.dtype) for name, column in kind.schema.columns().items())
        folder = self.root / kind.source / table
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{arrived.isoformat()}-{turn:03d}.{kind.format}"
        part = path.with_name(path.name + ".part")
        match kind.format:
            case "csv":
                frame.write_csv(part)
            case "jsonl":
                frame.write_ndjson(part)
            case _:
                frame.write_parquet(part, compression="zstd", compression_level=1)
        part.replace(path)

    def deliver(self, table: str, rows: pl.DataFrame, day: str, plan: list[Delivery]) -> None:
        """The table in one file per delivery; `rows` are sorted by the column `day`."""
        days = rows[day].to_numpy()
        for item in plan:
            a, b = np.searchsorted(days, [item.first, item.end])
            if a < b:
                self.write(table, rows.slice(a, b - a), item.arrived)

    def late(self, table: str, rows: pl.DataFrame, day: int, on_time: Bools) -> None:
        """A day's rows in two files: the second one comes two days later."""
        self.write(table, rows.filter(on_time), date_of(day))
        self.write(table, rows.filter(~on_time), date_of(day) + timedelta(days=2), turn=2)
