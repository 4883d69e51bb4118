import numpy as np
import pytest

from metrics.warnings.noise import Noise, fit, of_months, of_remainders, robust_mean

LEVELS = np.array([0] * 2 + [1] * 40 + [2] * 400)
SIZES = np.array([40_000.0] * 2 + [2_000.0] * 40 + [200.0] * 400)
PRIOR = Noise(1.0, 0.5, np.ones(6))
CHECKS = np.array([0.25, 0.5, 0.75, 1.0])


def drawn(dispersion: float, spread: float, months: int = 30, seed: int = 1):
    """Cumulative actuals of months whose cases come `dispersion` at a time and whose level strays by `spread`."""
    dice = np.random.default_rng(seed)
    level = 1 + spread * dice.standard_normal((months, len(SIZES)))
    parts = dice.poisson(level[:, :, None] * SIZES[:, None] / 4 / dispersion, (months, len(SIZES), 4)) * dispersion
    plan = np.broadcast_to(SIZES[:, None] * CHECKS, parts.shape)
    return np.cumsum(parts, axis=2), plan


@pytest.mark.parametrize(("dispersion", "spread"), [(1.0, 0.0), (4.0, 0.05), (1.0, 0.1)])
def test_both_parts_are_found(dispersion, spread):
    found = fit(of_months(*drawn(dispersion, spread)), LEVELS, PRIOR, prior_months=0.0)
    for place, size in ((0, 40_000.0), (2, 2_000.0), (100, 200.0)):
        level = LEVELS[place : place + 1]
        variance = found.variance(np.array([[size]]), level)[0, 0]
        assert variance == pytest.approx(dispersion * size + (spread * size) ** 2, rel=0.3)


def test_a_standing_shortfall_is_no_noise():
    actual, plan = drawn(1.0, 0.0)
    ratio = np.where(np.arange(len(SIZES)) % 2, 0.7, 1.0)[None, :, None]
    steady = fit(of_months(actual * ratio, plan), LEVELS, PRIOR, prior_months=0.0)
    assert steady.spread < 0.03


def test_a_crisis_in_the_past_does_not_excuse_the_next():
    actual, plan = drawn(1.0, 0.02)
    hurt = actual.copy()
    hurt[-1, 10:14] *= 0.3
    before, after = (fit(of_months(each, plan), LEVELS, PRIOR, prior_months=0.0) for each in (actual, hurt))
    at = np.array([[2_000.0]])
    assert after.variance(at, np.array([1]))[0, 0] < 1.5 * before.variance(at, np.array([1]))[0, 0]


def test_without_history_the_prior_holds():
    nothing = np.full((1, len(SIZES), 4), np.nan)
    assert fit(of_months(nothing, nothing), LEVELS, PRIOR, 4.0) == PRIOR


def test_one_month_says_nothing_about_its_own_noise():
    actual, plan = drawn(1.0, 0.0, months=1)
    assert fit(of_months(actual, plan), LEVELS, PRIOR, 4.0) == PRIOR


def test_the_remainder_is_open_in_the_middle_of_the_month_only():
    actual, plan = drawn(3.0, 0.0)
    share = plan / plan[:, :, -1:]
    found = fit(of_remainders(actual, share), LEVELS, PRIOR, prior_months=0.0)
    assert found.dispersion == pytest.approx(3.0, rel=0.15)
    assert found.spread < 0.05


def test_an_unknown_plan_is_left_out():
    actual, plan = drawn(1.0, 0.0)
    holes = plan.copy()
    holes[:, 200:] = np.nan
    found = fit(of_months(actual, holes), LEVELS, PRIOR, prior_months=0.0)
    assert found.dispersion == pytest.approx(1.0, rel=0.3)


def test_the_robust_mean_is_the_mean_of_ordinary_squares():
    squares = np.random.default_rng(2).standard_normal(20_000) ** 2
    assert robust_mean(squares) == pytest.approx(1.0, rel=0.05)
    assert robust_mean(np.append(squares, [1e9])) == pytest.approx(1.0, rel=0.05)
