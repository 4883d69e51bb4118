import errno
import os
import shutil
import threading
from datetime import date, timedelta

import polars as pl
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from deltalake.table import TableMerger
from polars.testing import assert_frame_equal

from data import tables as tables_module
from data.errors import UserError
from data.schemas import TABLES
from data.tables import INTERNAL, Tables, schema_of

DAY = date(2026, 6, 16)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path / "tables")


@pytest.mark.parametrize("name", [*TABLES, *INTERNAL])
def test_a_table_that_is_not_there_is_empty_in_its_schema(tables, name):
    assert tables.scan(name).collect().schema == schema_of(name)
    assert tables.rows(name) == 0
    assert tables.ingested(name, ["a.csv"]) == set()
    assert not tables.exists(name)


@pytest.mark.parametrize("name", TABLES)
def test_rows_come_back_as_they_went_in(tables, rows_of, name):
    frame = rows_of(name)
    tables.append(name, frame, ["a"])
    assert_frame_equal(tables.scan(name).collect(), frame)
    assert tables.rows(name) == 1


def test_appends_add_up_and_replace_does_not(tables, rows_of):
    tables.append("agent", rows_of("agent"), ["a.csv"])
    tables.append("agent", rows_of("agent", {"agent_id": 2}), ["b.csv"])
    assert tables.scan("agent").collect()["agent_id"].sort().to_list() == [1, 2]
    tables.replace("agent", rows_of("agent", {"agent_id": 3}), ["c.csv"])
    assert tables.scan("agent").collect()["agent_id"].to_list() == [3]
    assert tables.ingested("agent", ["a.csv", "b.csv", "c.csv", "d.csv"]) == {"a.csv", "b.csv", "c.csv"}


def test_a_file_without_rows_is_remembered_too(tables, rows_of):
    for file in ("first.parquet", "文件 second.parquet"):
        tables.append("event", rows_of("event").clear(), [file])
    assert tables.ingested("event", ["first.parquet", "文件 second.parquet"]) == {
        "first.parquet",
        "文件 second.parquet",
    }


def test_file_names_outlive_checkpoints_and_log_cleaning(tables, rows_of):
    for number in range(3):
        tables.append("agent", rows_of("agent", {"agent_id": number + 1}), [f"{number}.csv"])
    log = DeltaTable(tables.path("agent"))
    log.create_checkpoint()
    for entry in (tables.path("agent") / "_delta_log").glob("*.json"):
        entry.unlink()
    assert tables.ingested("agent", ["0.csv", "2.csv", "9.csv"]) == {"0.csv", "2.csv"}
    assert tables.rows("agent") == 3


@pytest.mark.parametrize("name", ["event", "agent_day"])
def test_replace_days_touches_only_these_days(tables, rows_of, name):
    key = TABLES[name].key[0]
    days = [DAY - timedelta(1), DAY]
    changes = [{key: at + 1, "day": day} | _time(name, day) for at, day in enumerate(days)]
    tables.append(name, rows_of(name, *changes), ["a"])
    tables.replace_days(name, rows_of(name, {key: 9, "day": DAY} | _time(name, DAY)), [DAY])
    assert tables.scan(name).select("day", key).sort("day").collect().rows() == [(days[0], 1), (DAY, 9)]
    tables.replace_days(name, rows_of(name).clear(), days)
    assert tables.scan(name).collect().is_empty()


def _time(name, day):
    return {"at": pl.select(pl.lit(day).cast(pl.Datetime)).item()} if name == "event" else {}


def test_replace_days_begins_a_table_and_wants_a_day(tables, rows_of):
    tables.replace_days("agent_day", rows_of("agent_day"), [])
    assert not tables.exists("agent_day")
    frame = rows_of("agent_day")
    tables.replace_days("agent_day", frame, frame["day"].to_list())
    assert tables.rows("agent_day") == 1
    with pytest.raises(UserError, match="target"):
        tables.replace_days("target", rows_of("target"), [DAY])


def test_replace_days_refuses_rows_of_other_days(tables, rows_of):
    tables.append("agent_day", rows_of("agent_day"), ["a"])
    with pytest.raises(UserError, match="agent_day"):
        tables.replace_days("agent_day", rows_of("agent_day"), [DAY])
    assert tables.rows("agent_day") == 1


def ruled(name, kept, dropped):
    return pl.concat(
        [kept.with_columns(dropped=False), dropped.select(TABLES[name].key).with_columns(dropped=True)], how="diagonal"
    )


def test_amend_replaces_deletes_and_adds_in_one_commit(tables, rows_of):
    tables.append("event", rows_of("event", {"event_id": 1}, {"event_id": 2}, {"event_id": 3}), ["a"])
    tomorrow = DAY + timedelta(1)
    moved = {"event_id": 1, "day": tomorrow} | _time("event", tomorrow)
    kept = rows_of("event", moved, {"event_id": 4, "minutes": 9})
    dropped = rows_of("event", {"event_id": 2}, {"event_id": 5})
    version = DeltaTable(tables.path("event")).version()
    tables.amend("event", ruled("event", kept, dropped), [DAY], ["b"])
    found = tables.scan("event").select("event_id", "day", "minutes").sort("event_id").collect()
    assert found.rows() == [(1, tomorrow, 30), (3, DAY, 30), (4, DAY, 9)]
    assert DeltaTable(tables.path("event")).version() == version + 1
    assert tables.ingested("event", ["a", "b"]) == {"a", "b"}
    assert tables.scan("event").collect_schema() == schema_of("event")


