"""Which warnings are spoken, what is named as their cause, and what is advised."""

from dataclasses import replace

from briefing.risks import advice, gap, spoken
from metrics.warning import Cause, Link


def test_of_five_warnings_three_are_spoken_red_before_amber(make_snapshot, make_warning, morning_of):
    orgs = ["860101", "860102", "860103", "8602", "8603"]
    grades = ["yellow", "red", "yellow", "yellow", "red"]
    found = tuple(make_warning(org, "ren_month_rate", grade, None) for org, grade in zip(orgs, grades, strict=True))
    morning = morning_of(make_snapshot(warnings=found), "86")
    assert len(morning.warnings) == 5
    assert [warning.severity for warning in spoken(morning)] == ["red", "red", "yellow"]


def test_a_grey_warning_is_not_spoken(make_snapshot, make_warning, morning_of):
    grey = make_warning("860101", "fyp_regular", "grey", None)
    assert spoken(morning_of(make_snapshot(warnings=(grey,)), "8601")) == []


def test_sales_elsewhere_are_another_warning(make_snapshot, make_warning, morning_of):
    both = (make_warning("860101", "fyp_regular", "red", None), make_warning("860102", "visits", "red", None))
    assert len(spoken(morning_of(make_snapshot(warnings=both), "8601"))) == 2


def test_a_gap_in_a_rate_is_told_in_points_of_the_rate(snapshot, make_warning, morning_of):
    morning = morning_of(snapshot, "8601")
    rows = snapshot.path_of("860102", "ren_month_rate").row(-1, named=True)
    told = gap(morning, make_warning("860102", "ren_month_rate", "yellow", None))
    assert told.value == rows["actual"] - rows["expected"]
    assert gap(morning, make_warning("860101", "fyp_regular", "red", None)).formula == "gap"


def test_advice_follows_the_first_cause_at_the_org_that_holds_the_gap(make_snapshot, make_warning, morning_of):
    links = (Link("proposals", 5.0, 10.0, -0.5), Link("visits", 50.0, 50.0, 0.0))
    found = make_warning("860101", "fyp_regular", "red", "86010101")
    found = replace(found, cause=Cause("86010102", 0.7, links))
    (action,) = advice(morning_of(make_snapshot(warnings=(found,)), "8601"))
    assert (action.org, action.what) == ("86010102", "查清拜访为何没有转成计划书")


def test_advice_without_a_cause_looks_at_the_indicator_itself(make_snapshot, make_warning, morning_of):
    found = make_warning("860101", "ren_month_rate", "red", None)
    (action,) = advice(morning_of(make_snapshot(warnings=(found,)), "8601", "en"))
    assert (action.org, action.what) == ("860101", "go through the unpaid renewals")


def test_a_cause_outside_the_subtree_is_not_named(make_snapshot, make_warning, morning_of):
    found = replace(make_warning("860101", "ren_month_rate", "red", None), cause=Cause("8602", 0.9, ()))
    (action,) = advice(morning_of(make_snapshot(warnings=(found,)), "8601"))
    assert action.org == "860101"
