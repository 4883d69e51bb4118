"""Indicators: the formulas over the rolled-up measures, and why a value is missing where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.org import OrgTree
from metrics.catalogue import Catalogue, Indicator
from metrics.formulas import expression

Floats = NDArray[np.float64]
REASONS: tuple[str | None, ...] = (None, "not_meaningful", "no_data", "undefined")
NOT_MEANINGFUL, NO_DATA, UNDEFINED = 1, 2, 3


@dataclass(frozen=True)
class Evaluation:
    """Every indicator at every node, all arrays (nodes in preorder, indicators); NaN where there is nothing.

    `reasons` are places in REASONS, 0 where there is a value.
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    targets: Floats
    reasons: NDArray[np.int8]


class Formulas:
    """The catalogue's formulas, read once: all of them, or those of `only`."""

    def __init__(self, catalogue: Catalogue, orgs: OrgTree, only: Sequence[str] | None = None) -> None:
        self.indicators: Sequence[Indicator] = [catalogue[name] for name in only or catalogue.ids]
        self.measures = [catalogue.measures(indicator.id) for indicator in self.indicators]
        self.needed = sorted({name for needed in self.measures for name in needed})
        self.levels = np.array([[org.level in one.levels for one in self.indicators] for org in orgs])
        self.values = [_read(catalogue, one.formula, one.id) for one in self.indicators]
        self.numerators = [_read(catalogue, one.numerator, one.id) for one in self.indicators]
        self.denominators = [_read(catalogue, one.denominator, one.id) for one in self.indicators]

    def evaluate(self, measures: Mapping[str, Floats], period: str) -> Evaluation:
        """All indicators from every measure (one value a node, money in yuan, NaN without data) of one period."""
        frame = pl.DataFrame({name: measures[name] for name in self.needed})
        values, numerators, denominators = (
            _finite(frame.select(part).to_numpy()) for part in (self.values, self.numerators, self.denominators)
        )
        meaningful = self.levels & np.array([period in one.periods for one in self.indicators])
        reasons = self._reasons(measures, meaningful, values)
        targets = np.column_stack([_target(one, measures, len(frame)) for one in self.indicators])
        parts = (np.where(meaningful, part, np.nan) for part in (values, numerators, denominators, targets))
        value, numerator, denominator, target = parts
        return Evaluation(value, numerator, denominator, target, reasons)

    def _reasons(
        self, measures: Mapping[str, Floats], meaningful: NDArray[np.bool_], values: Floats
    ) -> NDArray[np.int8]:
        missing = [np.isnan([measures[name] for name in needed]).any(axis=0) for needed in self.measures]
        because = np.where(np.column_stack(missing), NO_DATA, UNDEFINED)
        return np.where(meaningful, np.where(np.isnan(values), because, 0), NOT_MEANINGFUL).astype(np.int8)


def _read(catalogue: Catalogue, formula: str | None, name: str) -> pl.Expr:
    read = pl.lit(None) if formula is None else expression(catalogue.expanded(formula))
    return read.cast(pl.Float64).alias(name)


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)


def _target(indicator: Indicator, measures: Mapping[str, Floats], nodes: int) -> Floats:
    if isinstance(indicator.target, str):
        return measures[indicator.target]
    return np.full(nodes, np.nan if indicator.target is None else indicator.target)
