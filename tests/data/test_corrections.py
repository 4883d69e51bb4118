"""Corrections and deletions: the table ends as a dict by key would, in whichever order and however often they come."""

import random
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from deltalake.table import TableMerger
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data import ingest as ingest_module
from data import tables as tables_module
from data.behaviour import agent_days, customer_days
from data.repairs import Repair, replay
from data.schemas import TABLES
from data.tables import Tables

DAY = date(2026, 6, 16)
DELIVERED_ROW_BY_ROW = [name for name, table in TABLES.items() if not table.snapshot]


def event(number, minutes, day=DAY):
    return {"event_id": number, "minutes": minutes, "day": day, "at": datetime.combine(day, datetime.min.time())}


@pytest.mark.parametrize("name", DELIVERED_ROW_BY_ROW)
def test_every_table_can_be_corrected_and_deleted_from(desk, rows_of, name):
    desk.deliver(name)
    desk.ingest()
    desk.deliver(name, file="2026-06-17-001.fix")
    assert desk.ingest().unreadable == []
    assert_frame_equal(desk.read(name), rows_of(name))
    desk.drop(name, {}, file="2026-06-18-001")
    report = desk.ingest()
    assert (report.rows, report.quarantined, report.files, report.unreadable) == (1, 0, 1, [])
    assert desk.read(name).is_empty()


def test_a_fix_replaces_rows_and_adds_unknown_ones(desk):
    desk.deliver("policy", {}, {"policy_id": 2})
    desk.ingest()
    desk.deliver("policy", {"policy_id": 2, "premium": 7}, {"policy_id": 3, "premium": 8}, file="2026-06-17-001.fix")
    assert desk.ingest().rows == 2
    assert desk.read("policy").sort("policy_id")["premium"].to_list() == [800_000, 7, 8]
    assert desk.ingest().files == 0


def test_a_drop_of_unknown_keys_is_no_mistake(desk):
    desk.deliver("policy", {}, {"policy_id": 2})
    desk.drop("policy", {"policy_id": 2}, {"policy_id": 99})
    report = desk.ingest()
    assert (report.quarantined, report.unreadable) == (0, [])
    assert desk.read("policy")["policy_id"].to_list() == [1]


@pytest.mark.parametrize("name", ["agent", "policy"])
def test_a_drop_that_finds_nothing_is_done_with(desk, name):
    desk.deliver(name)
    desk.ingest()
    desk.drop(name, {TABLES[name].key[0]: 99})
    assert (desk.ingest().files, desk.ingest().files) == (1, 0)


def test_a_row_delivered_again_undoes_no_correction(desk):
    desk.deliver("policy", {}, {"policy_id": 2})
    desk.drop("policy", {}, file="2026-06-17-001")
    desk.deliver("policy", {"policy_id": 2, "premium": 7}, file="2026-06-17-002.fix")
    desk.ingest()
    desk.deliver("policy", {}, {"policy_id": 2}, file="2026-06-18-001")
    assert desk.ingest().rows == 0
    assert desk.read("policy").select("policy_id", "premium").rows() == [(2, 7)]


def test_only_a_later_fix_brings_a_deleted_row_back(desk):
    desk.drop("policy", {}, file="2026-06-17-001")
    desk.ingest()
    desk.deliver("policy", {"premium": 5}, file="2026-06-16-009.fix")
    desk.ingest()
    assert desk.read("policy").is_empty()
    desk.deliver("policy", {"premium": 6}, file="2026-06-17-002.fix")
    desk.ingest()
    assert desk.read("policy")["premium"].to_list() == [6]


def test_rows_of_a_key_with_several_columns_are_told_apart(desk):
    desk.deliver("target", {}, {"measure": "tgt_policies"}, {"org_id": "8601"})
    desk.drop("target", {"measure": "tgt_policies"})
    desk.deliver("target", {"org_id": "8601", "value": 3.0}, file="2026-06-18-001.fix")
    desk.ingest()
    assert desk.read("target").sort("org_id").select("org_id", "value").rows() == [("86", 12.5), ("8601", 3.0)]


def test_a_file_says_which_days_it_touched(desk):
    desk.deliver("event", event(1, 10, DAY - timedelta(2)), event(2, 10, DAY - timedelta(1)))
    desk.ingest()
    desk.deliver("event", event(1, 10), event(3, 10), file="2026-06-17-001.fix")
    desk.drop("event", {"event_id": 2}, {"event_id": 77}, file="2026-06-17-002")
    desk.ingest()
    days = desk.read("delivery").filter(pl.col("day").is_not_null()).sort("file", "day")
    fixed, dropped = (days.filter(pl.col("file").str.contains(name)) for name in (".fix.", ".drop."))
    assert fixed.select("day", "rows").rows() == [(DAY - timedelta(2), 0), (DAY, 2)]
    assert dropped.select("day", "rows").rows() == [(DAY - timedelta(1), 0)]


