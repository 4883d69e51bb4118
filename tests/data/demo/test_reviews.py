"""Review tasks: who is asked to review whose policies, and how far it comes."""

import numpy as np
import pytest

from data.demo import serving
from data.demo.policies import NEVER


def rows_of(table, *names):
    return zip(*(getattr(table, name).tolist() for name in names), strict=True)


@pytest.fixture(scope="module")
def settled(drawn):
    """The tasks old enough to have come to their end."""
    tasks, line = drawn.tasks, drawn.world.line
    return tasks.take((tasks.assigned >= drawn.acts.day[0] + 30) & (tasks.assigned < line.as_of - 20))


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
    for agent, customer, start, end in rows_of(serving.served(drawn.assigns), "owner", "customer", "start", "end"):
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
