"""What is worth saying, and what is not said for want of it."""

from datetime import date

import polars as pl
import pytest

from briefing import facts
from briefing.facts import PREMIUM
from tests.altered import altered, with_cells


def of(found, name):
    return next((fact for fact in found if fact.id == name), None)


def without(snapshot, *indicators):
    return altered(snapshot, lambda cells: cells.filter(~pl.col("indicator").is_in(indicators)))


def test_on_a_day_off_no_working_day_is_named(snapshot, morning_of):
    (weekday,) = facts.opening(morning_of(snapshot, "8601"))
    (sunday,) = facts.opening(morning_of(snapshot, "8601", day=date(2026, 6, 21)))
    assert (weekday.data["workday"].value, sunday.data["workday"]) == (13, None)
    assert (weekday.data["fresh"], sunday.data["fresh"]) == (True, False)


def test_the_headline_stands_on_plan_time_and_pace(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    found = list(facts.headline(morning))
    assert [fact.id for fact in found] == ["headline", "pace", "run-rate"]
    cell = snapshot.cell("8601", PREMIUM)
    assert of(found, "headline").data["attainment"].value == pytest.approx(cell.value / cell.target)
    assert of(found, "pace").data["lead"].value == pytest.approx(-0.125)
    need = of(found, "run-rate").data["need"]
    assert need.value == pytest.approx((cell.target - cell.value) / 9)


def test_without_premium_there_are_no_data_and_nothing_more(snapshot, morning_of):
    found = list(facts.headline(morning_of(without(snapshot, PREMIUM), "8601")))
    assert [fact.template for fact in found] == ["no_data"]
    assert list(facts.yesterday(morning_of(without(snapshot, PREMIUM), "8601"))) == []


def test_a_month_that_is_over_has_neither_pace_nor_rate_to_run(make_snapshot, morning_of):
    morning = morning_of(make_snapshot(as_of=date(2026, 5, 31)), "8601", day=date(2026, 6, 1))
    assert morning.month_over
    assert [fact.id for fact in facts.headline(morning)] == ["headline"]


def test_a_young_month_has_no_projection(make_snapshot, morning_of):
    assert facts.projection(morning_of(make_snapshot(as_of=date(2026, 6, 3)), "8601", day=date(2026, 6, 4))) is None
    assert facts.projection(morning_of(make_snapshot(), "8601")).value == pytest.approx((0.42 - 0.125) / 0.42)


def test_a_plan_that_is_reached_asks_for_nothing_more(snapshot, morning_of):
    reached = pl.when(pl.col("indicator") == PREMIUM).then(pl.col("target") * 1.1).otherwise("value")
    rich = with_cells(snapshot, value=reached)
    morning = morning_of(rich, "8601")
    assert facts.required(morning) is None
    assert of(facts.headline(morning), "run-rate") is None


def test_the_recent_days_are_the_last_five(snapshot, morning_of):
    path = snapshot.path_of("8601", PREMIUM)["actual"]
    assert facts.recent(morning_of(snapshot, "8601")).value == pytest.approx((path[-1] - path[-6]) / 5)


def test_pillars_go_together_only_on_one_side_of_last_year(snapshot, morning_of):
    apart = of(facts.pillars(morning_of(snapshot, "8601")), "pillars")
    assert [item["name"] for item in apart.data["items"]] == ["续期收取率", "活动率"]
    assert not apart.data["together"]
    better = with_cells(snapshot, last_year=pl.col("value") * 0.9)
    assert of(facts.pillars(morning_of(better, "8601")), "pillars").data["together"]
    level = with_cells(snapshot, last_year=pl.col("value") + 0.001)
    assert of(facts.pillars(morning_of(level, "8601")), "pillars").data["together"]


def test_a_pillar_without_data_is_left_out(snapshot, morning_of):
    morning = morning_of(without(snapshot, "activity_rate", "policies"), "8601")
    found = list(facts.pillars(morning))
    assert [fact.id for fact in found] == ["pillars"]
    assert [item["name"] for item in found[0].data["items"]] == ["续期收取率"]


def test_what_the_snapshot_does_not_know_is_nothing(snapshot, morning_of):
    morning = morning_of(without(snapshot, "visits"), "8601")
    assert morning.cell("visits") is None
    assert morning.derived("{o}.{i}.mtd.value / 2", "visits") is None
