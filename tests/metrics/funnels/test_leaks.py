"""What rounds to nobody is no leak; in any order only those who came from the stage before count as gone on."""

import numpy as np
import pytest

from metrics.funnels.leaks import leaked
from metrics.funnels.sums import Sums


def made(reached, stepped=None, end=None):
    worth = np.array(end or [reached[-1]] * len(reached))
    table = np.array(reached)
    return Sums(table, np.array(stepped or reached), table, table, worth, 10 * worth, np.zeros((0, len(reached)), int))


def test_what_rounds_to_nobody_is_no_leak():
    own = made([100, 39])
    assert leaked(own, own, 1, [0.394]) is None
    assert leaked(own, own, 1, [0.396]).entities == pytest.approx(0.6)


def test_in_any_order_a_leak_is_of_those_who_reached_both_and_worth_what_theirs_brought():
    own = made([100, 60, 50], [100, 60, 20], [50, 30, 50])
    leak = leaked(own, own, 2, [0.5])
    assert leak.entities == pytest.approx(0.5 * 60 - 20)
    assert (leak.policies, leak.cents) == (pytest.approx(10), pytest.approx(100))
    first = leaked(own, own, 1, [0.8])
    assert first.policies == pytest.approx(20 * 30 / 60)
