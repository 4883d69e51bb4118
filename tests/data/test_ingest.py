import errno
import io
import json
import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data import ingest as ingest_module
from data import tables as tables_module
from data.clock import Clock
from data.errors import UserError
from data.ingest import ingest
from data.schemas import TABLES

DAY = date(2026, 6, 16)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", TABLES)
def test_every_source_flows_into_its_table(desk, rows_of, name):
    desk.deliver(name)
    report = desk.ingest()
    assert (report.rows, report.quarantined, report.files, report.unreadable) == (1, 0, 1, [])
    assert_frame_equal(desk.read(name), rows_of(name))


def test_a_second_ingest_does_nothing(desk):
    for name in TABLES:
        desk.deliver(name)
    assert desk.ingest().rows == len(TABLES)
    before = {name: desk.read(name) for name in TABLES}
    again = desk.ingest()
    assert (again.rows, again.quarantined, again.files, again.unreadable) == (0, 0, 0, [])
    assert all(desk.read(name).equals(frame) for name, frame in before.items())


def test_an_empty_spool_is_no_mistake(desk):
    assert desk.ingest().files == 0


def test_a_row_delivered_again_counts_once(desk):
    desk.deliver("policy", {}, {"policy_id": 2}, {})
    desk.deliver("policy", {"policy_id": 2}, {"policy_id": 3}, file="2026-06-16-002")
    assert desk.ingest().rows == 3
    desk.deliver("policy", {"policy_id": 2}, {"policy_id": 4}, {"policy_id": 4}, file="2026-06-17-001")
    assert desk.ingest().rows == 1
    assert desk.read("policy")["policy_id"].sort().to_list() == [1, 2, 3, 4]


def test_keys_of_several_columns_are_compared_whole(desk):
    desk.deliver("target", {}, {"measure": "tgt_policies"})
    desk.ingest()
    desk.deliver("target", {"measure": "tgt_policies"}, {"measure": "tgt_recruits"}, file="2026-06-17-001")
    assert desk.ingest().rows == 1


def test_bad_rows_go_to_quarantine_with_their_rules(desk):
    desk.deliver("policy", {}, {"policy_id": 2, "premium": 0}, {"policy_id": 3, "product_id": ""})
    desk.deliver_bytes("agent", b"agent_id,name,gender,education\n1,W,f,college\n2,Li,f\nx,Li,f,college\n")
    report = desk.ingest()
    assert (report.rows, report.quarantined) == (2, 4)
    refused = desk.read("quarantine").sort("rule")
    assert refused["rule"].to_list() == [
        "agent_id|dtype",
        "line|fields",
        "premium|min_exclusive",
        "product_id|min_length",
    ]
    premium = refused.row(2, named=True)
    assert (premium["source"], premium["table"], premium["file"]) == ("core", "policy", "2026-06-16-001.parquet")
    assert premium["seen_at"] == datetime(2026, 6, 17, 7)
    assert json.loads(premium["row"])["policy_id"] == 2


def test_a_bad_row_mended_later_arrives(desk):
    desk.deliver("policy", {"premium": -5})
    desk.deliver("policy", {"premium": 5}, file="2026-06-16-002")
    report = desk.ingest()
    assert (report.rows, report.quarantined) == (1, 1)


def test_a_file_still_being_written_is_left_alone(desk):
    path = desk.deliver("event")
    part = path.with_name(path.name + ".part")
    path.rename(part)
    assert desk.ingest().files == 0
    part.rename(path)
    assert desk.ingest().rows == 1


def test_an_unreadable_file_waits_while_the_others_go_on(desk):
    whole = desk.deliver("event", {"event_id": 1}, file="2026-06-16-001").read_bytes()
    desk.deliver_bytes("event", whole[:-30], file="2026-06-16-002")
    desk.deliver("event", {"event_id": 3}, file="2026-06-16-003")
    report = desk.ingest()
    assert (report.rows, report.files) == (2, 2)
    assert str(report.unreadable[0]).startswith("sales_app/event/2026-06-16-002.parquet is no readable parquet")
    assert len(desk.ingest().unreadable) == 1
    desk.deliver("event", {"event_id": 2}, file="2026-06-16-002")
    healed = desk.ingest()
    assert (healed.rows, healed.unreadable) == (1, [])
    assert desk.read("unreadable").is_empty()


