"""W1 (pace) and W2 (projection), for every org and every working day of a month at once."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from metrics.warnings.noise import Noise
from metrics.warnings.settings import Limits, PaceBand, ProjectionBand, Settings

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]
GREEN, YELLOW, RED = 0, 1, 2
_TINY = 1e-12


@dataclass(frozen=True)
class Course:
    """How one indicator's month runs: all (orgs, points) but `target` (orgs).

    `actual` is cumulative, in the measure's own unit like `target`, the whole month's plan (positive; NaN where there
    is none); `share` of the month expected by the point, `time` the linear progress over working days (points); `cases`
    that the plan expects by the point; `number` of working days elapsed (orgs, points), 0 for a too small org; `seen`
    whether the history behind `share` holds this calendar month.
    """

    actual: Floats
    target: Floats
    share: Floats
    time: Floats
    cases: Floats
    number: NDArray[np.intp]
    seen: bool = True


@dataclass(frozen=True)
class Standing:
    """What the rules say: all (orgs, points); fractions of the target, `gap_volume` in the measure's own unit.

    `z` is the gap in standard deviations of an ordinary month; `surplus` that of the projection over the target, so
    that P(attain) is the normal distribution at it. `pace` and `outlook` are the grades of W1 and W2 (GREEN ... RED).
    """

    attainment: Floats
    gap: Floats
    gap_volume: Floats
    projection: Floats
    low: Floats
    high: Floats
    surplus: Floats
    z: Floats
    pace: Grades
    outlook: Grades

    @property
    def grade(self) -> Grades:
        """The worse of both rules."""
        return np.maximum(self.pace, self.outlook)


def judge(course: Course, month: Noise, remainder: Noise, levels: NDArray[np.intp], settings: Settings) -> Standing:
    """Both rules over a course; `levels` (orgs) chooses the noise of each org's level."""
    target = course.target[:, None]
    plan = course.share * target
    gap_volume = course.actual - plan
    z = _divide(gap_volume, np.sqrt(month.variance(plan, levels)))
    projection = _divide(course.actual, plan)
    deviation = _deviation(course.share, target, remainder, levels)
    surplus = _surplus(projection, deviation)
    band = np.exp(NormalDist().inv_cdf((1 + settings.projection.interval) / 2) * deviation)
    attainment = course.actual / target
    gap = attainment - course.share
    audible = _audible(course, settings)
    at_risk = audible & (surplus < NormalDist().inv_cdf(settings.projection.attain))
    worst = RED if course.seen or settings.speaks.red_unseen else YELLOW
    return Standing(
        attainment=attainment,
        gap=gap,
        gap_volume=gap_volume,
        projection=projection,
        low=projection / band,
        high=projection * band,
        surplus=surplus,
        z=z,
        pace=_grade(gap, settings.pace, z, settings.noise, audible).clip(max=worst),
        outlook=_grade(projection, settings.projection, z, settings.noise, at_risk).clip(max=worst),
    )


def _audible(course: Course, settings: Settings) -> NDArray[np.bool_]:
    """Where a rule may speak: after the first working days, on enough cases, towards a target."""
    speaks = settings.speaks
    late = course.number > speaks.after_workdays
    return np.asarray(late & (course.cases >= speaks.min_cases))


def _grade(
    value: Floats, band: PaceBand | ProjectionBand, z: Floats, limits: Limits, audible: NDArray[np.bool_]
) -> Grades:
    """Percent and volume together: below the band, and beyond the noise."""
    is_yellow = audible & (value < band.yellow) & (z <= -limits.yellow)
    is_red = audible & (value < band.red) & (z <= -limits.red)
    return np.where(is_red, RED, np.where(is_yellow, YELLOW, GREEN)).astype(np.int8)


def _deviation(share: Floats, target: Floats, remainder: Noise, levels: NDArray[np.intp]) -> Floats:
    """The standard deviation of the projection's logarithm, were the plan met: it shrinks to 0 at the month's end.

    The actual strays from share x outcome with the variance of `remainder` at outcome x s (1 - s); over s that is the
    projection's.
    """
    open_part = np.clip(share * (1 - share), 0, None)
    relative = np.sqrt(remainder.variance(open_part * target, levels))
    return np.sqrt(np.log1p(_divide(relative, share * target) ** 2))


def _surplus(projection: Floats, deviation: Floats) -> Floats:
    """By how many deviations the projection's logarithm lies above the target's; far away where nothing is open."""
    return np.asarray(np.log(np.maximum(projection, _TINY)) / np.maximum(deviation, _TINY))


def _divide(top: Floats, bottom: Floats) -> Floats:
    """Quotient of `top` and `bottom`; 0 where the bottom is 0 or unknown."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