def test_agent_days_follow_corrected_and_deleted_events(desk):
    yesterday = DAY - timedelta(1)
    desk.deliver("event", event(1, 30, yesterday), event(2, 30), event(3, 30))
    desk.ingest()
    desk.deliver("event", event(2, 1), file="2026-06-17-001.fix")
    desk.drop("event", {"event_id": 1}, {"event_id": 3})
    desk.ingest()
    for name in ("agent_day", "customer_day"):
        assert desk.read(name).select("day", "visits", "valid_visits").rows() == [(DAY, 1, 0)]


def test_delivered_agent_days_outlive_the_correction_of_a_stray_event(desk):
    desk.deliver("agent_day", {"day": DAY, "app_events": 9, "visits": 9})
    desk.deliver("event", event(1, 30))
    desk.ingest()
    desk.drop("event", {})
    desk.ingest()
    assert desk.read("agent_day")["visits"].to_list() == [9]


def test_agent_days_that_rest_on_events_are_corrected_through_events_only(desk):
    desk.deliver("event", event(1, 30))
    desk.ingest()
    desk.deliver("agent_day", {"day": DAY, "app_events": 9, "visits": 9}, file="2026-06-17-001.fix")
    desk.ingest()
    assert desk.read("agent_day").select("visits", "app_events").rows() == [(1, 1)]


def test_bad_rows_of_a_fix_go_to_quarantine(desk):
    desk.deliver("policy", {}, {"policy_id": 2})
    desk.deliver("policy", {"premium": -1}, {"policy_id": 2, "premium": 7}, file="2026-06-17-001.fix")
    report = desk.ingest()
    assert (report.quarantined, desk.rules()) == (1, ["premium|min_exclusive"])
    assert desk.read("policy").sort("policy_id")["premium"].to_list() == [800_000, 7]


MALFORMED = {
    "a drop without a key column": ("agent", "drop", b"name,gender\nLi,f\n", "lacks the column agent_id"),
    "a drop with half a key": ("target", "drop", b"org_id,month\n86,2026-06-01\n", "lacks the column measure"),
    "a fix with nothing but keys": ("agent", "fix", b"agent_id\n1\n", "lacks the column name, gender, education"),
    "an empty drop": ("agent", "drop", b"", "is empty"),
    "a drop that is no text": ("agent", "drop", "agent_id\n1".encode("utf-16"), "is not UTF-8"),
    "a fix of a whole table": ("org", "fix", b"org_id\n86\n", "corrects a table that is delivered whole: remove it"),
    "a drop from a whole table": (
        "org",
        "drop",
        b"org_id\n86\n",
        "corrects a table that is delivered whole: remove it",
    ),
}


