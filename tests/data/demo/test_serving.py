"""Spells of service follow the assignments."""

import numpy as np
import pytest

from data.demo import serving
from data.demo.assigns import in_order, rows
from data.demo.spells import FOREVER


def row(customer, day, kind, agent, left=-1):
    return rows(np.array([customer]), np.array([day]), kind, np.array([agent]), np.array([left]))


@pytest.fixture
def book():
    """Customer 7: sold by agent 1 on day 10, an orphan from day 20, agent 3's from day 25."""
    return in_order([row(7, 10, 0, 1), row(7, 20, 1, -1, left=1), row(7, 25, 2, 3)])


class Moves:
    """Spells of agents who all sit in the unit of their number plus 40."""

    def unit_on(self, agent, _day):
        return agent + 40


class People:
    spells = Moves()


def spells(found):
    return list(zip(found.owner.tolist(), found.start.tolist(), found.end.tolist(), strict=True))


def test_service_goes_from_the_seller_over_the_unit_to_the_heir(book):
    assert spells(serving.served(book)) == [(1, 10, 20), (3, 25, FOREVER)]
    assert spells(serving.orphaned(book, People())) == [(41, 20, 25)]


def test_a_customer_is_found_while_served(book):
    found = serving.served(book)
    owner, day = np.array([1, 1, 1, 3, 3, 2]), np.array([10, 11, 20, 25, 26, 15])
    assert found.customers(owner, day, np.random.default_rng(1)).tolist() == [0, 7, 0, 0, 7, 0]
    assert found.since(np.array([7, 6, 8])).tolist() == [10, FOREVER, FOREVER]
