"""A small spool to deliver into: one good row of every table, and writers in each source's format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from data.clock import Clock
from data.ingest import IngestReport, ingest
from data.schemas import TABLES
from data.tables import Tables

DAY = date(2026, 6, 16)
NOW = datetime(2026, 6, 17, 7)
UNIT = "860101010101"

ACTS = tuple(name for name in TABLES["agent_day"].schema.column_names() if name not in ("agent_id", "day"))

ROWS = {
    "org": {"org_id": "86", "name_zh": "总公司", "name_en": "Headquarters", "level": "hq", "parent_id": None},
    "agent": {"agent_id": 1, "name": "王芳", "gender": "f", "education": "college"},
    "movement": {
        "movement_id": 1,
        "agent_id": 1,
        "day": DAY,
        "kind": "onboard",
        "unit_id": UNIT,
        "recommender_id": None,
    },
    "career": {"career_id": 1, "agent_id": 1, "day": DAY, "kind": "promoted", "rank": "unit_head"},
    "recruit_step": {
        "step_id": 1,
        "candidate_id": 1,
        "recruiter_id": 2,
        "day": DAY,
        "kind": "onboard",
        "agent_id": 1,
    },
    "attendance": {"agent_id": 1, "day": DAY, "present": True, "meeting": False},
    "training": {"training_id": 1, "agent_id": 1, "day": DAY, "course": "核保", "minutes": 45, "passed": True},
    "appraisal": {"appraisal_id": 1, "agent_id": 1, "day": DAY, "result": "keep"},
    "income": {"agent_id": 1, "day": DAY, "amount": 650_000},
    "product": {
        "product_id": "P1",
        "name_zh": "福",
        "name_en": "Luck",
        "line": "life",
        "design": "ordinary",
        "regular": True,
        "term_years": 20,
        "recorded": True,
    },
    "customer": {"customer_id": 1, "since": DAY, "born": 1980, "segment": "b"},
    "policy": {
        "policy_id": 1,
        "application_id": 1,
        "agent_id": 1,
        "customer_id": 1,
        "product_id": "P1",
        "issued": DAY,
        "premium": 800_000,
        "pay_years": 10,
        "standard": 800_000,
        "commission": 240_000,
        "value": 320_000,
        "debit": True,
    },
    "policy_change": {"change_id": 1, "policy_id": 1, "day": DAY, "kind": "freelook_cancel", "amount": 800_000},
    "premium_due": {
        "due_id": 1,
        "policy_id": 1,
        "customer_id": 1,
        "unit_id": UNIT,
        "pay_no": 2,
        "announced": DAY,
        "due": DAY + timedelta(30),
        "grace_end": DAY + timedelta(90),
        "amount": 800_000,
    },
    "premium_step": {"step_id": 1, "due_id": 1, "day": DAY, "kind": "paid", "amount": 800_000},
    "customer_assign": {"assign_id": 1, "customer_id": 1, "day": DAY, "kind": "orphaned", "agent_id": None},
    "application": {
        "application_id": 1,
        "day": DAY,
        "agent_id": 1,
        "customer_id": 1,
        "product_id": "P1",
        "premium": 800_000,
        "at": datetime(2026, 6, 16, 9),
        "channel": "mobile",
    },
    "application_step": {
        "step_id": 1,
        "application_id": 1,
        "at": datetime(2026, 6, 16, 19),
        "day": DAY,
        "kind": "issued",
    },
    "event": {
        "event_id": 1,
        "at": datetime(2026, 6, 16, 9),
        "day": DAY,
        "agent_id": 1,
        "customer_id": 1,
        "kind": "visit",
        "minutes": 30,
        "mode": "f2f",
    },
    "agent_day": {
        "agent_id": 1,
        "day": DAY - timedelta(90),
        **dict.fromkeys(ACTS, 0),
        "visits": 1,
        "app_events": 2,
    },
    "customer_day": {
        "agent_id": 1,
        "customer_id": 1,
        "day": DAY - timedelta(90),
        "visits": 1,
        "valid_visits": 1,
        "needs": 0,
        "proposals": 0,
        "reviews": 0,
    },
    "wecom": {"customer_id": 1, "agent_id": 1, "day": DAY},
    "review_step": {"step_id": 1, "task_id": 1, "customer_id": 1, "agent_id": 1, "day": DAY, "kind": "done"},
    "complaint": {
        "complaint_id": 1,
        "day": DAY,
        "policy_id": 1,
        "agent_id": 1,
        "product_id": "P1",
        "topic": "mislead",
    },
    "recording": {
        "recording_id": 1,
        "day": DAY,
        "policy_id": 1,
        "agent_id": 1,
        "product_id": "P1",
        "minutes": 17,
        "passed": True,
        "mislead": False,
        "rework": False,
        "checked": None,
    },
    "callback": {"callback_id": 1, "day": DAY, "policy_id": 1, "agent_id": 1, "result": "ok"},
    "meeting": {"meeting_id": 1, "day": DAY, "unit_id": UNIT, "minutes": 40},
    "meeting_task": {"task_id": 1, "meeting_id": 1, "unit_id": UNIT, "day": DAY, "due": DAY + timedelta(7)},
    "meeting_task_done": {"task_id": 1, "day": DAY},
    "target": {"org_id": "86", "month": date(2026, 6, 1), "measure": "tgt_visits", "value": 12.5},
}


def frame_of(name: str, *changes: dict[str, object]) -> pl.DataFrame:
    """Good rows of a table in its schema's dtypes, one for each set of changed values."""
    rows = [ROWS[name] | change for change in changes or ({},)]
    return pl.DataFrame(rows, schema=TABLES[name].schema.create_empty().schema, orient="row")


def write(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = {".csv": frame.write_csv, ".jsonl": frame.write_ndjson, ".parquet": frame.write_parquet}
    writers[path.suffix](path)


@dataclass(frozen=True)
class Desk:
    """A spool and tables, and the daily doings with them."""

    spool: Path
    tables: Tables
    clock: Clock

    def path(self, name: str, file: str = "2026-06-16-001") -> Path:
        table = TABLES[name]
        return self.spool / table.source / name / f"{file}.{table.format}"

    def deliver(self, name: str, *changes: dict[str, object], file: str = "2026-06-16-001") -> Path:
        path = self.path(name, file)
        write(frame_of(name, *changes), path)
        return path

    def drop(self, name: str, *changes: dict[str, object], file: str = "2026-06-17-001") -> Path:
        path = self.path(name, f"{file}.drop")
        write(frame_of(name, *changes).select(TABLES[name].key), path)
        return path

    def deliver_bytes(self, name: str, content: bytes, file: str = "2026-06-16-001") -> Path:
        path = self.path(name, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def ingest(self) -> IngestReport:
        return ingest(self.spool, self.tables, self.clock)

    def read(self, name: str) -> pl.DataFrame:
        return self.tables.scan(name).collect()

    def rules(self) -> list[str]:
        return self.read("quarantine")["rule"].sort().to_list()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "spool", Tables(tmp_path / "tables"), Clock(NOW))


@pytest.fixture(scope="session")
def rows_of() -> Callable[..., pl.DataFrame]:
    return frame_of
