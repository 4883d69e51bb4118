"""Cards from cells: figures with their tone, and the month as a chart."""

import polars as pl
import pytest

from briefing import pictures
from briefing.refs import Ref
from tests.altered import with_cells


def points(value):
    return Ref("derived", value, "百分点", "8601", "fyp_regular", "mtd", "x")


@pytest.fixture
def morning(snapshot, morning_of):
    return morning_of(snapshot, "8601")


def test_a_figure_is_the_number_as_it_is_said(morning):
    made = pictures.figure(morning, "期交保费", morning.cell("fyp_regular"), "备注", "good")
    assert (made.label, made.value, made.unit, made.note, made.tone) == ("期交保费", "983", "万元", "备注", "good")


def test_a_missing_figure_is_grey_and_says_so(morning):
    made = pictures.figure(morning, "期交保费", None, "备注", "good")
    assert (made.value, made.tone) == ("–", "grey")
    assert made.note == pictures.label(morning, "grey") != "备注"


@pytest.mark.parametrize(("growth", "tone"), [(0.02, "good"), (0.001, "plain"), (-0.001, "plain"), (-0.02, "watch")])
def test_growth_is_good_or_to_be_watched_beyond_half_a_point(morning, growth, tone):
    note, found = pictures.growth_note(morning, points(growth))
    assert found == tone
    assert f"{abs(growth) * 100:.1f}" in note
    assert pictures.growth_note(morning, None) == ("", "plain")


@pytest.mark.parametrize("status", ["red", "yellow", "green", "grey", None])
def test_a_card_has_the_tone_of_the_status_that_the_pages_show(snapshot, morning_of, status):
    told = morning_of(with_cells(snapshot, status=pl.lit(status, pl.String)), "8601")
    assert pictures.status_tone(told, "fyp_regular") == pictures.TONES.get(status, "plain")


def test_without_a_value_there_is_no_tone(snapshot, morning_of):
    assert pictures.status_tone(morning_of(with_cells(snapshot, value=None), "8601"), "fyp_regular") == "grey"


def test_a_lead_says_ahead_or_behind(morning):
    ahead, behind = (pictures.lead_note(morning, points(value)) for value in (0.03, -0.03))
    assert ahead != behind
    assert "3.0 个百分点" in ahead
    assert "3.0 个百分点" in behind
    assert pictures.lead_note(morning, None) == ""


def test_the_days_to_come_are_left_open(morning, snapshot):
    actual, expected = pictures.lines(morning, "8601", "fyp_regular")
    path = snapshot.path_of("8601", "fyp_regular")
    assert list(actual.values) == [*path["actual"], *[None] * 9]
    assert list(expected.values) == [*path["expected"], *[None] * 9]
    assert (actual.style, expected.style) == ("solid", "dashed")
    assert pictures.ticks(morning) == ("6/1", "6/15", "6/30")


def test_an_indicator_without_a_path_has_an_empty_chart(morning):
    assert all(set(line.values) == {None} for line in pictures.lines(morning, "8601", "policies"))


@pytest.mark.parametrize(
    ("lang", "indicator", "title"),
    [
        ("zh", "proposals", "计划书"),
        ("en", "visits", "Customer visits"),
        ("en", "zero_dept_rate", "Zero-sales departments"),
    ],
)
def test_a_card_takes_the_shorter_of_two_names(snapshot, morning_of, lang, indicator, title):
    assert pictures.indicator_title(morning_of(snapshot, "8601", lang), indicator) == title


def test_a_chart_names_the_org_the_day_and_what_stands_beside_the_value(morning):
    made = pictures.chart(morning, "860101", "fyp_regular", "risk", ("红色预警", "落后", "时间"))
    assert (made.title, made.tone, made.pill, made.note, made.subnote) == (
        "期交保费",
        "risk",
        "红色预警",
        "落后",
        "时间",
    )
    assert "江城中支" in made.scope
    assert "6 月 16 日" in made.scope
    assert (made.value, made.unit) == ("328", "万元")


def test_a_chart_without_a_value_is_a_dash(snapshot, morning_of):
    morning = morning_of(with_cells(snapshot, value=None), "8601")
    made = pictures.chart(morning, "8601", "fyp_regular", "grey", ("", "", ""))
    assert (made.value, made.unit) == ("–", "")


def test_a_name_on_a_card_is_one_plain_line(make_snapshot, morning_of):
    morning = morning_of(make_snapshot(rename={"860101": "江城\n\u202e中支"}), "8601")
    assert pictures.org_name(morning, "860101") == "江城 中支"
