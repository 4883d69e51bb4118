"""Files of one table: pending ones are taken in once, in one commit; a snapshot gives way to its newest file."""

import polars as pl
import pytest

from data import intake as intake_module
from data.intake import Intake, Unreadable, without_known
from data.schemas import TABLES
from data.spool import Spool
from data.tables import INTERNAL

POLICY, ORG = TABLES["policy"], TABLES["org"]


def intake(desk):
    return Intake(Spool(desk.spool), desk.tables, desk.clock.now())


def test_a_file_is_pending_until_it_is_in_the_table(desk):
    first = desk.deliver("policy")
    second = desk.deliver("policy", {"policy_id": 2}, file="2026-06-17-001")
    work = intake(desk)
    assert work.pending(POLICY) == [first, second]
    work.add(POLICY, [first])
    assert work.pending(POLICY) == [second]


def test_of_a_snapshot_only_newer_files_are_pending(desk):
    desk.deliver("org", file="2026-06-14-001")
    middle = desk.deliver("org", file="2026-06-15-001")
    newest = desk.deliver("org", file="2026-06-16-001")
    work = intake(desk)
    work.renew(ORG, [middle])
    assert work.pending(ORG) == [newest]


def test_counts_are_of_what_is_new(desk):
    paths = [
        desk.deliver("policy", {}, {"policy_id": 2}, {"policy_id": 3, "premium": 0}),
        desk.deliver("policy", {"policy_id": 2}, file="2026-06-17-001"),
    ]
    work = intake(desk)
    work.add(POLICY, paths)
    assert (work.rows, work.quarantined, work.files) == (2, 1, 2)
    assert desk.read("policy")["policy_id"].sort().to_list() == [1, 2]


def test_each_file_says_what_it_brought(desk):
    work = intake(desk)
    work.add(POLICY, [desk.deliver("policy", {}, {"policy_id": 3, "premium": 0})])
    brought = desk.read("delivery").filter(table="policy")
    assert brought.schema == INTERNAL["delivery"]
    assert (brought["rows"].sum(), brought["refused"].sum()) == (1, 1)
    assert set(brought["file"]) == {"2026-06-16-001.parquet"}


def test_a_snapshot_is_that_of_the_newest_good_file(desk):
    old = desk.deliver("org", {}, {"org_id": "8601", "level": "branch", "parent_id": "86"}, file="2026-06-15-001")
    bad = desk.deliver("org", {"org_id": "87"}, file="2026-06-16-001")
    work = intake(desk)
    work.renew(ORG, [old, bad])
    assert desk.read("org")["org_id"].to_list() == ["86", "8601"]
    assert [str(problem) for problem in work.unreadable] == [
        "personnel/org/2026-06-16-001.csv has no valid row: the table keeps its own"
    ]


def test_unreadable_files_are_remembered_until_they_are_mended(desk):
    path = desk.deliver_bytes("policy", b"")
    work = intake(desk)
    work.add(POLICY, [path])
    work.remember_unreadable()
    assert desk.read("unreadable").rows() == [("core", "policy", path.name, "is empty")]
    intake(desk).remember_unreadable()
    assert desk.read("unreadable").is_empty()


def test_a_problem_names_its_place():
    assert str(Unreadable("core", "", "", "belongs to no table")) == "core belongs to no table"


def test_rows_of_known_keys_are_left_out(desk, rows_of):
    desk.tables.append("policy", rows_of("policy", {"policy_id": 5}))
    fresh = rows_of("policy", {"policy_id": 4}, {"policy_id": 5}, {"policy_id": 6})
    assert without_known(desk.tables, POLICY, fresh)["policy_id"].to_list() == [4, 6]
    assert without_known(desk.tables, POLICY, fresh.clear()).is_empty()


def test_keys_of_two_columns_are_known_as_a_whole(desk, rows_of):
    attendance = TABLES["attendance"]
    known = rows_of("attendance")
    desk.tables.append("attendance", known)
    other = rows_of("attendance", {"agent_id": 2})
    assert without_known(desk.tables, attendance, other.vstack(known)).equals(other)


@pytest.mark.parametrize("together", [1, 3, 100])
def test_of_many_files_one_that_cannot_be_judged_is_refused_alone(desk, rows_of, monkeypatch, together):
    monkeypatch.setattr(intake_module, "JUDGED_ROWS", together)
    paths = [
        desk.deliver("policy", {"policy_id": 1 + at}, {"policy_id": 9}, file=f"2026-06-0{at}-001") for at in range(1, 8)
    ]
    rows_of("policy").with_columns(premium=pl.Series([[1]])).write_parquet(paths[3])
    work = intake(desk)
    work.add(POLICY, paths)
    assert [problem.file for problem in work.unreadable] == [paths[3].name]
    assert desk.read("policy")["policy_id"].sort().to_list() == [2, 3, 4, 6, 7, 8, 9]
    brought = desk.read("delivery").group_by("file").agg(pl.col("rows").sum()).sort("file")
    assert brought.rows() == [(path.name, 2) for path in paths if path != paths[3]]