def test_columns_of_a_hopeless_type_make_the_file_unreadable(desk, rows_of):
    buffer = io.BytesIO()
    rows_of("event").with_columns(minutes=pl.Series([[1, 2]])).write_parquet(buffer)
    desk.deliver_bytes("event", buffer.getvalue())
    report = desk.ingest()
    assert report.rows == 0
    assert "other types" in report.unreadable[0].what


def test_strangers_in_the_spool_are_reported(desk):
    desk.deliver("policy")
    stray = desk.path("policy").with_name("notes.txt")
    stray.write_text("hello")
    assert [str(problem) for problem in desk.ingest().unreadable] == ["core/policy/notes.txt does not end in .parquet"]


def org(names, parent="86", level="branch"):
    return [{}, *({"org_id": name, "level": level, "parent_id": parent} for name in names)]


def test_a_snapshot_table_holds_its_newest_file(desk):
    desk.deliver("org", *org(["8601", "8602"]), file="2026-06-15-001")
    desk.deliver("org", *org(["8601"]), file="2026-06-16-001")
    report = desk.ingest()
    assert (report.rows, report.files) == (2, 2)
    assert desk.read("org")["org_id"].to_list() == ["86", "8601"]
    desk.deliver("org", *org(["8609"]), file="2026-06-14-001")
    assert desk.ingest().files == 0
    desk.deliver("org", *org(["8601", "8603"]), file="2026-06-17-001")
    assert desk.ingest().rows == 3
    assert desk.read("org")["org_id"].to_list() == ["86", "8601", "8603"]


def test_a_snapshot_that_cannot_be_read_does_not_replace(desk):
    desk.deliver("org", *org(["8601"]), file="2026-06-15-001")
    desk.deliver_bytes("org", b"org_id,name_zh\n86,x\n", file="2026-06-16-001")
    desk.deliver_bytes("org", b"org_id,name_zh,name_en,level,parent_id\n", file="2026-06-17-001")
    report = desk.ingest()
    assert report.rows == 2
    assert [problem.file for problem in report.unreadable] == ["2026-06-17-001.csv", "2026-06-16-001.csv"]
    assert len(desk.ingest().unreadable) == 2
    assert desk.read("org").height == 2


def test_memory_is_bounded_by_batches(desk, monkeypatch):
    monkeypatch.setattr(ingest_module, "BATCH_BYTES", 1)
    for number in range(3):
        desk.deliver("event", {"event_id": number + 1}, {"event_id": 1}, file=f"2026-06-16-00{number}")
    assert desk.ingest().rows == 3
    assert desk.read("event")["event_id"].sort().to_list() == [1, 2, 3]


