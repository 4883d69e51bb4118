"""Why, for the eye: signed parts that share one zero, the sentence where nothing can be taken apart."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cockpit import whys


@pytest.fixture
def session(make_session):
    return make_session("branch", "zh")


def test_every_child_is_a_bar_about_one_zero(session):
    chart = whys.children(session, "last_year")
    assert [bar.name for bar in chart.bars if bar.href] == [
        session.sight.name(bar.href.split("org=")[1].split("&")[0], "zh") for bar in chart.bars if bar.href
    ]
    assert len(chart.bars) == 3
    assert {bar.tone for bar in chart.bars} == {"good"}
    assert max(bar.width for bar in chart.bars) == 100
    assert all(bar.left == 0 for bar in chart.bars)
    assert chart.total.startswith("+")


def test_a_fall_is_drawn_from_the_zero_to_the_left(session):
    rows = [("a", Fraction(-3), "", ""), ("b", Fraction(1), "", "")]
    fall, rise = whys._bars(session, rows)
    assert (fall.left, fall.width, fall.tone) == (0, 75, "risk")
    assert (rise.left, rise.width, rise.tone) == (75, 25, "good")


def test_a_share_differs_in_points_with_rate_and_mix(session):
    chart = whys.children(replace(session, indicator="ren_month_rate"), "last_year")
    assert "个百分点" in chart.total
    assert not any(bar.detail for bar in chart.bars)  # equal weights then and now
    rate = replace(session, indicator="ren_month_rate")
    assert whys._detail(rate, Fraction(1, 100), Fraction(-1, 200)) == "自身 +1.0 个百分点，结构 −0.5 个百分点"


def test_the_chain_names_each_link_over_the_one_before(session):
    chart = whys.factors(session, "previous")
    assert [bar.name for bar in chart.bars][:3] == ["平均人力", "客户拜访量 / 平均人力", "计划书份数 / 客户拜访量"]
    assert chart.total.startswith("−")


def test_where_nothing_can_be_taken_apart_a_sentence_says_so(make_session):
    unit = make_session("unit", "en")
    assert whys.children(unit, "target").refusal == "There is nothing below a unit to take apart."
    assert whys.factors(unit, "target").refusal == "There is nothing to hold the value against."


def test_an_unknown_comparison_is_the_target():
    assert [whys.against(word) for word in (None, "x", "previous")] == ["target", "target", "previous"]
