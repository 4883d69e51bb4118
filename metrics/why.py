"""Why: what makes an indicator differ from its target, from last year or from the period before.

By children: each one's part of the difference, for a ratio its own rate and its weight apart. By factors: along the
chain that the definition names (agents, visits each, proposals a visit, ...). What cannot be taken apart says why not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from metrics.contribution import ZERO, Contribution, Quotient, exact, of_amounts, of_factors, of_plans, of_ratios
from metrics.definition import Indicator
from metrics.snapshot import Cell, Snapshot

Against = Literal["target", "last_year", "previous"]
AGAINST: tuple[Against, ...] = ("target", "last_year", "previous")
Refusal = Literal["no_children", "no_value", "no_reference", "not_additive", "undefined", "no_factors"]


class RefusedError(Exception):
    """The difference cannot be taken apart; `refusal` is why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Ask:
    """Which cell, held against what."""

    org: str
    indicator: Indicator
    period: str
    against: Against


def by_children(snapshot: Snapshot, ask: Ask) -> Contribution:
    """The children's contributions; what no child holds is the rest.

    Raises:
        RefusedError: there are no children, no value or nothing to hold it against, or the children do not add up to
            their parent (a distinct count over other levels, a difference of ratios).
    """
    own = snapshot.cell(ask.org, ask.indicator.id, ask.period)
    children = snapshot.children(ask.org, ask.indicator.id, ask.period)
    reference = getattr(own, ask.against)
    if not children:
        raise RefusedError("no_children")
    if own.value is None or all(child.reason == "not_meaningful" for child in children):
        raise RefusedError("no_value" if own.value is None else "not_additive")
    if reference is None:
        raise RefusedError("no_reference")
    ratio = ask.indicator.denominator is not None
    return (_ratio if ratio else _amount)(own, children, ask)


def _amount(own: Cell, children: Sequence[Cell], ask: Ask) -> Contribution:
    read = Fraction if ask.against == "target" else exact  # a plan is what it is, not a sum of cents
    now = {child.org: exact(child.value or 0) for child in children}
    then = {child.org: read(getattr(child, ask.against) or 0) for child in children}
    whole = exact(own.value or 0), read(getattr(own, ask.against))
    _check(sum(now.values(), ZERO), whole[0])
    if ask.against != "target":
        _check(sum(then.values(), ZERO), whole[1])
    return of_amounts(now, then, whole)


def _ratio(own: Cell, children: Sequence[Cell], ask: Ask) -> Contribution:
    now = _quotients(own, children, "")
    try:
        if ask.against == "target":
            plan = Fraction(own.target or 0)
            return of_plans(now, {c.org: plan if c.target is None else Fraction(c.target) for c in children}, plan)
        return of_ratios(now, _quotients(own, children, f"{ask.against}_"))
    except ZeroDivisionError as error:
        raise RefusedError("undefined") from error


def _quotients(own: Cell, children: Sequence[Cell], when: str) -> dict[str, Quotient]:
    """Each child's ratio before its division, which add up to the parent's."""
    found = {child.org: _quotient(child, when) for child in children}
    whole = _quotient(own, when)
    _check(sum((one.numerator for one in found.values()), ZERO), whole.numerator)
    _check(sum((one.denominator for one in found.values()), ZERO), whole.denominator)
    return found


def _quotient(cell: Cell, when: str) -> Quotient:
    parts = getattr(cell, f"{when}numerator"), getattr(cell, f"{when}denominator")
    return Quotient(*(exact(part or 0) for part in parts))


def _check(children: Fraction, parent: Fraction) -> None:
    if children != parent:
        raise RefusedError("not_additive")


def by_factors(snapshot: Snapshot, ask: Ask) -> Contribution:
    """The contributions of the indicator's chain: its first link, then each link over the one before.

    Raises:
        RefusedError: the indicator names no chain, or a link is missing or zero.
    """
    chain = ask.indicator.factors
    if not chain:
        raise RefusedError("no_factors")
    cells = [snapshot.cell(ask.org, name, ask.period) for name in chain]
    now, then = ([getattr(cell, when) for cell in cells] for when in ("value", ask.against))
    if None in (*now, *then):
        raise RefusedError("no_value" if None in now else "no_reference")
    if not all(now[:-1]) or not all(then[:-1]):
        raise RefusedError("undefined")
    return of_factors(list(chain), _steps(now), _steps(then))


def _steps(values: Sequence[float]) -> list[Fraction]:
    """The first value, then how much each is for one of the value before."""
    numbers = [exact(value) for value in values]
    return [numbers[0], *(after / before for before, after in pairwise(numbers))]


def reference(cell: Cell, against: Against) -> float | None:
    """What a cell is held against."""
    values: Mapping[str, float | None] = {name: getattr(cell, name) for name in AGAINST}
    return values[against]
