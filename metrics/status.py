"""The status of a value beside its target: green, yellow, red, or none where no rule judges it."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.calendar import Period
from metrics.catalogue import Catalogue, Indicator
from metrics.indicators import Evaluation
from metrics.targets import Targets

Floats = NDArray[np.float64]
STATUSES: tuple[str | None, ...] = (None, "green", "yellow", "red", "grey")
"""From the mildest to what overrules: where the data are incomplete, nothing else is said."""


def statuses(
    evaluation: Evaluation, catalogue: Catalogue, targets: Targets, at: tuple[Period, date], pace: Mapping[str, float]
) -> NDArray[np.int8]:
    """Places in STATUSES, (nodes, indicators).

    `pace` maps a measure (`fyp_regular`) to the share of a month expected by the day; without it, the share of the
    month's working days that are over counts.
    """
    columns = np.zeros(evaluation.values.shape, dtype=np.int8)
    for place, indicator in enumerate(catalogue):
        if indicator.rule is None or at[0] not in indicator.judged:
            continue
        if indicator.rule == "band":
            columns[:, place] = banded(evaluation.values[:, place], indicator)
            continue
        score = _attainment(evaluation.values[:, place], evaluation.targets[:, place], indicator)
        if indicator.rule == "pace":
            score = score - _expected(indicator, targets, at, pace)
        bands = catalogue.bands[indicator.rule]
        columns[:, place] = graded(score, bands.yellow, bands.red)
    return columns


def banded(values: Floats, indicator: Indicator) -> NDArray[np.int64]:
    """Green at or beyond what is healthy, red beyond danger, yellow between; none where there is no value."""
    sign = -1.0 if indicator.direction == "lower" else 1.0
    healthy, danger = (sign * float(edge or 0) for edge in (indicator.healthy, indicator.danger))
    return graded(sign * values, healthy, danger)


def graded(score: Floats, yellow: float, red: float) -> NDArray[np.int64]:
    """Red below `red`, yellow below `yellow`, else green; none where there is no score."""
    grades = 1 + (score < yellow).astype(np.int64) + (score < red)
    return np.where(np.isnan(score), 0, grades)


def _expected(indicator: Indicator, targets: Targets, at: tuple[Period, date], pace: Mapping[str, float]) -> Floats:
    """The share of the target that is due by the day, per node."""
    period, day = at
    known = (pace[name] for paced in indicator.paced if (name := paced.removeprefix("tgt_")) in pace)
    return targets.expected(str(indicator.planned), period, day, next(known, targets.time_progress(day)))


def _attainment(values: Floats, targets: Floats, indicator: Indicator) -> Floats:
    """Value / target, mirrored where lower is better; NaN where it is not finite."""
    upper, lower = (values, targets) if indicator.direction == "higher" else (targets, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = upper / lower
    return np.where(np.isfinite(ratio), ratio, np.nan)
