"""Review tasks: who is asked to review whose policies, and how far it comes."""

import numpy as np
import pytest

from data.demo import reviews
from data.demo.assigns import in_order, rows
from data.demo.policies import NEVER


def rows_of(table, *names):
    return zip(*(getattr(table, name).tolist() for name in names), strict=True)


@pytest.fixture(scope="module")
def settled(drawn):
    """The tasks old enough to have come to their end."""
    tasks, line = drawn.tasks, drawn.world.line
    return tasks.take((tasks.assigned >= drawn.acts.day[0] + 30) & (tasks.assigned < line.as_of - 20))


def row(customer, day, kind, agent):
    return rows(np.array([customer]), np.array([day]), kind, np.array([agent]), np.array([-1]))


def test_service_goes_from_the_seller_over_nobody_to_the_heir():
    served = reviews.serving(in_order([row(7, 10, 0, 1), row(7, 20, 1, -1), row(7, 25, 2, 3)]))
    spells = list(zip(served.agent.tolist(), served.start.tolist(), served.end.tolist(), strict=True))
    assert spells == [(1, 10, 20), (3, 25, 2_000_000)]
    luck = np.random.default_rng(1)
    asked = served.customers(np.array([1, 1, 1, 3, 3, 2]), np.array([10, 11, 20, 25, 26, 15]), luck)
    assert asked.tolist() == [0, 7, 0, 0, 7, 0]


def test_shares_of_steps_are_those_of_the_funnel(settled):
    met, done = settled.appointed < NEVER, settled.done < NEVER
    assert met.mean() == pytest.approx(0.45, abs=0.03)
    assert done[met].mean() == pytest.approx(0.60, abs=0.03)
    assert settled.gap[done].mean() == pytest.approx(0.70, abs=0.03)
    assert not settled.gap[~done].any()
    assert not (done & ~met).any()


def test_steps_follow_one_another_while_the_agent_is_there(drawn, settled):
    met, done = settled.appointed < NEVER, settled.done < NEVER
    assert (settled.appointed >= settled.assigned)[met].all()
    assert (settled.done >= settled.appointed)[done].all()
    people = drawn.world.people
    assert (settled.assigned >= people.joined[settled.agent]).all()
    assert (settled.done < people.left[settled.agent])[done].all()


def test_a_task_is_for_a_served_customer_once_in_a_while(drawn, settled):
    spells = {}
    for agent, customer, start, end in rows_of(reviews.serving(drawn.assigns), "agent", "customer", "start", "end"):
        spells.setdefault((agent, customer), []).append((start, end))
    few = settled.take(np.arange(0, len(settled.agent), 5))
    for agent, customer, day in rows_of(few, "agent", "customer", "assigned"):
        assert any(start <= day < end for start, end in spells[agent, customer])
    slot = settled.customer * 10_000 + settled.assigned // 32
    assert len(np.unique(slot)) == len(slot)


def test_a_gap_found_leads_to_a_proposal_more_often_than_not_found(drawn, settled):
    made = drawn.acts.take(drawn.acts.proposal)
    days = {}
    for customer, day in rows_of(made, "customer", "day"):
        days.setdefault(customer, []).append(day)
    done = settled.take((settled.done < NEVER) & (settled.done < drawn.world.line.as_of - 30))
    led = np.array(
        [
            any(0 <= day - on <= 30 for day in days.get(customer, ()))
            for customer, on in rows_of(done, "customer", "done")
        ]
    )
    assert 0.3 < led[done.gap].mean() < 0.6
    assert led[~done.gap].mean() < 0.15


def test_reviews_are_four_a_head_and_month(drawn):
    review = drawn.deeds.take(drawn.deeds.kind == 0)
    since, end = drawn.acts.day[0], drawn.world.line.as_of
    alone = ((review.day >= since) & (review.day < end)).sum()
    asked = ((drawn.tasks.done >= since) & (drawn.tasks.done < end)).sum()
    assert (alone + asked) / ((end - since) / 30.44) / 1_600 == pytest.approx(4.0, abs=0.4)