def test_progress_ends_at_the_whole(desk, monkeypatch):
    monkeypatch.setattr(ingest_module, "BATCH_BYTES", 1)
    for name in ("event", "agent"):
        desk.deliver(name)
        desk.deliver(name, file="2026-06-17-001")
    seen = []
    ingest(desk.spool, desk.tables, desk.clock, lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_behaviour_is_rebuilt_from_events(desk):
    desk.deliver("event", {}, {"event_id": 2, "kind": "proposal"}, {"event_id": 3, "kind": "open", "customer_id": None})
    desk.deliver("agent_day")
    desk.ingest()
    counts = ("visits", "valid_visits", "proposals")
    assert desk.read("agent_day").filter(day=DAY).select(*counts, "app_events").rows() == [(1, 1, 1, 3)]
    assert desk.read("customer_day").filter(day=DAY).select("customer_id", *counts).rows() == [(1, 1, 1, 1)]
    assert desk.read("agent_day").filter(pl.col("day") < DAY).height == 1


@pytest.mark.parametrize("fatal", range(1, 9))
def test_a_stop_between_two_commits_is_caught_up(desk, monkeypatch, fatal):
    """Whichever write fails, the next ingest ends with the same tables as an undisturbed one."""
    desk.deliver("policy", {}, {"policy_id": 2, "premium": -1})
    desk.deliver("event", {}, {"event_id": 2, "kind": "proposal", "customer_id": None})
    calls, real = [], tables_module.write_deltalake

    def write(*args, **more):
        calls.append(args)
        if len(calls) == fatal:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(*args, **more)

    monkeypatch.setattr(tables_module, "write_deltalake", write)
    with pytest.raises(UserError, match="disk is full"):
        desk.ingest()
    desk.ingest()
    assert desk.read("policy").height == desk.read("event").height == 1
    assert desk.rules() == ["customer_named", "premium|min_exclusive"]
    assert desk.read("agent_day")["app_events"].to_list() == [1]
    assert desk.read("customer_day").height == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deliveries=st.lists(st.lists(st.integers(-1, 6), min_size=1, max_size=5), min_size=1, max_size=4),
    cuts=st.sets(st.integers(0, 3)),
    order=st.randoms(use_true_random=False),
)
def test_each_event_once_however_delivered(tmp_path_factory, desk, deliveries, cuts, order: random.Random):
    desk = type(desk)(
        tmp_path_factory.mktemp("spool"), tables_module.Tables(tmp_path_factory.mktemp("tables")), desk.clock
    )
    order.shuffle(deliveries)
    for number, ids in enumerate(deliveries):
        desk.deliver("event", *({"event_id": key} for key in ids), file=f"{DAY + timedelta(number)}-001")
        if number in cuts:
            desk.ingest()
    desk.ingest()
    every = [key for ids in deliveries for key in ids]
    assert sorted(desk.read("event")["event_id"]) == sorted({key for key in every if key > 0})
    assert len(desk.rules()) == sum(key <= 0 for key in every)
    assert desk.read("agent_day")["app_events"].sum() == len({key for key in every if key > 0})


def test_the_first_ingest_of_a_day_tidies(desk, monkeypatch):
    tidied = []
    monkeypatch.setattr(tables_module.Tables, "tidy", lambda _tables, name: tidied.append(name))
    desk.ingest()
    desk.ingest()
    assert tidied == []
    tomorrow = type(desk)(desk.spool, desk.tables, Clock(datetime(2026, 6, 18, 7)))
    tomorrow.ingest()
    tomorrow.ingest()
    assert set(tidied) >= set(TABLES)
    assert len(tidied) == len(set(tidied))


def test_two_ingests_at_once_take_each_row_once(desk):
    for number in range(4):
        desk.deliver("event", {"event_id": number + 1}, {"event_id": 1}, file=f"2026-06-16-00{number}")
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: desk.ingest(), range(2)))
    assert sum(report.rows for report in reports) == desk.read("event").height == 4


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from data import tables
from data.clock import Clock
from data.ingest import ingest

real, left = tables.write_deltalake, [int(sys.argv[2])]

def write(*args, **more):
    real(*args, **more)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

tables.write_deltalake = write
home = Path(sys.argv[1])
ingest(home / "spool", tables.Tables(home / "tables"), Clock(datetime(2026, 6, 17, 7)))
"""


@pytest.mark.parametrize("after", [1, 4])
def test_a_killed_ingest_neither_loses_nor_doubles(desk, after):
    desk.deliver("policy", {}, {"policy_id": 2, "premium": -1})
    desk.deliver("event", {}, {"event_id": 2, "kind": "proposal", "customer_id": None})
    command = [sys.executable, "-c", KILLED, str(desk.spool.parent), str(after)]
    killed = subprocess.run(command, cwd=ROOT, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert killed.returncode == -signal.SIGKILL
    desk.ingest()
    assert desk.read("policy").height == desk.read("event").height == desk.read("customer_day").height == 1
    assert desk.rules() == ["customer_named", "premium|min_exclusive"]
