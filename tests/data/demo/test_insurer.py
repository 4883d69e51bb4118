import hashlib
import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from data import demo
from data.errors import UserError
from data.org import LEVELS
from data.schemas import TABLES

AS_OF = date(2026, 6, 16)


def digests(home: Path) -> dict[str, str]:
    paths = sorted(path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_the_same_seed_makes_the_same_bytes(planted, tmp_path):
    demo.seed(tmp_path, "XS")
    assert digests(tmp_path) == digests(planted.home)


def test_another_seed_makes_another_insurer(planted, tmp_path):
    demo.seed(tmp_path, "XS", seed=1)
    ours, theirs = digests(planted.home), digests(tmp_path)
    policies = [name for name in ours if "/policy/" in name]
    assert all(ours[name] != theirs.get(name) for name in policies)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_valid_and_every_key_is_unique(planted, name):
    table = TABLES[name]
    rows = planted.table(name)
    assert rows.height > 0
    _, failure = table.schema.filter(rows, cast=True)
    assert failure.counts() == {}
    assert rows.select(table.key).is_unique().all()


def test_files_are_complete_and_named_by_day(planted):
    spool = [path for path in (planted.home / "spool").rglob("*") if path.is_file()]
    assert all(date.fromisoformat(path.name[:10]) <= AS_OF for path in spool)
    assert {path.suffix for path in spool} == {".csv", ".jsonl", ".parquet"}


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.day])
def test_nothing_is_known_before_its_day(planted, name):
    assert planted.table(name)[TABLES[name].day].max() <= AS_OF


def test_users_stand_on_one_line_through_the_collapse(planted):
    users = planted.answers.users
    line = [users[level] for level in LEVELS]
    assert all(below.startswith(above) and len(below) == len(above) + 2 for above, below in pairwise(line))
    assert users["sub_branch"] == planted.plant("collapse").org
    assert users["analyst"] == users["hq"]


def test_the_sheet_is_written_as_returned(planted):
    sheet = json.loads((planted.home / "answers.json").read_text("utf-8"))
    assert [plant["kind"] for plant in sheet["plants"]] == [plant.kind for plant in planted.answers.plants]
    assert set(sheet["plants"][0]) == {"kind", "org", "from", "to", "indicators", "note"}
    assert (sheet["seed"], sheet["size"], sheet["as_of"], sheet["healthy"]) == (20260617, "XS", "2026-06-16", False)
    facts = json.loads((planted.home / "demo.json").read_text("utf-8"))
    assert facts == {
        **{key: sheet[key] for key in ("seed", "size", "as_of", "healthy")},
        "users": planted.answers.users,
    }


def test_a_second_seed_replaces_the_first_and_its_tables(tmp_path):
    demo.seed(tmp_path, "XS", as_of=date(2026, 3, 18))
    (tmp_path / "tables" / "policy").mkdir(parents=True)
    demo.seed(tmp_path, "XS", as_of=date(2025, 11, 12), healthy=True)
    names = [path.name for path in (tmp_path / "spool").rglob("*.parquet")]
    assert max(names) < "2025-11-13"
    assert not (tmp_path / "tables").exists()


def test_a_home_with_real_data_is_left_alone(tmp_path):
    real = tmp_path / "spool" / "core" / "policy" / "2026-01-01-001.parquet"
    real.parent.mkdir(parents=True)
    real.write_bytes(b"theirs")
    with pytest.raises(UserError, match="no demo insurer"):
        demo.seed(tmp_path, "XS")
    assert real.read_bytes() == b"theirs"


def test_an_unknown_size_is_refused(tmp_path):
    with pytest.raises(UserError, match="XS, S, M, L"):
        demo.seed(tmp_path, "XXL")


def test_progress_grows_to_its_total(tmp_path):
    told: list[tuple[int, int]] = []
    demo.seed(tmp_path, "XS", progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
