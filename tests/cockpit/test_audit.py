"""The audit log: every line stays, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest

from cockpit.audit import Entry, Log

NOW = datetime(2026, 6, 17, 7)


@pytest.fixture
def log(tmp_path):
    return Log(tmp_path / "audit")


def entry(number=0, user="branch", at=NOW, act="view"):
    return Entry(at, user, ("8601",), act, "drill", f"8601{number:04}", "visits", "mtd", "20260616-0")


def test_an_entry_reads_as_it_was_written(log):
    log.add(entry(act="export"))
    (found,) = log.entries()
    assert (found["user"], found["scope"], found["act"], found["org"]) == ("branch", ["8601"], "export", "86010000")
    assert (found["at"], found["snapshot"]) == ("2026-06-17 07:00:00", "20260616-0")


def test_writers_at_the_same_time_lose_no_line(log):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.add(entry(number)), range(400)))
    assert {row["org"] for row in log.entries()} == {f"8601{number:04}" for number in range(400)}


def test_a_month_is_a_file_and_entries_are_found_by_user_and_day(log):
    for at in (datetime(2026, 5, 31, 23), NOW):
        for user in ("hq", "branch"):
            log.add(entry(user=user, at=at))
    assert sorted(path.name for path in log.folder.iterdir()) == ["2026-05.jsonl", "2026-06.jsonl"]
    assert [row["at"] for row in log.entries("hq")] == ["2026-05-31 23:00:00", "2026-06-17 07:00:00"]
    assert len(list(log.entries(since=date(2026, 6, 1)))) == 2


def test_a_line_cut_off_by_a_crash_is_passed_over(log):
    log.add(entry())
    with (log.folder / "2026-06.jsonl").open("a") as file:
        file.write('{"at": "2026')
    assert len(list(log.entries())) == 1
