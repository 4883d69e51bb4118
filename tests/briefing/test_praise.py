"""Who is praised: the best child of a fair size without a warning, and never by chance."""

import polars as pl

from briefing.praise import best
from tests.altered import altered, with_cells


def test_the_child_furthest_ahead_is_praised(healthy, morning_of):
    found = best(morning_of(healthy, "8601"))
    assert (found.org, found.practice) == ("860102", "proposal_to_app_rate")
    assert found.lead.number > 0


def test_nobody_is_praised_where_nobody_leads(healthy, morning_of):
    level = altered(healthy, lambda path: path.with_columns(expected="actual"), "path")
    assert best(morning_of(level, "8601")) is None


def test_a_warned_child_is_not_praised(make_snapshot, make_warning, morning_of):
    warned = make_snapshot(healthy=True, warnings=(make_warning("860102", "ren_month_rate", "yellow", None),))
    assert best(morning_of(warned, "8601")) is None


def test_a_tiny_child_is_lucky_and_not_praised(healthy, morning_of):
    small = pl.when(org="860102", indicator="fyp_regular").then(1.0).otherwise("target")
    tiny = with_cells(healthy, target=small)
    assert best(morning_of(tiny, "8601")) is None


def test_a_practice_is_named_only_where_it_stands_out(healthy, morning_of):
    same = pl.when(indicator="proposal_to_app_rate").then(0.18).otherwise("value")
    level = with_cells(healthy, value=same)
    assert best(morning_of(level, "8601")).practice is None


def test_a_unit_has_nobody_to_praise(healthy, morning_of):
    assert best(morning_of(healthy, "860101010101")) is None
