from datetime import date
from pathlib import Path

import pytest

from data.errors import UserError
from data.schemas import TABLES
from data.spool import Spool, arrival, corrects, deletes


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path)


def put(spool, *places):
    for place in places:
        path = spool.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_files_come_in_order_of_arrival_without_those_still_written(spool):
    folder = "sales_app/event/"
    put(spool, *(folder + name for name in ("b.parquet", "a.parquet", "c.parquet.part", ".hidden.parquet", "d.csv")))
    assert [path.name for path in spool.files(TABLES["event"])] == ["a.parquet", "b.parquet"]


def test_an_absent_spool_is_empty(tmp_path):
    spool = Spool(tmp_path / "absent")
    assert spool.files(TABLES["event"]) == []
    assert list(spool.strangers()) == []


def test_strangers_are_named(spool):
    put(spool, "core/policy/a.parquet", "core/policy/a.csv", "core/policy/b.csv.part", "core/polciy/a.parquet")
    put(spool, "crm/event/a.parquet", "sales_app/policy/a.parquet")
    assert list(spool.strangers()) == [
        ("core", "polciy", "", "belongs to no table"),
        ("core", "policy", "a.csv", "does not end in .parquet"),
        ("crm", "event", "", "belongs to no table"),
        ("sales_app", "policy", "", "belongs to no table"),
    ]


@pytest.mark.parametrize(
    ("name", "day"), [("2026-06-16-001.csv", date(2026, 6, 16)), ("agents.csv", None), ("2026-13-01-1.csv", None)]
)
def test_arrival_is_the_day_in_the_name(name, day):
    assert arrival(Path(name)) == day


@pytest.mark.parametrize(
    ("name", "correcting", "deleting"),
    [
        ("2026-06-16-001.csv", False, False),
        ("2026-06-16-001.fix.csv", True, False),
        ("2026-06-16-001.drop.parquet", True, True),
        ("drop.csv", False, False),
        ("2026-06-16.fix.drop.csv", True, True),
        ("2026-06-16.drop.v2.csv", False, False),
    ],
)
def test_corrections_and_deletions_are_known_by_their_names(name, correcting, deleting):
    assert (corrects(name), deletes(name)) == (correcting, deleting)


def test_a_snapshot_is_delivered_whole(spool):
    put(spool, "personnel/org/a.csv", "personnel/org/b.fix.csv", "core/policy/b.fix.parquet")
    assert [path.name for path in spool.files(TABLES["org"])] == ["a.csv"]
    assert [path.name for path in spool.files(TABLES["policy"])] == ["b.fix.parquet"]
    assert [(table, file) for _, table, file, _ in spool.strangers()] == [("org", "b.fix.csv")]


def test_a_folder_without_rights_is_a_user_error(spool, monkeypatch):
    put(spool, "core/policy/a.parquet")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UserError, match="policy: may not be read"):
        spool.files(TABLES["policy"])
