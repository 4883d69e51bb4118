"""Values, what is missing to the plan, and why there is none."""

from dataclasses import replace

import pytest

from briefing.answers.values import gap, value


def test_growth_from_next_to_nothing_is_left_out(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    assert value(morning, "fyp_regular", None).data["growth"] is not None
    assert value(morning, "fyp_regular", None).data["attainment"].number == pytest.approx(0.295)


def test_an_indicator_without_the_period_says_so(snapshot, morning_of, catalogue):
    monthly = next(one for one in catalogue if "day" not in one.periods and "mtd" in one.periods)
    fact = value(morning_of(snapshot, "8601"), monthly.id, "day")
    assert (fact.template, fact.data["reason"]) == ("answer_none", "此层级或期间没有意义")


def test_what_is_missing_is_plan_less_value_and_falls_on_the_days_left(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    cell = snapshot.cell("8601", "fyp_regular", "mtd")
    data = gap(morning, "fyp_regular", None).data
    assert data["left"].value == pytest.approx(cell.target - cell.value)
    assert data["daily"].value == pytest.approx((cell.target - cell.value) / morning.sources.workdays_left())
    assert gap(morning, "ren_month_rate", None).data["daily"] is None


def test_a_month_that_is_over_is_last_month(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    later = replace(morning, sources=replace(morning.sources, date=morning.sources.date.replace(month=7)))
    assert value(later, "fyp_regular", None).data["when"] == "上月"
    assert value(later, "fyp_regular", "day").data["when"] == "最近一日"
