"""Parts add up to the whole, exactly, whatever the numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.contribution import Quotient, exact, of_amounts, of_factors, of_plans, of_ratios

amounts = some.integers(-(10**13), 10**13).map(lambda cents: Fraction(cents, 100))
counts = some.integers(0, 10**6).map(lambda halves: Fraction(halves, 2))
quotients = some.builds(Quotient, amounts, counts)
children = some.lists(some.tuples(quotients, quotients), min_size=1, max_size=6)


def two(pairs):
    return ({str(at): pair[side] for at, pair in enumerate(pairs)} for side in (0, 1))


def summed(found):
    return sum(part.total for part in found.parts) + found.rest


@given(some.lists(some.tuples(amounts, amounts), min_size=1, max_size=6), amounts, amounts)
def test_amounts_add_up(pairs, now, then):
    found = of_amounts(*two(pairs), (now, then))
    assert summed(found) == found.difference == now - then


@given(children)
def test_ratios_add_up_and_leave_no_rest(pairs):
    now, then = two(pairs)
    if not (sum(one.denominator for one in now.values()) and sum(one.denominator for one in then.values())):
        with pytest.raises(ZeroDivisionError):
            of_ratios(now, then)
        return
    found = of_ratios(now, then)
    if all(one.denominator or not one.numerator for one in (*now.values(), *then.values())):
        assert found.rest == 0
    assert summed(found) == found.difference


@given(some.lists(some.tuples(quotients, amounts), min_size=1, max_size=6), amounts)
def test_plans_add_up(pairs, plan):
    now, plans = two(pairs)
    if sum(one.denominator for one in now.values()):
        found = of_plans(now, plans, plan)
        assert summed(found) == found.difference


@given(some.lists(some.tuples(amounts, amounts), min_size=1, max_size=5))
def test_factors_add_up_and_leave_no_rest(pairs):
    now, then = zip(*pairs, strict=True)
    found = of_factors([str(at) for at in range(len(pairs))], now, then)
    assert found.rest == 0
    assert summed(found) == found.difference


def test_a_ratio_by_hand():
    """A goes from 1/2 to 3/4 at equal weights: all of it is A's rate; B's weight does not matter."""
    now = {"a": Quotient(Fraction(3), Fraction(4)), "b": Quotient(Fraction(2), Fraction(4))}
    then = {"a": Quotient(Fraction(2), Fraction(4)), "b": Quotient(Fraction(2), Fraction(4))}
    a, b = of_ratios(now, then).parts
    assert (a.rate, a.mix, b.rate, b.mix) == (Fraction(1, 8), 0, 0, 0)


def test_a_shift_to_the_better_child_is_mix():
    now = {"good": Quotient(Fraction(6), Fraction(6)), "poor": Quotient(Fraction(0), Fraction(2))}
    then = {"good": Quotient(Fraction(4), Fraction(4)), "poor": Quotient(Fraction(0), Fraction(4))}
    found = of_ratios(now, then)
    assert found.difference == Fraction(1, 4) == sum(part.mix for part in found.parts)
    assert all(part.rate == 0 for part in found.parts)


def test_two_factors_share_what_both_did():
    found = of_factors(["agents", "each"], [Fraction(3), Fraction(5)], [Fraction(2), Fraction(4)])
    assert [part.total for part in found.parts] == [Fraction(9, 2), Fraction(5, 2)]


def test_exact_drops_the_dust():
    assert exact(0.1 + 0.2) == Fraction(3, 10)
