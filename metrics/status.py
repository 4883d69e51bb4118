"""The status of a value beside its target: green, yellow, red, or none where no rule judges it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.calendar import Period
from metrics.cases import Cases
from metrics.catalogue import Catalogue, Indicator
from metrics.columns import quotient
from metrics.indicators import Evaluation
from metrics.targets import Targets

Floats = NDArray[np.float64]
STATUSES: tuple[str | None, ...] = (None, "green", "yellow", "red", "grey")
"""From the mildest to what overrules: where the data are incomplete, nothing else is said."""


@dataclass(frozen=True)
class Judge:
    """Judges the values of one period up to a day.

    `pace` maps a measure (`fyp_regular`) to the share of a month expected by the day; without it, the share of the
    month's working days that are over counts.
    """

    catalogue: Catalogue
    targets: Targets
    period: Period
    day: date
    pace: Mapping[str, float]

    def statuses(self, evaluation: Evaluation, name: str) -> NDArray[np.int8] | None:
        """Places in STATUSES, one a node; None where no rule judges the indicator or there is no value.

        A rate of too few cases has no status: see metrics.cases.
        """
        indicator, value = self.catalogue[name], evaluation.value(name)
        if indicator.rule is None or self.period not in indicator.judged or value is None:
            return None
        grades = self._grades(indicator, value, evaluation.target(name))
        enough = Cases(self.catalogue).enough(name, evaluation.denominator(name))
        return grades if grades is None or enough is None else np.where(enough, grades, np.int8(0))

    def stands_on(self, name: str) -> list[str]:
        """The plans beside which an indicator is judged, or along which."""
        indicator = self.catalogue[name]
        named = (indicator.target, indicator.planned)
        return list(dict.fromkeys(one for one in named if isinstance(one, str)))

    def paced(self, name: str) -> float:
        """The share of its month that an indicator is expected to have reached."""
        paced = self.catalogue[name].paced
        known = (self.pace[measure] for one in paced if (measure := one.removeprefix("tgt_")) in self.pace)
        return next(known, self._progress)

    @cached_property
    def _progress(self) -> float:
        return self.targets.time_progress(self.day)

    def _grades(self, indicator: Indicator, value: Floats, target: Floats | None) -> NDArray[np.int8] | None:
        if indicator.rule == "band":
            return banded(value, indicator)
        return None if target is None else self._beside(indicator, value, target)

    def _beside(self, indicator: Indicator, value: Floats, target: Floats) -> NDArray[np.int8]:
        """By the attainment of the target, or by how far that is ahead of the pace."""
        score = _attainment(value, target, indicator)
        expected = self._expected(indicator) if indicator.rule == "pace" else 0.0
        bands = self.catalogue.bands[str(indicator.rule)]
        return graded(score - expected, bands.yellow, bands.red)

    def _expected(self, indicator: Indicator) -> Floats:
        """The share of the target that is due by the day, per node."""
        return self.targets.expected(str(indicator.planned), self.period, self.day, self.paced(indicator.id))


def banded(values: Floats, indicator: Indicator) -> NDArray[np.int8]:
    """Green at or beyond what is healthy, red beyond danger, yellow between; none where there is no value."""
    sign = -1.0 if indicator.direction == "lower" else 1.0
    healthy, danger = (sign * float(edge or 0) for edge in (indicator.healthy, indicator.danger))
    return graded(sign * values, healthy, danger)


def graded(score: Floats, yellow: float, red: float) -> NDArray[np.int8]:
    """Red below `red`, yellow below `yellow`, else green; none where there is no score."""
    grades = 1 + (score < yellow).astype(np.int8) + (score < red)
    grades[np.isnan(score)] = 0
    return grades


def _attainment(values: Floats, targets: Floats, indicator: Indicator) -> Floats:
    """Value / target, mirrored where lower is better; NaN where it is not finite."""
    return quotient(values, targets) if indicator.direction == "higher" else quotient(targets, values)
