from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.figures import attainment, change, figure, percent, points
from metrics.catalogue import load
from metrics.definition import UNITS
from metrics.snapshot import Cell

CATALOGUE = load()
MONEY, RATE, LOWER = CATALOGUE["fyp_regular"], CATALOGUE["ren_month_rate"], CATALOGUE["zero_dept_rate"]


def cell(value, target=None):
    return Cell("8601", "visits", "mtd", value, value, None, target, *[None] * 8)


@pytest.mark.parametrize(
    ("value", "unit", "lang", "shown"),
    [
        (12_160_000, "元", "zh", "1,216 万元"),
        (12_160_000, "元", "en", "¥12.16M"),
        (305_000_000, "元", "zh", "3.05 亿元"),
        (130_400, "元", "en", "¥130K"),
        (0, "元", "en", "¥0"),
        (-25, "元", "zh", "−25 元"),
        (0.381, "%", "zh", "38.1%"),
        (0.381, "%", "en", "38.1%"),
        (113, "件", "zh", "113 件"),
        (113, "件", "en", "113"),
        (1_250_000, "次", "en", "1.25M"),
        (None, "元", "zh", "—"),
        (2.44, "次", "zh", "2.44 次"),
        (6_512.5, "人", "en", "6,513"),
        (0.125, "百分点", "zh", "12.5 个百分点"),
        (0.125, "百分点", "en", "12.5 points"),
        (15_230, "元/人", "zh", "1.52 万元/人"),
        (15_230, "元/人", "en", "¥15.2K/agent"),
        (8_214, "元/件", "zh", "8,214 元/件"),
        (8_214, "元/件", "en", "¥8,214/policy"),
        (351.2, "元/份", "en", "¥351/review"),
        (3.268, "次/人", "zh", "3.27 次/人"),
        (3.268, "次/人", "en", "3.27/agent"),
        (1.3, "件/人", "zh", "1.3 件/人"),
        (12.04, "份/人", "en", "12/agent"),
        (0.5, "个/人", "zh", "0.5 个/人"),
        (42.36, "分/人", "zh", "42.4 分钟/人"),
        (42.36, "分/人", "en", "42.4 min/agent"),
        (0.834, "件/万张", "zh", "0.83 件/万张"),
        (0.834, "件/万张", "en", "0.83/10k"),
        (26.44, "小时", "zh", "26.4 小时"),
        (26.44, "小时", "en", "26.4 h"),
        (17.2, "分", "zh", "17.2 分钟"),
        (31.5, "月", "zh", "31.5 个月"),
        (31.5, "月", "en", "31.5 mo"),
        (7, "场", "zh", "7 场"),
        (7, "场", "en", "7"),
    ],
)
def test_values_look_as_people_write_them(value, unit, lang, shown):
    assert str(figure(value, unit, lang)) == shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_unit_of_the_catalogue_is_known(lang):
    for unit in UNITS:
        shown = str(figure(3.25, unit, lang))
        assert shown[0] in "3¥"
        assert lang == "zh" or shown.isascii() or shown.startswith("¥")


def test_attainment_needs_a_target_and_more_to_be_better():
    assert attainment(cell(50.0, 100.0), MONEY) == 0.5
    assert attainment(cell(50.0), MONEY) is None
    assert attainment(cell(50.0, 0.0), MONEY) is None
    assert attainment(cell(None, 100.0), MONEY) is None
    assert attainment(cell(-5.0, -10.0), MONEY) is None
    assert attainment(cell(0.1, 0.2), LOWER) is None


def test_amounts_change_in_percent_and_rates_in_points():
    assert change(110.0, 100.0, MONEY, "en").text == "+10.0%"
    assert change(90.0, 100.0, MONEY, "zh").text == "−10.0%"
    assert change(0.42, 0.46, RATE, "zh").text == "−4.0 个百分点"
    assert change(0.42, 0.46, RATE, "en").text == "−4.0 pts"


def test_a_share_in_points_changes_in_points_from_anywhere():
    gap = replace(RATE, unit="百分点")
    assert change(0.02, -0.03, gap, "zh").text == "+5.0 个百分点"


@pytest.mark.parametrize(("value", "base"), [(None, 1.0), (1.0, None), (1.0, 0.0), (1.0, -2.0)])
def test_there_is_no_change_from_nothing(value, base):
    assert change(value, base, MONEY, "zh") is None


@given(value=st.floats(0, 1), base=st.floats(0, 1))
def test_the_tone_follows_the_direction(value, base):
    up, down = change(value, base, RATE, "zh"), change(value, base, LOWER, "zh")
    opposite = {"good": "risk", "risk": "good", "plain": "plain"}
    assert down.tone == opposite[up.tone]


@given(value=st.floats(0, 1), base=st.floats(0, 1))
def test_where_no_way_is_the_better_one_no_change_is_good_or_bad(value, base):
    assert change(value, base, replace(RATE, direction="neutral"), "en").tone == "plain"


def test_percent_and_points():
    assert percent(0.4567, "zh") == "46%"
    assert percent(None, "en") == "—"
    assert points(-0.125, "zh") == "12.5 个百分点"
