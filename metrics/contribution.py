"""Contributions: how a difference is made of parts that add up to it exactly.

All numbers are fractions. Ratios are taken apart with midpoint weights (Bennet, 1920): for each child the change of its
own ratio (`rate`) and the change of its weight (`mix`). A product of factors is taken apart by the mean over all orders
in which the factors may change (Shapley value; Shorrocks, 2013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, prod

ZERO, HALF = Fraction(0), Fraction(1, 2)
STEPS = 10_000
"""Values are exact to the cent and to the tenth of a count; a float holds a ten-thousandth of 10^11 yuan exactly."""


@dataclass(frozen=True)
class Part:
    """What one child or one factor adds to the difference; `mix` is there for the children of a ratio only."""

    name: str
    rate: Fraction
    mix: Fraction = ZERO

    @property
    def total(self) -> Fraction:
        return self.rate + self.mix


@dataclass(frozen=True)
class Contribution:
    """`difference` is the sum of the parts' totals and of `rest`, which belongs to no part."""

    difference: Fraction
    parts: tuple[Part, ...]
    rest: Fraction = ZERO


@dataclass(frozen=True)
class Quotient:
    """A ratio before its division."""

    numerator: Fraction
    denominator: Fraction

    @property
    def value(self) -> Fraction | None:
        return self.numerator / self.denominator if self.denominator else None


def exact(value: float) -> Fraction:
    """A snapshot's value without the dust of binary fractions."""
    return Fraction(round(value * STEPS), STEPS)


def of_amounts(
    now: Mapping[str, Fraction], then: Mapping[str, Fraction], whole: tuple[Fraction, Fraction]
) -> Contribution:
    """Of amounts that add up: each child's own change; `whole` is what the parent has now and then.

    The rest is what the parent has beyond its children, such as a plan that was not passed on.
    """
    parts = tuple(Part(name, now[name] - then[name]) for name in now)
    difference = whole[0] - whole[1]
    return Contribution(difference, parts, difference - _total(parts))


def of_ratios(now: Mapping[str, Quotient], then: Mapping[str, Quotient]) -> Contribution:
    """Of a ratio whose numerators and denominators add up over the children: rate and mix of each child.

    ZeroDivisionError where the whole has no denominator now or then. A child without one now or then has no change of
    rate: all that it adds is mix.
    """
    weight, before = _weights(now), _weights(then)
    value, reference = _whole(now), _whole(then)
    middle = HALF * (value + reference)
    parts = []
    for name in now:
        own, earlier = now[name].value, then[name].value
        change = weight[name] - before[name]
        if own is None or earlier is None:
            added = weight[name] * (own or ZERO) - before[name] * (earlier or ZERO)
            parts.append(Part(name, ZERO, added - change * middle))
        else:
            rate = HALF * (weight[name] + before[name]) * (own - earlier)
            parts.append(Part(name, rate, change * (HALF * (own + earlier) - middle)))
    difference = value - reference
    return Contribution(difference, tuple(parts), difference - _total(parts))


def of_plans(now: Mapping[str, Quotient], plans: Mapping[str, Fraction], plan: Fraction) -> Contribution:
    """Of a ratio against its plan: each child's distance from its own plan, by its weight.

    The rest is the distance between the children's plans, weighed by what happened, and the parent's plan.
    """
    weight = _weights(now)
    parts = tuple(
        Part(name, weight[name] * (value - plans[name])) for name in now if (value := now[name].value) is not None
    )
    difference = _whole(now) - plan
    return Contribution(difference, parts, difference - _total(parts))


def of_factors(names: Sequence[str], now: Sequence[Fraction], then: Sequence[Fraction]) -> Contribution:
    """Of a product of a few factors: the mean change that each makes over all orders of changing them."""
    count = len(names)
    orders = factorial(count)
    parts = []
    for place, name in enumerate(names):
        others = [other for other in range(count) if other != place]
        total = ZERO
        for size in range(count):
            share = Fraction(factorial(size) * factorial(count - size - 1), orders)
            for changed in combinations(others, size):
                rest = prod((now[at] if at in changed else then[at] for at in others), start=Fraction(1))
                total += share * rest * (now[place] - then[place])
        parts.append(Part(name, total))
    return Contribution(prod(now, start=Fraction(1)) - prod(then, start=Fraction(1)), tuple(parts))


def _weights(children: Mapping[str, Quotient]) -> dict[str, Fraction]:
    whole = sum((child.denominator for child in children.values()), ZERO)
    return {name: child.denominator / whole for name, child in children.items()}


def _whole(children: Mapping[str, Quotient]) -> Fraction:
    numerator = sum((child.numerator for child in children.values()), ZERO)
    return numerator / sum((child.denominator for child in children.values()), ZERO)


def _total(parts: Sequence[Part]) -> Fraction:
    return sum((part.total for part in parts), ZERO)
