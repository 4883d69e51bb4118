from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data.calendar import Period
from metrics.base import Base
from tests.metrics.hand import A, B, at_units, base, june, moves

Told = tuple[float, float, float]
Row = dict[str, Any]
STAFF = moves((1, june(1), "onboard", A), (1, june(10), "transfer", B), (1, june(25), "terminate", B))


def insurer(applications: list[Row], rows: list[Row] | None = None) -> Base:
    return base(movement=STAFF, application=applications, application_step=rows or [])


def told(known: Base, measure: str, day: date, period: Period = "mtd") -> Told:
    """What the measure is at A, at B and in the whole company."""
    return at_units(known.sums(period, day)[measure])


def asked(application_id: int, day: int, minute: int = 0, channel: str = "mobile", premium: int = 100) -> Row:
    at = datetime(2026, 6, day) + timedelta(minutes=minute)
    own = {"application_id": application_id, "agent_id": 1, "at": at, "day": at.date()}
    return {**own, "channel": channel, "premium": premium}


def steps(*rows: tuple[int, str, int, int]) -> list[Row]:
    """application, kind, day in June, minute of the day."""
    times = [datetime(2026, 6, day) + timedelta(minutes=minute) for _, _, day, minute in rows]
    return [
        {"step_id": number, "application_id": application, "kind": kind, "at": at, "day": at.date()}
        for number, ((application, kind, _, _), at) in enumerate(zip(rows, times, strict=True), 1)
    ]


def test_an_application_counts_where_the_agent_stood_on_its_day() -> None:
    known = insurer([asked(1, 9, premium=5), asked(2, 10, channel="paper"), asked(3, 11)])
    assert told(known, "apps", june(30)) == (1, 2, 3)
    assert told(known, "apps", june(10), "day") == (0, 1, 1)
    assert told(known, "app_prem", june(30)) == (5, 200, 205)
    assert told(known, "apps_e", june(30)) == (1, 1, 2)


def test_an_application_of_the_period_may_be_issued_later_up_to_the_day() -> None:
    rows = steps((1, "auto", 9, 1), (1, "issued", 12, 0), (1, "issued", 20, 0), (9, "issued", 12, 0))
    known = insurer([asked(1, 9), asked(2, 9)], rows)
    assert told(known, "apps_auto", june(9)) == (1, 0, 1)
    assert told(known, "apps_issued", june(11)) == (0, 0, 0)
    assert told(known, "apps_issued", june(12)) == (1, 0, 1)
    assert told(known, "apps_issued", june(12), "day") == (0, 0, 0)


@pytest.mark.parametrize(
    ("way", "withdrawn"),
    [
        ((("withdrawn", 0),), 1),
        ((("notice", 0), ("withdrawn", 5), ("withdrawn", 6)), 1),
        ((("issued", 0), ("withdrawn", 5)), 0),
        ((("issued", 5), ("withdrawn", 5)), 0),
        ((("withdrawn", 5), ("issued", 9)), 1),
    ],
)
def test_withdrawn_is_what_was_not_issued_before(way: tuple[tuple[str, int], ...], withdrawn: int) -> None:
    rows = steps(*((1, kind, 12, minute) for kind, minute in way))
    known = insurer([asked(1, 9)], rows)
    assert told(known, "apps_withdrawn", june(11)) == (0, 0, 0)
    assert told(known, "apps_withdrawn", june(12)) == (withdrawn, 0, withdrawn)


def test_a_notice_is_open_until_an_answer_and_moves_with_the_agent() -> None:
    rows = steps((1, "notice", 9, 0), (1, "notice", 9, 5), (1, "auto", 11, 0), (1, "answered", 14, 0))
    known = insurer([asked(1, 8)], rows)
    told_on = {day: told(known, "apps_pending", june(day)) for day in (8, 9, 10, 13, 14)}
    assert told_on == {8: (0, 0, 0), 9: (1, 0, 1), 10: (0, 1, 1), 13: (0, 1, 1), 14: (0, 0, 0)}


@pytest.mark.parametrize("kind", ["withdrawn", "declined", "issued"])
def test_every_end_closes_a_notice_and_a_new_one_opens_again(kind: str) -> None:
    rows = steps((1, "notice", 9, 0), (1, kind, 12, 0), (1, "notice", 14, 0))
    known = insurer([asked(1, 8)], rows)
    assert [told(known, "apps_pending", june(day))[2] for day in (11, 12, 13, 14, 30)] == [1, 0, 0, 1, 1]


def test_the_time_to_issue_is_whole_minutes_to_the_first_issue_on_its_day() -> None:
    rows = steps((1, "issued", 10, 61), (1, "issued", 20, 0), (2, "issued", 8, 0))
    rows[0]["at"] += timedelta(seconds=59)
    known = insurer([asked(1, 9, 60), asked(2, 9), asked(3, 9)], rows)
    assert told(known, "issue_minutes", june(30)) == (0, 1441, 1441)
    assert told(known, "issued_timed", june(30)) == (0, 1, 1)
    assert told(known, "issued_timed", june(9)) == (0, 0, 0)
