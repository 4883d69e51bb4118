from datetime import date
from pathlib import Path

import pytest

from data.errors import UserError
from data.schemas import TABLES
from data.spool import Spool, arrival


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


def test_a_folder_without_rights_is_a_user_error(spool, monkeypatch):
    put(spool, "core/policy/a.parquet")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UserError, match="policy: may not be read"):
        spool.files(TABLES["policy"])
