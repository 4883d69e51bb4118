"""WeCom: nearly half of the customers, each once, added the agent who served them."""

import numpy as np
import pytest

from data.demo.serving import served


def test_nearly_half_have_added_by_now_and_fewer_before(drawn):
    adds, line = drawn.adds, drawn.world.line
    assert len(np.unique(adds.customer)) == len(adds.customer)
    for day, share in ((line.as_of, 0.45), (line.as_of - 365, 0.36)):
        known = np.unique(drawn.assigns.customer[drawn.assigns.day <= day])
        assert (adds.day <= day).sum() / len(known) == pytest.approx(share, abs=0.05)
    assert adds.day.min() >= line.first
    assert (np.diff(adds.day) >= 0).all()


def test_the_agent_added_served_the_customer_then(drawn):
    spells_of = served(drawn.assigns)
    spells = {}
    for row in zip(
        *(column.tolist() for column in (spells_of.customer, spells_of.owner, spells_of.start, spells_of.end)),
        strict=True,
    ):
        spells.setdefault(row[:2], []).append(row[2:])
    adds = drawn.adds.take(np.arange(0, len(drawn.adds.day), 7))
    for customer, agent, day in zip(adds.customer.tolist(), adds.agent.tolist(), adds.day.tolist(), strict=True):
        assert any(start <= day < end for start, end in spells[customer, agent])
