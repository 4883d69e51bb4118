from datetime import date, timedelta
from typing import Any

import pytest

from metrics.base import Base
from metrics.window import Window
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

Told = tuple[float, float, float]
Row = dict[str, Any]
MOVER = moves((1, june(1), "onboard", A), (1, june(10), "transfer", B))
ISSUED, ENDS, MONTH_END = june(5), june(20), june(30)
"""A policy's issue, the last day of its free-look, and of the month."""


def book(**tables: list[Row]) -> Base:
    return base(movement=MOVER, **tables)


def told(book: Base, measure: str, day: date = MONTH_END) -> Told:
    """What the measure is at A, at B and in the whole company in the month up to the day."""
    return at_units(book.nodes(measure, Window.of(book.calendar, "mtd", day)))


def recording(number: int, day: date, of: int = 1, **found: Any) -> Row:
    return {"recording_id": number, "day": day, "policy_id": of, "agent_id": 1, **found}


def call(number: int, after: int, result: str) -> Row:
    return {"callback_id": number, "day": ISSUED + timedelta(days=after), "policy_id": 1, "result": result}


@pytest.mark.parametrize(("day", "done"), [(june(4), 1), (ISSUED, 1), (june(6), 0)])
def test_a_sale_is_recorded_by_the_day_of_issue(day: date, done: int) -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], recording=[recording(1, day), recording(2, june(9))])
    assert told(facts, "dr_done") == (done, 0, done)
    assert told(facts, "dr_required") == (1, 0, 1)


def test_a_product_that_needs_no_recording_has_none_to_do() -> None:
    facts = book(policy=[policy(1, 1, ISSUED, product="P2")], recording=[recording(1, june(4))])
    assert [told(facts, name)[2] for name in ("dr_required", "dr_done", "dr_first")] == [0, 0, 1]


def test_two_recordings_make_one_recorded_sale() -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], recording=[recording(1, june(3)), recording(2, june(4))])
    assert [told(facts, name)[2] for name in ("dr_done", "dr_first")] == [1, 2]


def test_recordings_count_with_what_was_found_on_their_own_day_and_unit() -> None:
    rows = [
        recording(1, june(9), passed=True, rework=False, mislead=False, minutes=11),
        recording(2, june(10), passed=False, rework=True, mislead=True, minutes=20),
    ]
    names = ("dr_first", "dr_first_pass", "dr_rework", "dr_mislead", "dr_minutes")
    found = [told(book(recording=rows), name)[:2] for name in names]
    assert found == [(1, 1), (1, 0), (0, 1), (0, 1), (11, 20)]


def test_a_recording_is_closed_on_the_last_day_of_the_free_look_where_it_was_made() -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], recording=[recording(1, june(9))])
    assert told(facts, "dr_closed", june(19)) == (0, 0, 0)
    assert told(facts, "dr_closed", ENDS) == (1, 0, 1)


def test_a_recording_made_after_the_free_look_is_known_from_its_own_day() -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], recording=[recording(1, june(25))])
    assert [told(facts, "dr_closed", june(day))[1] for day in (24, 25)] == [0, 1]


@pytest.mark.parametrize(("checked", "counts"), [(june(9), 1), (ENDS, 1), (june(21), 0), (None, 0)])
def test_a_check_by_a_person_counts_until_the_free_look_ends(checked: date | None, counts: int) -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], recording=[recording(1, june(4), checked=checked)])
    assert told(facts, "dr_human_qc") == (counts, 0, counts)


@pytest.mark.parametrize(("after", "counts"), [(-1, 0), (0, 1), (15, 1), (16, 0)])
def test_a_call_counts_within_the_free_look(after: int, counts: int) -> None:
    facts = book(policy=[policy(1, 1, ISSUED)], callback=[call(1, 3, "failed"), call(2, after, "ok")])
    assert [told(facts, name) for name in ("cb_due", "cb_ok")] == [(1, 0, 1), (counts, 0, counts)]


def test_a_policy_counts_once_however_often_its_customer_is_called() -> None:
    calls = [call(1, 1, "issue"), call(2, 2, "issue"), call(3, 3, "ok"), call(4, 4, "ok")]
    facts = book(policy=[policy(1, 1, ISSUED)], callback=calls)
    assert [told(facts, name)[2] for name in ("cb_due", "cb_ok", "cb_issue")] == [1, 1, 1]


def test_a_short_term_policy_needs_no_call() -> None:
    facts = book(policy=[policy(1, 1, ISSUED, product="P5")], callback=[call(1, 1, "ok")])
    assert [told(facts, name)[2] for name in ("cb_due", "cb_ok")] == [0, 0]


def test_complaints_count_where_the_agent_stood_that_day() -> None:
    rows = [{"complaint_id": day, "day": june(day), "policy_id": 1, "agent_id": 1} for day in (9, 10, 11)]
    assert told(book(complaint=rows), "complaints") == (1, 2, 3)


def test_sessions_count_at_their_unit() -> None:
    rows = [{"meeting_id": at, "day": june(at), "unit_id": unit} for at, unit in ((1, A), (2, A), (3, B))]
    assert told(book(meeting=rows), "sv_meetings", june(2)) == (2, 0, 2)


@pytest.mark.parametrize(("closed", "counts"), [(june(8), 1), (june(10), 1), (june(11), 0), (None, 0)])
def test_a_task_counts_by_its_due_day_and_is_done_by_then(closed: date | None, counts: int) -> None:
    tasks = [{"task_id": 1, "unit_id": A, "day": june(1), "due": june(10)}]
    ends = [{"task_id": 1, "day": closed}] if closed else []
    facts = book(meeting_task=tasks, meeting_task_done=ends)
    assert told(facts, "sv_tasks", june(9)) == (0, 0, 0)
    assert [told(facts, name)[0] for name in ("sv_tasks", "sv_tasks_done")] == [1, counts]
