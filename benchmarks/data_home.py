"""The insurer that the bench of the data asks about: made once, and used again while it would be made the same."""

import json
import shutil
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.record import ROOT
from data.clock import Clock
from data.demo import DEFAULT_DAY, DEFAULT_SEED, seed
from data.ingest import ingest
from data.tables import Tables

STAMP = "made.json"


def insurer(home: Path, size: str) -> tuple[Tables, bool]:
    """The tables of the demo insurer below `home`, and whether they were there already."""
    stamp = {"size": size, "seed": DEFAULT_SEED, "as_of": str(DEFAULT_DAY), "code": code()}
    tables, note = Tables(home / "tables"), home / STAMP
    if note.exists() and json.loads(note.read_text("utf-8")) == stamp:
        return tables, True
    shutil.rmtree(home, ignore_errors=True)
    seed(home, size)
    ingest(home / "spool", tables, Clock(datetime.combine(DEFAULT_DAY + timedelta(days=1), datetime.min.time())))
    shutil.rmtree(home / "spool")
    note.write_text(json.dumps(stamp), "utf-8")
    return tables, False


def code() -> str:
    """A digest of the code that makes the tables."""
    digest = sha256()
    for path in sorted((ROOT / "data").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def days_of_events(tables: Tables) -> list[date]:
    """The days with raw events."""
    return sorted(set(tables.file_stats("event")["partition.day"]))
