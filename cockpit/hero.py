"""One cell in full: its value, its neighbours in time, its definition, and the sum over the children."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cockpit import figures
from cockpit.figures import Figure
from cockpit.session import Session
from cockpit.view import indicator_name, mark, reason, share_bar
from metrics.catalogue import Indicator
from metrics.measures import MEASURES
from metrics.snapshot import Cell

SMALL = 1e-6


@dataclass(frozen=True)
class Sum:
    """A parent's part (numerator or denominator) beside the sum of its children's."""

    label: str
    own: Figure
    below: Figure
    difference: Figure | None


def hero(session: Session) -> dict[str, Any]:
    """What the template drill_hero shows."""
    sight, indicator, lang = session.sight, session.shown, session.lang
    cell = sight.cell(session.org, indicator.id, session.period)
    children = sight.children(session.org, indicator.id, session.period)
    share = figures.attainment(cell, indicator)
    return {
        "cell": cell,
        "name": indicator_name(session, indicator.id),
        "value": figures.figure(cell.value, indicator.unit, lang),
        "reason": reason(session, cell),
        "target": figures.figure(cell.target, indicator.unit, lang) if cell.target else None,
        "attained": None if share is None else figures.percent(share, lang, 1),
        "bar": None if share is None else share_bar(share),
        "mark": None if share is None else mark(session, session.org, indicator),
        "last_year": figures.figure(cell.last_year, indicator.unit, lang),
        "previous": figures.figure(cell.previous, indicator.unit, lang),
        "yoy": figures.change(cell.value, cell.last_year, indicator, lang),
        "mom": figures.change(cell.value, cell.previous, indicator, lang),
        "sums": sums(session, cell, children),
        "has_children": bool(children),
    }


def sums(session: Session, cell: Cell, children: Sequence[Cell]) -> list[Sum]:
    """Numerator and denominator of the org beside the sums over its children; empty where there is nothing to add."""
    if cell.value is None or all(child.numerator is None for child in children):
        return []
    parts = [("numerator", cell.numerator, [child.numerator for child in children])]
    if cell.denominator is not None:
        parts.append(("denominator", cell.denominator, [child.denominator for child in children]))
    return [_sum(session, label, own, below) for label, own, below in parts if own is not None]


def _sum(session: Session, label: str, own: float, below: Sequence[float | None]) -> Sum:
    total = sum(value for value in below if value is not None)
    unit = part_unit(session, session.shown)
    difference = (
        None if abs(total - own) <= SMALL * max(1.0, abs(own)) else figures.figure(total - own, unit, session.lang)
    )
    return Sum(
        session.say(f"drill.{label}"),
        figures.figure(own, unit, session.lang),
        figures.figure(total, unit, session.lang),
        difference,
    )


def part_unit(session: Session, indicator: Indicator) -> str:
    """The unit of an indicator's numerator and denominator: its own, or for a rate that of what it counts."""
    if indicator.unit != "%":
        return indicator.unit
    return "元" if any(MEASURES[measure].money for measure in session.catalogue.measures(indicator.id)) else ""
