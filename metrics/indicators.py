"""Indicators: the formulas over the rolled-up measures, and why a value is missing where it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.org import OrgTree
from metrics.catalogue import Catalogue, Indicator
from metrics.columns import Floats, quotient
from metrics.formulas import expression

REASONS: tuple[str | None, ...] = (None, "not_meaningful", "no_data", "undefined")
NOT_MEANINGFUL, NO_DATA, UNDEFINED = 1, 2, 3


@dataclass(frozen=True)
class Reading:
    """One indicator's formula, read: its parts in measures alone, the measures, and the levels that it has."""

    indicator: Indicator
    numerator: str
    denominator: str | None
    measures: tuple[str, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, indicator: Indicator) -> "Reading":
        below = indicator.denominator
        above = catalogue.expanded(indicator.numerator)
        return cls(indicator, above, below and catalogue.expanded(below), catalogue.measures(indicator.id))


class Formulas:
    """The catalogue's formulas, read once: all of them, or those of `only`."""

    def __init__(self, catalogue: Catalogue, orgs: OrgTree, only: Sequence[str] | None = None) -> None:
        self.readings = {name: Reading.of(catalogue, catalogue[name]) for name in only or catalogue.ids}
        self.nodes = len(orgs)
        levels = np.array([org.level for org in orgs])
        self.strange = {
            one: ~np.isin(levels, one) for one in {reading.indicator.levels for reading in self.readings.values()}
        }
        """By the levels of an indicator: the nodes of other levels."""
        self.expressions: dict[str, pl.Expr] = {}
        self._names: dict[str, list[str]] = {}

    def evaluate(self, measures: Mapping[str, Floats], period: str) -> "Evaluation":
        """All indicators from every measure (one value a node, money in yuan, NaN without data) of one period."""
        return Evaluation(self, measures, period)

    def expression(self, part: str) -> pl.Expr:
        if part not in self.expressions:
            self.expressions[part] = expression(part).cast(pl.Float64)
        return self.expressions[part]

    def names(self, part: str) -> list[str]:
        """The measures of a part."""
        if part not in self._names:
            self._names[part] = [part] if part.isidentifier() else self.expression(part).meta.root_names()
        return self._names[part]


class Evaluation:
    """Indicators at every node, each worked out when it is asked for: arrays (nodes in preorder), NaN without a value.

    None stands for a column that has no value anywhere. Whatever indicators share is worked out once and is one array.
    """

    def __init__(self, formulas: Formulas, measures: Mapping[str, Floats], period: str) -> None:
        self.formulas, self.measures, self.period = formulas, measures, period
        self._raw: dict[str, Floats] = {}
        self._made: dict[tuple[object, ...], Floats] = {}
        self._missing: dict[str, NDArray[np.bool_]] = {}
        self._finite: dict[str, bool] = {}

    def prepare(self, measures: frozenset[str] | None) -> None:
        """Work out all parts with any of these measures (None: all parts) at once, which is quicker than one by one."""
        readings = filter(None, map(self._reading, self.formulas.readings))
        parts = {part for one in readings for part in (one.numerator, one.denominator) if part}
        told = [part for part in parts if not part.isidentifier() and part not in self._raw]
        asked = [part for part in told if measures is None or not measures.isdisjoint(self.formulas.names(part))]
        self._raw |= self._evaluated(asked)

    def value(self, name: str) -> Floats | None:
        """The whole formula; a division at its top divides the parts."""
        one = self._reading(name)
        if one is None or one.denominator is None:
            return self.numerator(name)
        return self._masked(one, (one.numerator, one.denominator))

    def numerator(self, name: str) -> Floats | None:
        one = self._reading(name)
        return self._masked(one, (one.numerator,)) if one else None

    def denominator(self, name: str) -> Floats | None:
        one = self._reading(name)
        return self._masked(one, (one.denominator,)) if one and one.denominator else None

    def divides(self, name: str) -> bool:
        """Whether the value is the quotient of numerator and denominator as they are given: both were finite."""
        one = self._reading(name)
        parts = (one.numerator, one.denominator) if one else ()
        return all(part is not None and self._bounded(part) for part in parts)

    def target(self, name: str) -> Floats | None:
        one = self._reading(name)
        if one is None or one.indicator.target is None:
            return None
        target = one.indicator.target
        if isinstance(target, str):
            return self._masked(one, (target,))
        return self._kept(("constant", target, one.indicator.levels), lambda: self._constant(one, target))

    def reason(self, name: str) -> NDArray[np.int8]:
        """Places in REASONS, 0 where there is a value."""
        one, value = self._reading(name), self.value(name)
        if one is None or value is None:
            return np.full(self.formulas.nodes, NOT_MEANINGFUL, np.int8)
        empty = np.isnan(value)
        because = np.zeros(len(value), np.int8)
        if empty.any():
            because[empty] = UNDEFINED
            because[empty & reduce(np.logical_or, map(self._absent, one.measures))] = NO_DATA
            because[self.formulas.strange[one.indicator.levels]] = NOT_MEANINGFUL
        return because

    def _reading(self, name: str) -> Reading | None:
        """The indicator's; None where it means nothing in the period."""
        one = self.formulas.readings[name]
        return one if self.period in one.indicator.periods else None

    def _masked(self, one: Reading, parts: tuple[str, ...]) -> Floats:
        """A part, or the quotient of two, finite and at the levels of the indicator alone."""
        levels = one.indicator.levels
        return self._kept((parts, levels), lambda: self._at_levels(_divided(*map(self._part, parts)), levels))

    def _at_levels(self, values: Floats, levels: tuple[str, ...]) -> Floats:
        strange = self.formulas.strange[levels]
        return np.where(strange, np.nan, values) if strange.any() else values

    def _constant(self, one: Reading, target: float) -> Floats:
        return self._at_levels(np.full(self.formulas.nodes, float(target)), one.indicator.levels)

    def _kept(self, key: tuple[object, ...], make: Callable[[], Floats]) -> Floats:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _bounded(self, part: str) -> bool:
        """Whether a part is infinite nowhere."""
        if part not in self._finite:
            self._finite[part] = not np.isinf(self._part(part)).any()
        return self._finite[part]

    def _part(self, part: str) -> Floats:
        """A part of a formula as it comes, not yet finite: a measure itself, or an expression over some."""
        if part not in self._raw:
            self._raw |= {part: self.measures[part]} if part.isidentifier() else self._evaluated([part])
        return self._raw[part]

    def _evaluated(self, parts: Sequence[str]) -> dict[str, Floats]:
        """Expressions over some measures."""
        names = {name for part in parts for name in self.formulas.names(part)}
        frame = pl.DataFrame({name: self.measures[name] for name in names})
        found = frame.select(self.formulas.expression(part).alias(part) for part in parts)
        return {part: found[part].to_numpy() for part in parts}

    def _absent(self, measure: str) -> NDArray[np.bool_]:
        if measure not in self._missing:
            self._missing[measure] = np.isnan(self.measures[measure])
        return self._missing[measure]


def _divided(numerator: Floats, denominator: Floats | None = None) -> Floats:
    """The quotient, or the one number alone; NaN where it is not finite."""
    if denominator is not None:
        return quotient(numerator, denominator)
    return np.where(np.isinf(numerator), np.nan, numerator) if np.isinf(numerator).any() else numerator
