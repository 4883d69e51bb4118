"""How far an ordinary month strays from its plan, and an ordinary remainder from its projection.

The variance of a cumulative volume around its plan M is  f(level) x (dispersion x M + spread^2 x M^2): dispersion is
the size of one independent case (more than one where cases come in bursts), spread the part that does not average out
(the market, a manager, the profile's own error). Both are fitted from closed months by level; f holds what a level has
beyond them. Means are robust (a residual counts three deviations at most), so past crises do not excuse new ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.intp]

_CLIP = 9.0  # three standard deviations, squared
_MEDIAN_OF_SQUARE = 0.4549  # of a squared standard normal
_FLOOR = 1e-12


@dataclass(frozen=True)
class Noise:
    """dispersion in the volume's unit, spread as a fraction, `factors` (levels): f of the variance above."""

    dispersion: float
    spread: float
    factors: Floats

    def variance(self, plan: Floats, levels: Levels) -> Floats:
        """Of a volume with the expectation `plan` (orgs, k); `levels` (orgs)."""
        return np.asarray(self.factors[levels][:, None] * self.expected(plan))

    def expected(self, plan: Floats) -> Floats:
        """The variance before the level's factor."""
        size = np.clip(plan, 0, None)
        return np.asarray(self.dispersion * size + self.spread**2 * size**2)


@dataclass(frozen=True)
class Residuals:
    """Squared residuals of past months and the plan they belong to, (months, orgs, checkpoints); NaN where unknown."""

    squares: Floats
    plans: Floats


def of_months(actual: Floats, plan: Floats) -> Residuals:
    """Residuals of cumulative actuals around their plan, both (months, orgs, checkpoints); the last is the month's end.

    Each org is compared with its own mean attainment: a standing shortfall is no noise and must not widen it.
    """
    known = np.isfinite(plan) & (plan > 0)
    outcome, whole = np.where(known, actual, 0)[:, :, -1].sum(axis=0), np.where(known, plan, 0)[:, :, -1].sum(axis=0)
    usual = plan * np.divide(outcome, whole, out=np.full_like(whole, np.nan), where=whole > 0)[:, None]
    months = known[:, :, -1].sum(axis=0)
    correction = np.where(months > 1, months / np.maximum(months - 1, 1), np.nan)[:, None]
    return Residuals(np.where(known, (actual - usual) ** 2 * correction, np.nan), np.where(known, usual, np.nan))


def of_remainders(actual: Floats, share: Floats) -> Residuals:
    """Residuals of cumulative actuals around share x the month's outcome; `plans` is outcome x s x (1 - s)."""
    outcome, before, share = actual[:, :, -1:], actual[:, :, :-1], share[:, :, :-1]
    plans = np.where(outcome > 0, outcome * share * (1 - share), np.nan)
    return Residuals((before - outcome * share) ** 2, plans)


def fit(residuals: Residuals, levels: Levels, prior: Noise, prior_months: float) -> Noise:
    """The noise of closed months; `prior` counts as `prior_months` months more, and alone where there are none."""
    bins = _bins(residuals, levels)
    if not len(bins):
        return prior
    dispersion, spread = _two_parts(bins)
    base = Noise(dispersion, spread, np.ones_like(prior.factors))
    ratios = residuals.squares / np.maximum(base.expected(residuals.plans), _FLOOR)
    at = range(len(prior.factors))
    return Noise(dispersion, spread, np.array([_factor(ratios[:, levels == level], prior_months) for level in at]))


def _factor(ratios: Floats, prior_months: float) -> float:
    """The level's mean squared residual in units of the common variance, drawn to 1."""
    months = int(np.isfinite(ratios).any(axis=(1, 2)).sum())
    return (months * robust_mean(ratios) + prior_months) / (months + prior_months) if months else 1.0


def _bins(residuals: Residuals, levels: Levels) -> Floats:
    """Rows (mean square / plan, mean plan) per level and checkpoint, where any is known."""
    rows = []
    for level in np.unique(levels):
        squares, plans = residuals.squares[:, levels == level], residuals.plans[:, levels == level]
        for at in range(squares.shape[2]):
            some = np.isfinite(squares[:, :, at]) & (plans[:, :, at] > 0)
            if some.any():
                plan = plans[:, :, at][some]
                rows.append((robust_mean(squares[:, :, at][some] / plan), float(plan.mean())))
    return np.array(rows)


def _two_parts(bins: Floats) -> tuple[float, float]:
    """Least relative squares of  square / plan = dispersion + spread^2 x plan  with neither part negative."""
    values, plans = bins.T
    weight = 1 / np.maximum(values, _FLOOR)
    one, slope = weight, plans * weight
    solved = np.linalg.lstsq(np.stack([one, slope], axis=1), values * weight, rcond=None)[0]
    dispersion, square = float(solved[0]), float(solved[1])
    if square < 0:
        return float(np.sum(one * values * weight) / np.sum(one**2)), 0.0
    if dispersion < 0:
        return 0.0, float(np.sqrt(np.sum(slope * values * weight) / np.sum(slope**2)))
    return dispersion, float(np.sqrt(square))


def robust_mean(squares: Floats) -> float:
    """The mean of squares, none counting more than nine times their scale; the scale comes from the median."""
    known = squares[np.isfinite(squares)]
    scale = float(np.median(known)) / _MEDIAN_OF_SQUARE
    return float(np.minimum(known, _CLIP * scale).mean()) if scale > 0 else float(known.mean())
