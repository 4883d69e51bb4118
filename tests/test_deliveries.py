"""From delivered files to the snapshot: brought up delivery by delivery, it is what all of them at once give."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from data.demo.writer import Spool
from data.ingest import ingest
from data.schemas import TABLES
from data.tables import Tables
from tests.metrics.facts import Maker
from tests.metrics.facts.behaviour import RAW_FROM
from tests.scratch import CLOCK, is_from_scratch, recompute

AS_OF = date(2026, 6, 16)
ROW_BY_ROW = sorted(name for name, table in TABLES.items() if not table.snapshot)
HARD = ("movement", "event", "policy", "customer_assign")
HOWS = ("late", "again", "fix", "drop")
DELIVERIES = 3


class Sender:
    """Source systems that deliver a random insurer's rows: most at first, others late, again, corrected or deleted."""

    def __init__(self, home: Path, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.spool, self.day = Spool(home), AS_OF
        self.rows = {name: _delivered(name, rows) for name, rows in Maker(seed).frames().items()}
        self.late = {name: self._some(self.rows[name], 0.1) for name in ROW_BY_ROW if name in self.rows}
        for name, rows in self.rows.items():
            first = rows.join(self.late[name], on=TABLES[name].key, how="anti") if name in self.late else rows
            self.spool.write(name, first, self.day)

    def send(self) -> None:
        """One file a change, all on the next day: two of any table, and one of those that move and undo the most."""
        self.day += timedelta(days=1)
        hard = [(how, str(self.random.choice(HARD))) for how in HOWS]
        changes = [(how, str(table)) for how in HOWS for table in self.random.choice(ROW_BY_ROW, 2, replace=False)]
        for turn, (how, table) in enumerate(hard + changes, 1):
            rows = self._of(how, table)
            if len(rows):
                self.spool.write(table, rows, self.day, turn)
                self._mark(how, table, turn)

    def _of(self, how: str, table: str) -> pl.DataFrame:
        rows, key = self.rows.get(table, pl.DataFrame()), TABLES[table].key
        few = rows.sample(min(len(rows), 5), seed=int(self.random.integers(1 << 30)))
        match how:
            case "late":
                return self.late.get(table, rows)
            case "fix" if set(rows.columns) - set(key):
                said = rows.select(pl.exclude(key)).sample(len(few), seed=int(self.random.integers(1 << 30)))
                return pl.concat([few.select(key), said], how="horizontal")
        return few

    def _mark(self, how: str, table: str, turn: int) -> None:
        """The file's name says that it corrects or deletes."""
        if how in ("fix", "drop"):
            kind = TABLES[table]
            path = self.spool.root / kind.source / table / f"{self.day.isoformat()}-{turn:03d}.{kind.format}"
            path.rename(path.with_suffix(f".{how}{path.suffix}"))

    def _some(self, rows: pl.DataFrame, share: float) -> pl.DataFrame:
        return rows.filter(pl.Series(self.random.random(len(rows)) < share, dtype=pl.Boolean))


def _delivered(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Agent-days and customer-days come for the time before raw events alone."""
    return rows.filter(pl.col("day") < RAW_FROM) if name in ("agent_day", "customer_day") else rows


def taken(home: Path, folder: str) -> Tables:
    tables = Tables(home / folder)
    report = ingest(home / "spool", tables, CLOCK)
    assert (report.quarantined, report.unreadable) == (0, [])
    return tables


@pytest.mark.parametrize("seed", [5])
def test_delivery_by_delivery_it_is_what_all_at_once_give(tmp_path, seed):
    sender = Sender(tmp_path, seed)
    kept = recompute(taken(tmp_path, "kept"))
    kept.snapshot(AS_OF)
    for turn in range(DELIVERIES):
        sender.send()
        taken(tmp_path, "kept")
        is_from_scratch(kept, taken(tmp_path, f"whole-{turn}"), AS_OF)
