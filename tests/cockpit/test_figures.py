import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.figures import attainment, change, figure, percent, points
from metrics.catalogue import load
from metrics.snapshot import Cell

CATALOGUE = load()
MONEY, RATE, LOWER = CATALOGUE["fyp_regular"], CATALOGUE["ren_month_rate"], CATALOGUE["zero_dept_rate"]


def cell(value, target=None):
    return Cell("8601", "visits", "mtd", value, value, None, target, None, None, None, None)


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
    ],
)
def test_values_look_as_people_write_them(value, unit, lang, shown):
    assert str(figure(value, unit, lang)) == shown


def test_attainment_needs_a_target_and_more_to_be_better():
    assert attainment(cell(50.0, 100.0), MONEY) == 0.5
    assert attainment(cell(50.0), MONEY) is None
    assert attainment(cell(50.0, 0.0), MONEY) is None
    assert attainment(cell(None, 100.0), MONEY) is None
    assert attainment(cell(0.1, 0.2), LOWER) is None


def test_amounts_change_in_percent_and_rates_in_points():
    assert change(110.0, 100.0, MONEY, "en").text == "+10.0%"
    assert change(90.0, 100.0, MONEY, "zh").text == "−10.0%"
    assert change(0.42, 0.46, RATE, "zh").text == "−4.0 个百分点"
    assert change(0.42, 0.46, RATE, "en").text == "−4.0 pts"


@pytest.mark.parametrize(("value", "base"), [(None, 1.0), (1.0, None), (1.0, 0.0), (1.0, -2.0)])
def test_there_is_no_change_from_nothing(value, base):
    assert change(value, base, MONEY, "zh") is None


@given(value=st.floats(0, 1), base=st.floats(0, 1))
def test_the_tone_follows_the_direction(value, base):
    up, down = change(value, base, RATE, "zh"), change(value, base, LOWER, "zh")
    opposite = {"good": "risk", "risk": "good", "plain": "plain"}
    assert down.tone == opposite[up.tone]


def test_percent_and_points():
    assert percent(0.4567, "zh") == "46%"
    assert percent(None, "en") == "—"
    assert points(-0.125, "zh") == "12.5 个百分点"
