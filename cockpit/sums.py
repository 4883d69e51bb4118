"""A cell's parts beside the sums of its children's: what adds up must agree."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from cockpit import figures
from cockpit.figures import Figure
from cockpit.session import Session
from metrics.catalogue import Indicator
from metrics.measures import MEASURES, split
from metrics.snapshot import Cell

SMALL = 1e-6


@dataclass(frozen=True)
class Sum:
    """A parent's part (numerator or denominator) beside the sum of its children's."""

    label: str
    own: Figure
    below: Figure
    difference: Figure | None


def sums(session: Session, cell: Cell, children: Sequence[Cell]) -> list[Sum]:
    """Numerator and denominator of the org beside the sums over its children, as far as they add up.

    Empty where there is nothing to add: no value, no child with one, or no part that is a sum of measures.
    """
    if cell.value is None or all(child.numerator is None for child in children):
        return []
    shown = session.shown
    parts = (
        ("numerator", shown.numerator, cell.numerator, [child.numerator for child in children]),
        ("denominator", shown.denominator, cell.denominator, [child.denominator for child in children]),
    )
    return [
        _sum(session, label, own, below)
        for label, formula, own, below in parts
        if own is not None and formula is not None and adds_up(session.catalogue.expanded(formula))
    ]


def adds_up(formula: str) -> bool:
    """Whether a formula over measures is a sum of them, so that an org's number is the sum of its children's."""
    try:
        return _is_sum(ast.parse(formula, mode="eval").body)
    except SyntaxError:
        return False


def _is_sum(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return _counted(name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _is_sum(left) and _is_sum(right)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=ast.Constant()):
            return _is_sum(left)
        case ast.BinOp(left=ast.Constant(), op=ast.Mult(), right=right):
            return _is_sum(right)
    return False


def _counted(name: str) -> bool:
    """Whether a measure is counted in each organisation: the calendar is the same in all."""
    measure = MEASURES.get(split(name)[0])
    return measure is not None and measure.kind != "calendar"


def _sum(session: Session, label: str, own: float, below: Sequence[float | None]) -> Sum:
    total = sum(value for value in below if value is not None)
    unit = part_unit(session, session.shown, label)
    equal = abs(total - own) <= SMALL * max(1.0, abs(own))
    return Sum(
        session.say(f"drill.{label}"),
        figures.figure(own, unit, session.lang),
        figures.figure(total, unit, session.lang),
        None if equal else figures.figure(total - own, unit, session.lang),
    )


def part_unit(session: Session, indicator: Indicator, label: str) -> str:
    """The unit of an indicator's numerator or denominator; none where it is a mere count."""
    if indicator.unit == "%":
        measures = (MEASURES[split(name)[0]] for name in session.catalogue.measures(indicator.id))
        return "元" if any(measure.money for measure in measures) else ""
    if label == "denominator":
        return ""
    whole, _, one = indicator.unit.partition("/")
    return "" if one and whole != "元" else whole
