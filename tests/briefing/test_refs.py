"""References lead back to the numbers that they stand for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.refs import BrokenRefError, calculate, warning_field


def test_a_cell_leads_to_its_value(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    ref = sources.cell("8601", "fyp_regular", "mtd", "元")
    assert ref.value == snapshot.cell("8601", "fyp_regular", "mtd").value
    assert sources.recompute(ref) == ref.value


def test_a_cell_without_a_value_gives_no_reference(snapshot, morning_of):
    assert morning_of(snapshot, "8601").sources.cell("8601", "ren_month_rate", "day", "%") is None


def test_a_formula_reads_cells_and_the_path(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    ref = sources.derived(
        "(8601.fyp_regular.path.actual - 8601.fyp_regular.path-5.actual) / 5", "元", "8601", "fyp_regular"
    )
    rows = snapshot.path_of("8601", "fyp_regular")["actual"]
    assert ref.value == pytest.approx((rows[-1] - rows[-6]) / 5)


def test_a_path_that_is_too_short_gives_no_number(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    assert sources.derived("8601.fyp_regular.path-99.actual", "元", "8601", "fyp_regular") is None


def test_a_missing_target_or_a_division_by_zero_gives_no_number(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    assert (
        sources.derived("8601.activity_rate.mtd.value / 8601.activity_rate.mtd.target", "%", "8601", "activity_rate")
        is None
    )
    zero = "8601.fyp_regular.mtd.value / (8601.fyp_regular.mtd.value - 8601.fyp_regular.mtd.value)"
    assert sources.derived(zero, "%", "8601", "fyp_regular") is None


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_arithmetic_is_arithmetic(a, b, c):
    assert calculate("(a - b) * 2 / c + a", {"a": a, "b": b, "c": c}) == (a - b) * 2 / c + a


@pytest.mark.parametrize("formula", ["a.b", "__import__('os')", "a ** b", "a +", "unknown", "'text'", "[a]"])
def test_what_is_no_arithmetic_is_refused(formula):
    with pytest.raises(BrokenRefError):
        calculate(formula, {"a": 1.0, "b": 2.0})


def test_a_warning_s_fields_are_found_by_name(snapshot):
    warning = snapshot.warnings[0]
    assert warning_field(warning, "gap") == warning.gap
    assert warning_field(warning, "cause.share") == warning.cause.share
    assert warning_field(warning, "cause.chain.proposals.usual") == warning.cause.chain[0].usual


@pytest.mark.parametrize("field", ["", "nothing", "cause", "cause.chain.visits.usual", "since"])
def test_a_field_that_is_no_number_is_refused(snapshot, field):
    with pytest.raises(BrokenRefError):
        warning_field(snapshot.warnings[0], field)


def test_references_that_lead_nowhere_are_refused(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    ref = sources.cell("8601", "fyp_regular", "mtd", "元")
    gone = [
        replace(ref, kind="warning", org="860103", formula="gap"),
        replace(ref, kind="calendar", formula="workday 3 of 9"),
        replace(ref, kind="derived", formula="8601.fyp_regular.path-99.actual"),
    ]
    for each in gone:
        with pytest.raises(BrokenRefError):
            sources.recompute(each)


def test_calendar_references_tell_day_and_time(snapshot, morning_of):
    sources = morning_of(snapshot, "8601").sources
    assert sources.today().value == "2026-06-17"
    assert sources.data_day().value == "2026-06-16"
    assert (sources.workday().value, sources.workday().formula) == (13, "workday 13 of 21")
    assert sources.time_progress().value == pytest.approx(12 / 21)
    assert sources.workdays_left() == 9
