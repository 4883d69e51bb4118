"""A customer is served by the seller, by nobody once they left, then by a colleague."""

import numpy as np
import pytest

from data.demo import assigns
from data.demo.assigns import NOBODY

SALE, ORPHANED, ASSIGNED = range(3)


@pytest.fixture(scope="module")
def rows(drawn):
    return drawn.assigns


def test_every_policy_is_a_sale_of_its_agent(drawn, rows):
    sales = rows.take(rows.kind == SALE)
    assert len(sales.day) == len(drawn.policies.agent)
    keys = [sorted(zip(*part, strict=True)) for part in (
        (sales.customer.tolist(), sales.day.tolist(), sales.agent.tolist()),
        (drawn.policies.customer.tolist(), drawn.policies.issued.tolist(), drawn.policies.agent.tolist()),
    )]  # fmt: skip
    assert keys[0] == keys[1]
    assert (sales.left == NOBODY).all()


def test_customers_are_orphans_on_the_day_after_their_agent_left(drawn, rows):
    orphaned = rows.take(rows.kind == ORPHANED)
    assert (orphaned.agent == NOBODY).all()
    assert (orphaned.day == drawn.world.people.left[orphaned.left] + 1).all()


def test_heirs_are_there_and_soon(drawn, rows):
    assigned, people = rows.take(rows.kind == ASSIGNED), drawn.world.people
    wait = assigned.day - people.left[assigned.left]
    assert (wait >= 1).all()
    assert (wait < len(assigns.WAIT)).all()
    assert (people.joined[assigned.agent] <= assigned.day).all()
    assert (people.left[assigned.agent] > assigned.day).all()


def test_most_orphans_find_somebody_of_the_unit(drawn, rows):
    people, assigned = drawn.world.people, rows.take(rows.kind == ASSIGNED)
    assert len(assigned.day) / (rows.kind == ORPHANED).sum() > 0.9
    unit = people.spells.unit_on(assigned.left, people.left[assigned.left])
    assert (people.spells.unit_on(assigned.agent, assigned.day) == unit).all()


def test_rows_come_by_day(rows):
    assert (np.diff(rows.day) >= 0).all()
