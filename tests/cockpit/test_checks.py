from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cockpit.checks import Check, Checks
from data.errors import UserError
from metrics.report import Difference, Report

NOW = datetime(2026, 6, 17, 3, 31)
DIFFERENCE = Difference("visits", "8601", "mtd", date(2026, 6, 16), 12.5, None)


def check(differing: int = 0, full: str = "20260616-a", at: datetime = NOW) -> Check:
    report = Report(date(2026, 6, 16), 15, 1_234_567, differing, (DIFFERENCE,) * differing)
    return Check(at, "20260616-a", full, report)


def test_the_last_one_is_read_as_it_was_written(tmp_path: Path) -> None:
    checks = Checks(tmp_path / "checks")
    assert checks.last() is None
    checks.keep(check(at=NOW - timedelta(days=1)))
    path = checks.keep(check(2, "20260616-b"))
    assert checks.last() == check(2, "20260616-b")
    assert [one.name for one in sorted(checks.folder.iterdir())] == ["2026-06-16.json", path.name]


def test_it_is_due_once_a_day(tmp_path: Path) -> None:
    checks = Checks(tmp_path)
    assert checks.due(NOW)
    checks.keep(check())
    assert not checks.due(NOW + timedelta(hours=20))
    assert checks.due(NOW + timedelta(hours=21))


def test_on_the_first_day_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    checks = Checks(tmp_path / "checks")
    checks.begin(NOW)
    assert not checks.due(NOW + timedelta(hours=20))
    assert checks.due(NOW + timedelta(hours=21))
    assert checks.last() is None


@pytest.mark.parametrize("content", ["{", "[]", '{"made_at": "2026-06-17"}'])
def test_a_damaged_report_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "2026-06-17.json").write_text(content)
    with pytest.raises(UserError, match=r"2026-06-17.json: is no report"):
        Checks(tmp_path).last()


def test_it_is_said_in_words() -> None:
    assert check().same
    assert check().told("en") == (
        "On 2026-06-17 03:31 the numbers up to 2026-06-16 were counted anew from scratch "
        "and 1,234,567 of them compared: all the same."
    )
    assert not check(2).same
    assert "其中 2 个不同" in check(2, "20260616-b").told("zh")
    assert "20260616-b" in check(2, "20260616-b").told("en")
    assert not check(0, "20260616-b").same
    assert "something else" in check(0, "20260616-b").told("en")