@pytest.mark.parametrize(("name", "purpose", "content", "what"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_correction_is_reported_and_changes_nothing(desk, name, purpose, content, what):
    desk.deliver(name)
    desk.ingest()
    before = desk.read(name)
    desk.deliver_bytes(name, content, file=f"2026-06-17-001.{purpose}")
    for _tick in range(2):
        report = desk.ingest()
        assert [problem.what.startswith(what) for problem in report.unreadable] == [True]
    assert desk.read(name).equals(before)


def test_bad_keys_of_a_drop_go_to_quarantine(desk):
    desk.deliver("agent", {}, {"agent_id": 2})
    desk.deliver_bytes("agent", b"agent_id\nx\n2\n-4\n", file="2026-06-17-001.drop")
    desk.ingest()
    assert desk.rules() == ["agent_id|dtype", "agent_id|min"]
    assert desk.read("agent")["agent_id"].to_list() == [1]


def mend(desk, text):
    refused = desk.read("quarantine").row(0, named=True)
    return Repair(refused["table"], refused["file"], refused["row"], text)


def test_a_mended_fix_takes_the_place_of_the_row(desk):
    desk.deliver("event", event(1, 10))
    desk.deliver("event", event(1, -10), file="2026-06-17-001.fix")
    desk.ingest()
    assert replay(desk.tables).left == 1
    row = desk.read("quarantine")["row"].item()
    report = replay(desk.tables, [mend(desk, row.replace("-10", "3"))])
    assert (report.taken, report.arrived, report.left) == (1, 0, 0)
    desk.ingest()
    assert desk.read("event")["minutes"].to_list() == [3]
    assert desk.read("agent_day").select("visits", "valid_visits").rows() == [(1, 0)]


def test_a_mended_fix_yields_to_a_later_one(desk):
    desk.deliver("policy")
    desk.deliver("policy", {"premium": -1}, file="2026-06-17-001.fix")
    desk.deliver("policy", {"premium": 5}, file="2026-06-17-002.fix")
    desk.ingest()
    report = replay(desk.tables)
    assert (report.taken, report.arrived, report.left) == (0, 1, 0)
    assert desk.read("policy")["premium"].to_list() == [5]


def test_a_mended_key_is_deleted_and_a_mended_row_stays_deleted(desk):
    desk.deliver("agent", {}, {"agent_id": 2, "gender": "x"})
    desk.deliver_bytes("agent", b"agent_id\nx\n", file="2026-06-17-001.drop")
    desk.deliver_bytes("agent", b"agent_id\n2\n", file="2026-06-17-002.drop")
    desk.ingest()
    refused = {row["file"]: row for row in desk.read("quarantine").iter_rows(named=True)}
    row, key = refused["2026-06-16-001.csv"]["row"], refused["2026-06-17-001.drop.csv"]["row"]
    report = replay(
        desk.tables,
        [
            Repair("agent", "2026-06-16-001.csv", row, row.replace('"x"', '"f"')),
            Repair("agent", "2026-06-17-001.drop.csv", key, '{"agent_id":"1"}'),
        ],
    )
    assert (report.taken, report.arrived, report.left) == (1, 1, 0)
    assert desk.read("agent").is_empty()


class StopError(Exception):
    """The process ends here."""


class Saboteur:
    """Ends the process before or after a commit of a given number; 0 never."""

    def __init__(self, monkeypatch):
        self.left, self.before = 0, False
        monkeypatch.setattr(tables_module, "write_deltalake", self._around(tables_module.write_deltalake))
        monkeypatch.setattr(TableMerger, "execute", self._around(TableMerger.execute))

    def _around(self, commit):
        def call(*args, **more):
            self.left -= 1
            if not self.left and self.before:
                raise StopError
            done = commit(*args, **more)
            if not self.left:
                raise StopError
            return done

        return call


def changes_of(name, key, value):
    """A row by a number for its key and one for its values; the value moves an event to another day too."""
    if name == "event":
        return event(key, value, DAY - timedelta(value % 3))
    if name == "attendance":
        return {"agent_id": key, "present": value % 2 == 0, "meeting": value > 3}
    return {"org_id": f"8600{key:02}", "value": float(value)}


keys = st.integers(1, 5)
files = st.tuples(
    st.sampled_from(["rows", "rows", "fix", "drop"]),
    st.lists(st.tuples(keys, st.integers(0, 7)), min_size=1, max_size=4, unique_by=lambda said: said[0]),
)


def reference(delivered):
    """Key -> value by a dict: what the last correction by name says, else what was delivered."""
    table = {}
    for purpose, said in delivered:
        if purpose == "rows":
            table |= {key: 0 for key, _ in said}
    for purpose, said in delivered:
        for key, value in said:
            if purpose == "fix":
                table[key] = value
            elif purpose == "drop":
                table.pop(key, None)
    return table


def put(desk, name, number, purpose, said):
    file = f"2026-06-{10 + number}-001"
    if purpose == "drop":
        desk.drop(name, *(changes_of(name, key, 0) for key, _ in said), file=file)
    elif purpose == "fix":
        desk.deliver(name, *(changes_of(name, *each) for each in said), file=f"{file}.fix")
    else:
        desk.deliver(name, *(changes_of(name, key, 0) for key, _ in said), file=file)


def ingest_in_spite_of(desk, saboteur, fatal, *, before):
    saboteur.left, saboteur.before = fatal, before
    try:
        desk.ingest()
    except StopError:
        saboteur.left = 0
        desk.ingest()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["event", "event", "attendance", "target"]),
    delivered=st.lists(files, min_size=1, max_size=6),
    stops=st.dictionaries(st.integers(0, 5), st.tuples(st.integers(0, 9), st.booleans()), max_size=4),
    batch=st.sampled_from([1, 12_000_000]),
    order=st.randoms(use_true_random=False),
)
def test_tables_end_as_a_dict_by_key(
    tmp_path_factory, monkeypatch, desk, rows_of, name, delivered, stops, batch, order: random.Random
):
    """Whatever the order of arrival, the batches, and the commits before or after which the process stops."""
    home = tmp_path_factory.mktemp("home")
    desk = type(desk)(home / "spool", Tables(home / "tables"), desk.clock)
    numbered = list(enumerate(delivered))
    order.shuffle(numbered)
    with monkeypatch.context() as patch:
        patch.setattr(ingest_module, "BATCH_BYTES", batch)
        saboteur = Saboteur(patch)
        for turn, (number, file) in enumerate(numbered):
            put(desk, name, number, *file)
            if turn in stops:
                ingest_in_spite_of(desk, saboteur, stops[turn][0], before=stops[turn][1])
        saboteur.left = 0
        desk.ingest()
    expected = [changes_of(name, key, value) for key, value in reference(delivered).items()]
    rows = rows_of(name, *expected) if expected else rows_of(name).clear()
    assert_frame_equal(desk.read(name), rows, check_row_order=False)
    assert desk.ingest().files == 0
    if name == "event":
        check_agent_days(desk, rows)


def check_agent_days(desk, events):
    for name, count in (("agent_day", agent_days), ("customer_day", customer_days)):
        counted = [count(events.lazy(), day).collect() for day in events["day"].unique()]
        found = desk.read(name)
        assert_frame_equal(found, pl.concat([found.clear(), *counted]), check_row_order=False)
