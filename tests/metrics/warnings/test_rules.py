from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.warnings.noise import Noise
from metrics.warnings.rules import GREEN, RED, YELLOW, Course, judge
from metrics.warnings.settings import load

SETTINGS = load()
LEVEL = np.zeros(1, dtype=np.intp)
QUIET = Noise(0.1, 0.005, np.ones(6))


def noise(dispersion: float, spread: float = 0.0) -> Noise:
    return Noise(dispersion, spread, np.ones(6))


def course(actual: float, target: float = 3_200, share: float = 0.42, time: float = 0.5, **other) -> Course:
    fields = {
        "actual": np.array([[actual]], dtype=float),
        "target": np.array([target], dtype=float),
        "share": np.array([[share]]),
        "time": np.array([time]),
        "cases": np.array([[500.0]]),
        "number": np.array([[10]]),
    }
    return Course(**(fields | other))


def grade(one: Course, month: Noise = QUIET, remainder: Noise = QUIET) -> int:
    return int(judge(one, month, remainder, LEVEL, SETTINGS).grade[0, 0])


def test_the_worked_example_of_a_branch():
    """Target 32 million, 12.16 at half of the working days, where 42 % is usual; figures in 10,000 yuan."""
    said = judge(course(1_216), noise(1.0), noise(1.0), LEVEL, SETTINGS)
    assert said.attainment[0, 0] == pytest.approx(0.38)
    assert said.gap[0, 0] == pytest.approx(-0.04)
    assert said.gap_volume[0, 0] == pytest.approx(-128)
    assert said.projection[0, 0] == pytest.approx(0.905, abs=5e-4)
    assert (said.pace[0, 0], said.outlook[0, 0]) == (GREEN, YELLOW)


def test_the_worked_example_of_the_sub_branch_behind_it():
    said = judge(course(189, 640), noise(1.0), noise(1.0), LEVEL, SETTINGS)
    assert said.gap[0, 0] == pytest.approx(-0.125, abs=5e-4)
    assert said.gap_volume[0, 0] == pytest.approx(-79.8)
    assert said.gap_volume[0, 0] / -128 == pytest.approx(0.62, abs=5e-3)
    assert said.projection[0, 0] == pytest.approx(0.703, abs=5e-4)
    assert (said.pace[0, 0], said.outlook[0, 0]) == (RED, RED)


def test_linear_progress_would_alarm_where_pace_does_not():
    ordinary = course(0.42 * 3_200)
    assert ordinary.time[0] - ordinary.actual[0, 0] / 3_200 > 0.05
    assert grade(ordinary) == GREEN


def test_percent_alone_is_not_enough():
    assert grade(course(1_000), month=noise(500.0)) == GREEN
    assert grade(course(1_000), month=noise(1.0)) == RED


def test_volume_alone_is_not_enough():
    said = judge(course(0.99 * 0.42 * 3_200), noise(1e-3), noise(1e-3), LEVEL, SETTINGS)
    assert said.z[0, 0] < -10
    assert said.grade[0, 0] == GREEN


def test_yellow_and_red_need_different_distances():
    deviation = np.sqrt(noise(1.0).variance(np.array([[0.42 * 3_200]]), LEVEL))[0, 0]
    plan = 0.42 * 3_200
    scale = (0.15 * plan / 2.7 / deviation) ** 2
    assert grade(course(0.85 * plan), month=noise(scale)) == YELLOW


def test_a_projection_speaks_only_where_the_target_is_unlikely():
    assert grade(course(1_216), month=noise(1.0), remainder=noise(2.0)) == YELLOW
    assert grade(course(1_216), month=noise(1.0), remainder=noise(200.0)) == GREEN


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_the_first_working_days_are_silent(number):
    assert grade(course(0, number=np.array([[number]]))) == GREEN
    assert grade(course(0, number=np.array([[4]]))) == RED


def test_few_cases_are_silent():
    assert grade(course(0, cases=np.array([[19.9]]))) == GREEN
    assert grade(course(0, cases=np.array([[20.0]]))) == RED


def test_a_calendar_month_never_seen_is_yellow_at_most():
    assert grade(course(0, seen=False)) == YELLOW
    bold = replace(SETTINGS, speaks=replace(SETTINGS.speaks, red_unseen=True))
    assert judge(course(0, seen=False), QUIET, QUIET, LEVEL, bold).grade[0, 0] == RED


def test_no_target_says_nothing():
    assert grade(course(0, target=np.nan)) == GREEN


def test_the_interval_holds_the_projection_and_closes_at_the_end_of_the_month():
    early, late = (
        judge(course(share * 3_000, share=share), QUIET, noise(40.0), LEVEL, SETTINGS) for share in (0.3, 0.9)
    )
    assert early.low[0, 0] < early.projection[0, 0] < early.high[0, 0]
    assert late.high[0, 0] - late.low[0, 0] < early.high[0, 0] - early.low[0, 0]
    done = judge(course(3_000, share=1.0), QUIET, noise(40.0), LEVEL, SETTINGS)
    assert done.low[0, 0] == pytest.approx(done.high[0, 0])
    assert done.surplus[0, 0] < -1_000


def test_the_level_chooses_the_noise():
    loud = Noise(1.0, 0.0, np.array([1.0, 900.0, 1, 1, 1, 1]))
    two = {name: np.full((2, 1), value) for name, value in (("actual", 1_000.0), ("share", 0.42), ("cases", 500.0))}
    both = replace(course(1_000), **two, target=np.full(2, 3_200.0), number=np.full((2, 1), 10))
    grades = judge(both, loud, QUIET, np.array([0, 1]), SETTINGS).grade[:, 0]
    assert list(grades) == [RED, GREEN]


actuals = st.floats(0, 5_000)
shares = st.floats(0.02, 1.0)


@settings(deadline=None)
@given(actual=actuals, less=st.floats(0, 1), share=shares, dispersion=st.floats(0.1, 100))
def test_less_never_eases_a_warning(actual, less, share, dispersion):
    some = noise(dispersion, 0.02)
    before, after = (grade(course(value, share=share), some, some) for value in (actual, actual * less))
    assert after >= before


@settings(deadline=None)
@given(actual=actuals, share=shares, scale=st.floats(1e-3, 1e6))
def test_the_unit_of_measurement_does_not_matter(actual, share, scale):
    one = judge(course(actual, share=share), noise(3.0), noise(3.0), LEVEL, SETTINGS)
    scaled = course(actual * scale, target=3_200 * scale, share=share)
    other = judge(scaled, noise(3.0 * scale), noise(3.0 * scale), LEVEL, SETTINGS)
    for name in ("attainment", "gap", "projection", "low", "high", "surplus", "z"):
        assert getattr(other, name)[0, 0] == pytest.approx(getattr(one, name)[0, 0], rel=1e-6, abs=1e-9)
    assert other.gap_volume[0, 0] == pytest.approx(one.gap_volume[0, 0] * scale, rel=1e-6, abs=1e-6 * scale)


@settings(deadline=None)
@given(actual=actuals, share=shares)
def test_gap_and_projection_agree_about_the_side(actual, share):
    said = judge(course(actual, share=share), QUIET, QUIET, LEVEL, SETTINGS)
    assert (said.gap[0, 0] < -1e-9) <= (said.projection[0, 0] < 1)