@pytest.mark.parametrize("name", ["event", "agent"])
def test_amend_begins_a_table(tables, rows_of, name):
    key = TABLES[name].key[0]
    tables.amend(name, ruled(name, rows_of(name, {key: 1}), rows_of(name, {key: 2})), [], ["a"])
    assert tables.scan(name).collect()[key].to_list() == [1]
    assert tables.ingested(name, ["a"]) == {"a"}


@pytest.mark.parametrize("name", ["agent", "event"])
def test_amend_of_nothing_remembers_the_file(tables, rows_of, name):
    unknown = ruled(name, rows_of(name).clear(), rows_of(name, {TABLES[name].key[0]: 2}))
    tables.append(name, rows_of(name), ["a"])
    tables.amend(name, unknown, [], ["b"])
    tables.amend(name, unknown.clear(), [], ["c"])
    assert tables.rows(name) == 1
    assert tables.ingested(name, ["a", "b", "c"]) == {"a", "b", "c"}


def test_amend_on_a_full_disk_leaves_the_table_as_it_was(tables, rows_of, monkeypatch):
    tables.append("agent", rows_of("agent"), ["a"])

    def full(_merger):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(TableMerger, "execute", full)
    with pytest.raises(UserError, match="disk is full"):
        tables.amend("agent", ruled("agent", rows_of("agent").clear(), rows_of("agent")), [None], ["b"])
    assert tables.rows("agent") == 1


def test_event_is_kept_a_folder_a_day(tables, rows_of):
    tables.append("event", rows_of("event"), ["a"])
    assert (tables.path("event") / "day=2026-06-16").is_dir()


def test_dtypes_are_the_schemas_whatever_is_given(tables, rows_of):
    tables.append("agent", rows_of("agent").cast({"agent_id": pl.UInt64, "gender": pl.Categorical}), ["a"])
    assert tables.scan("agent").collect().schema == schema_of("agent")


def test_an_unknown_table_is_refused(tables):
    for call in (tables.scan, tables.rows, tables.exists):
        with pytest.raises(UserError, match="polciy"):
            call("polciy")


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        DeltaError("Generic LocalFileSystem error: Unable to copy data to file: No space left on device (os error 28)"),
    ],
)
def test_a_full_disk_is_said_plainly_and_nothing_is_there(tables, rows_of, monkeypatch, error):
    tables.append("agent", rows_of("agent"), ["a.csv"])

    def full(*_args, **_more):
        raise error

    monkeypatch.setattr(tables_module, "write_deltalake", full)
    with pytest.raises(UserError, match="disk is full"):
        tables.append("agent", rows_of("agent", {"agent_id": 2}), ["b.csv"])
    assert tables.rows("agent") == 1
    assert tables.ingested("agent", ["b.csv"]) == set()


def test_a_damaged_log_is_a_user_error(tables, rows_of):
    tables.append("agent", rows_of("agent"), ["a.csv"])
    next((tables.path("agent") / "_delta_log").glob("*.json")).write_bytes(b"\x00garbage")
    with pytest.raises(UserError, match="agent: the table refuses"):
        tables.scan("agent")


def test_a_write_cut_short_before_its_commit_is_not_seen(tables, rows_of):
    tables.append("agent", rows_of("agent"), ["a.csv"])
    stray = tables.path("agent") / "part-00000-stray-c000.snappy.parquet"
    rows_of("agent", {"agent_id": 2}).write_parquet(stray)
    assert tables.scan("agent").collect()["agent_id"].to_list() == [1]


def test_tidying_changes_files_and_not_rows(tables, rows_of, monkeypatch):
    monkeypatch.setattr(tables_module, "KEEP_HOURS", 0)
    for number in range(3):
        tables.append("agent", rows_of("agent", {"agent_id": number + 1}), [f"{number}.csv"])
    tables.tidy("agent")
    tables.tidy("movement")
    assert len(list(tables.path("agent").glob("*.parquet"))) == 1
    assert tables.scan("agent").collect()["agent_id"].sort().to_list() == [1, 2, 3]
    assert tables.ingested("agent", ["0.csv", "1.csv", "2.csv"]) == {"0.csv", "1.csv", "2.csv"}


def test_a_table_begun_anew_in_the_same_place_is_read_anew(tables, rows_of):
    for count in (2, 1):
        tables.append("agent", pl.concat([rows_of("agent")] * count))
        assert tables.rows("agent") == count
        shutil.rmtree(tables.path("agent"))
    assert not tables.exists("agent")


def test_tidying_leaves_what_a_reader_may_still_hold(tables, rows_of):
    tables.append("agent", rows_of("agent"), ["a.csv"])
    held = tables.scan("agent")
    tables.replace("agent", rows_of("agent", {"agent_id": 2}), ["b.csv"])
    tables.tidy("agent")
    assert held.collect()["agent_id"].to_list() == [1]


def test_one_writer_at_a_time(tables):
    done = []

    def second():
        with tables.lock():
            done.append("second")

    with tables.lock():
        other = threading.Thread(target=second)
        other.start()
        other.join(0.2)
        done.append("first")
    other.join(10)
    assert done == ["first", "second"]


def test_a_root_that_is_a_file_is_a_user_error(tmp_path):
    (tmp_path / "tables").touch()
    with pytest.raises(UserError, match="tables: the table refuses"), Tables(tmp_path / "tables").lock():
        pass
