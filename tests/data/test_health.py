from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from data.clock import Clock
from data.health import delivered_days, source_states
from data.schemas import SOURCES, TABLES

DAY = date(2026, 6, 16)


@pytest.fixture
def state_of(desk):
    def find(source, clock=desk.clock):
        return next(state for state in source_states(desk.spool, desk.tables, clock) if state.source == source)

    return find


def test_before_anything_arrives_every_source_is_listed_and_blank(desk):
    states = source_states(desk.spool, desk.tables, desk.clock)
    assert [state.source for state in states] == list(SOURCES)
    assert {(state.rows, state.last_day, state.lag_days, state.last_arrival) for state in states} == {
        (0, None, None, None)
    }


def test_a_source_in_time_lags_no_day(desk, state_of):
    for name in TABLES:
        desk.deliver(name)
    desk.ingest()
    core = state_of("core")
    assert (core.last_day, core.last_arrival, core.lag_days, core.unreadable) == (DAY, DAY, 0, ())
    assert core.rows == sum(table.source == "core" for table in TABLES.values())


def test_lag_counts_closed_days(desk, state_of):
    desk.deliver("application")
    desk.ingest()
    late = Clock(datetime(2026, 6, 20, 7))
    assert state_of("issuing", late).lag_days == 3


def test_a_day_in_the_future_does_not_hide_a_lag(desk, state_of):
    desk.deliver("complaint", {"day": DAY - timedelta(5)}, {"complaint_id": 2, "day": date(2099, 1, 1)})
    desk.ingest()
    state = state_of("service")
    assert (state.last_day, state.lag_days) == (DAY - timedelta(5), 5)


def test_a_plan_tells_of_no_day(desk, state_of):
    desk.deliver("target")
    desk.ingest()
    state = state_of("planning")
    assert (state.rows, state.last_day, state.lag_days, state.last_arrival) == (1, None, None, DAY)


def test_refused_rows_and_unreadable_files_are_told_per_source(desk, state_of):
    desk.deliver("policy", {"premium": 0}, {"policy_id": 2, "premium": -1})
    desk.deliver_bytes("callback", b"")
    desk.ingest()
    assert (state_of("core").quarantined, state_of("core").unreadable) == (2, ())
    assert state_of("service").unreadable == ("callback/2026-06-16-001.csv is empty",)
    assert state_of("service").quarantined == 0


def test_the_state_is_a_value(desk):
    state = source_states(desk.spool, desk.tables, desk.clock)[0]
    assert replace(state, rows=1) != state


def deliveries(desk, *files):
    """Complaints: (day told of, day of arrival, rows) each in its own file."""
    number = 0
    for day, arrived, rows in files:
        changes = [{"complaint_id": (number := number + 1), "day": day} for _ in range(rows)]
        desk.deliver("complaint", *changes, file=f"{arrived}-{number:03}")
    desk.ingest()
    found = delivered_days(desk.tables, DAY + timedelta(1))
    return {row["day"]: row for row in found.iter_rows(named=True)}


def test_a_day_that_comes_in_two_parts_is_late(desk):
    next_day, later = DAY - timedelta(4), DAY - timedelta(2)
    found = deliveries(desk, (DAY - timedelta(5), next_day, 3), (DAY - timedelta(5), later, 3), (DAY, DAY, 1))
    late = found[DAY - timedelta(5)]
    assert (late["rows"], late["late"], late["state"]) == (6, 3, "late")
    assert found[DAY]["state"] == "ok"
    assert len(found) == 28


def test_a_day_is_held_against_the_same_weekday_before(desk):
    weeks = [(DAY - timedelta(weeks=back), DAY - timedelta(weeks=back), 40) for back in (1, 2, 3)]
    found = deliveries(desk, *weeks, (DAY, DAY, 20))
    assert (found[DAY]["usual"], found[DAY]["state"]) == (40.0, "thin")
    found = deliveries(desk, (DAY - timedelta(1), DAY, 1))
    assert found[DAY - timedelta(1)]["state"] == "ok"


def test_a_day_without_its_usual_rows_is_missing(desk):
    weeks = [(DAY - timedelta(weeks=back), DAY - timedelta(weeks=back), 20) for back in range(1, 9)]
    assert deliveries(desk, *weeks)[DAY]["state"] == "missing"


def test_a_table_of_few_rows_may_bring_none(desk):
    weeks = [(DAY - timedelta(weeks=back), DAY - timedelta(weeks=back), 4) for back in range(1, 9)]
    assert deliveries(desk, *weeks)[DAY]["state"] == "ok"


def test_a_correction_makes_no_day_late_and_counts_no_row_twice(desk):
    rows = [{"complaint_id": number} for number in range(1, 5)]
    desk.deliver("complaint", *rows)
    desk.deliver("complaint", *rows[:2], file=f"{DAY + timedelta(9)}-001.fix")
    desk.drop("complaint", rows[3], file=f"{DAY + timedelta(9)}-002")
    desk.ingest()
    found = delivered_days(desk.tables, DAY + timedelta(1)).filter(day=DAY)
    assert found.select("rows", "late", "state").rows() == [(4, 0, "ok")]


def test_a_correction_changes_the_state_though_no_row_is_added(desk, state_of):
    desk.deliver("complaint", {}, {"complaint_id": 2})
    desk.deliver("callback", file="2026-06-18-001")
    desk.ingest()
    before = state_of("service")
    desk.deliver("complaint", {"topic": "claim"}, file="2026-06-17-001.fix")
    desk.ingest()
    after = state_of("service")
    assert (before.rows, before.corrected, after.rows, after.corrected) == (3, 0, 3, 1)
    assert state_of("core").corrected == 0


def test_a_second_ingest_counts_no_file_twice(desk):
    desk.deliver("complaint", {"complaint_id": 1}, {"complaint_id": 2, "topic": "weather"})
    desk.ingest()
    desk.ingest()
    rows = desk.read("delivery").sort("day")
    assert rows.select("day", "rows", "refused").rows() == [(None, 0, 1), (DAY, 1, 0)]
