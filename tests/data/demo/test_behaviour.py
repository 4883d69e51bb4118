"""How visits went: modes, lengths, and the needs analyses that lead to proposals."""

from dataclasses import replace

import numpy as np
import pytest

from data.demo import constants as c
from data.demo.behaviour import Acts, analysed, called
from data.demo.serving import Serving, orphaned, served


@pytest.fixture(scope="module")
def visits(drawn):
    return drawn.acts.take(~drawn.acts.proposal)


def test_six_of_ten_visits_are_face_to_face(visits):
    assert np.bincount(visits.mode) / len(visits.mode) == pytest.approx([0.6, 0.1, 0.3], abs=0.015)


def test_a_few_visits_are_too_short(visits):
    short = visits.minutes < 5
    assert short.mean() == pytest.approx(c.SHORT_VISITS * (1 - c.PROPOSALS / c.VISITS), abs=0.004)
    assert visits.minutes.min() == 3
    assert visits.valid.mean() == pytest.approx(0.68, abs=0.02)


def test_needs_are_analysed_on_valid_visits_only(drawn):
    acts = drawn.acts
    assert not (acts.needs & ~acts.valid).any()
    months = (acts.day[-1] - acts.day[0] + 1) / 30.44
    assert acts.needs.sum() / months / 1_600 == pytest.approx(6.4, abs=0.4)


def test_nearly_every_proposal_has_needs_analysed_within_a_month_before(drawn):
    acts = drawn.acts
    made = acts.take(acts.proposal & (acts.day >= acts.day[0] + 31))
    known = set(zip(acts.customer[acts.needs].tolist(), acts.day[acts.needs].tolist(), strict=True))
    pairs = list(zip(made.customer.tolist(), made.day.tolist(), strict=True))[:20_000]
    found = [any((customer, day - ago) in known for ago in range(31)) for customer, day in pairs]
    assert np.mean(found) == pytest.approx(c.NEEDS_BEFORE, abs=0.02)
    same_day = np.mean([pair in known for pair in pairs])
    assert 0.4 < same_day < 0.9


def acts(*rows):
    """Acts of (customer, day, proposal, mode)."""
    customer, day, proposal, mode = (np.array(column) for column in zip(*rows, strict=True))
    nothing = np.zeros(len(rows), np.int32)
    minutes = np.where(proposal, 0, 30).astype(np.int32)
    return Acts(nothing, nothing, customer, day, proposal, minutes, np.zeros(len(rows)), mode, proposal & False)


def test_needs_go_to_the_earlier_valid_visit_or_to_the_meeting(monkeypatch):
    monkeypatch.setattr(c, "NEEDS_BEFORE", 1.0)
    monkeypatch.setattr(c, "NEEDS_EARLIER", 1.0)
    monkeypatch.setattr(c, "NEEDS_ALONE", 0.0)
    lone = acts((7, 100, True, 0), (7, 100, False, 0))
    near = acts((7, 75, False, 1), (7, 90, False, 2), (7, 100, True, 0), (7, 100, False, 0))
    far = acts((7, 69, False, 0), (6, 99, False, 0), (7, 100, True, 0), (7, 100, False, 0))
    for given, at in ((lone, [1]), (near, [0]), (far, [3])):
        assert np.flatnonzero(analysed(given, np.random.default_rng(1)).needs).tolist() == at


def test_valid_needs_both_a_meeting_and_its_time():
    visit = acts((7, 100, False, 0))
    assert visit.valid.tolist() == [True]
    for change in ({"mode": np.array([2])}, {"minutes": np.array([4])}, {"proposal": np.array([True])}):
        assert replace(visit, **change).valid.tolist() == [False]


def test_a_third_of_the_lone_visits_go_to_customers_served_and_a_few_to_orphans(drawn):
    acts = drawn.acts.take(drawn.acts.day >= drawn.world.line.as_of - 60)
    keys = acts.customer * 100_000 + acts.day
    alone = acts.take(~acts.proposal & ~np.isin(keys, keys[acts.proposal]))
    own, waiting = served(drawn.assigns), orphaned(drawn.assigns, drawn.world.people)
    shares = [np.isin(alone.customer, part.customer).mean() for part in (own, waiting)]
    assert shares[0] == pytest.approx(c.VISITS_TO_SERVED + 0.07, abs=0.05)
    orphans = set(zip(waiting.owner.tolist(), waiting.customer.tolist(), strict=True))
    pairs = zip(alone.unit.tolist(), alone.customer.tolist(), strict=True)
    assert np.mean([pair in orphans for pair in pairs]) > 0.005


def test_a_visit_with_a_proposal_stays_with_its_customer(monkeypatch):
    monkeypatch.setattr(c, "VISITS_TO_SERVED", 1.0)
    monkeypatch.setattr(c, "VISITS_TO_ORPHANS", 0.0)
    given = acts((7, 100, True, 0), (7, 100, False, 0), (8, 100, False, 0))
    one = Serving(np.array([0]), np.array([9], np.int64), np.array([50]), np.array([200]))
    assert called(given, one, one, np.random.default_rng(1)).customer.tolist() == [7, 7, 9]
