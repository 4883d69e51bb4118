"""What the plants take away, they take away along the whole chain; what they do not touch stays as it was."""

import numpy as np
import pytest

from data.demo import plants
from data.demo.dice import streams
from data.demo.harm import harm
from data.demo.renewals import UNPAID


@pytest.fixture(scope="module")
def place(drawn):
    return plants.scene(drawn.world.orgs, drawn.world.line, streams(7)["plants"])


@pytest.fixture(scope="module")
def hurt(drawn, place):
    return harm(drawn, place, streams(7))


def keys(agent, customer, day):
    return set(zip(agent.tolist(), customer.tolist(), day.tolist(), strict=True))


def test_a_kept_application_keeps_its_proposal_and_its_visit(drawn, place, hurt):
    young = place.orgs.inside(place.collapse, drawn.cases.unit) & (drawn.cases.proposed >= place.third)
    kept = drawn.cases.take(hurt.applications & young & (drawn.cases.applied <= place.as_of))
    assert len(kept.agent) > 0
    signed = keys(kept.agent, kept.customer, kept.proposed)
    for proposal in (True, False):
        acts = hurt.acts.take(hurt.acts.proposal == proposal)
        assert signed <= keys(acts.agent, acts.customer, acts.day)


def test_a_policy_goes_with_its_application(drawn, hurt):
    new = drawn.case >= 0
    orphaned = hurt.policies[new] & ~hurt.applications[drawn.case[new]]
    assert not orphaned.any()
    assert hurt.policies[~new].all()


def test_sales_of_the_collapse_fall_to_a_tenth(drawn, place, hurt):
    there = place.orgs.inside(place.collapse, drawn.cases.unit) & (drawn.cases.applied >= place.fifth)
    assert hurt.applications[there].mean() == pytest.approx(0.10, abs=0.05)
    elsewhere = ~place.orgs.inside(place.branch, drawn.cases.unit)
    assert hurt.applications[elsewhere].all()


def test_only_the_waves_payments_are_late(drawn, place, hurt):
    changed = hurt.dues.paid != drawn.dues.paid
    wave = place.orgs.inside(place.wave, drawn.dues.unit)
    due_then = wave & (drawn.dues.paid >= place.start) & (drawn.dues.paid < UNPAID)
    assert changed[due_then].mean() == pytest.approx(0.80, abs=0.02)
    assert not changed[~due_then].any()


def test_the_healthy_twin_keeps_everything(drawn):
    kept = harm(drawn, None, streams(7))
    assert kept.acts is drawn.acts
    assert kept.dues is drawn.dues
    assert kept.applications.all()
    assert kept.policies.all()
    assert np.count_nonzero(kept.gone) == 0
