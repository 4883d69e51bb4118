"""The funnel of an org, its parts, which sum to the whole, and its leaks against the best quartile."""

import pytest

from tests.metrics.funnels.hand import JUNE, MAY, UNITS, by_hand, step, tree


def test_rates_are_of_the_stage_before_and_of_all():
    last = step("86", 3)
    assert (last.entities, last.rate, last.whole) == (75, 0.5, 0.15)
    assert step("86", 0).rate is None
    assert step("86", 4).cents == 75_000


def test_a_leak_is_what_the_best_quartile_would_bring():
    leak = step(UNITS[1], 1, funnels=by_hand(200)).leak
    assert (leak.rate, leak.peers) == (pytest.approx(0.4), 5)
    assert leak.entities == pytest.approx(40)
    assert (leak.policies, leak.cents) == (pytest.approx(20), pytest.approx(20_000))


def test_a_small_org_learns_its_worth_from_the_company():
    """Ten who were met are too few to tell: of the company's 150 half sold a policy each."""
    assert step(UNITS[0], 1).leak.policies == pytest.approx(30 * 0.5)


def test_who_is_as_good_as_the_best_quartile_has_no_leak():
    assert [step(unit, 1).leak is None for unit in UNITS] == [False, False, False, True, True]


def test_few_entities_are_no_peer_and_have_no_leak():
    assert all(step(unit, 1, funnels=by_hand(29)).leak is None for unit in UNITS)


def test_the_company_has_no_peer_but_itself():
    assert all(one.leak is None for one in by_hand().funnel(tree(), "86", "recruiting", MAY, closed=True).steps)


def test_the_running_month_is_open():
    found = by_hand().funnel(tree(), "86", "recruiting", JUNE, closed=True)
    assert (found.open_, found.steps[0].entities) == (35, 0)
    assert by_hand().funnel(tree(), "86", "recruiting", JUNE, closed=False).steps[0].entities == 35


def test_median_days_are_those_of_the_closed():
    assert step("86", 1).days == 4.5
    assert step("86", 1, closed=False).days is None


def test_parts_sum_to_the_whole(counted, orgs):
    month = counted.newest_closed("renewal")
    whole = counted.funnel(orgs, "86", "renewal", month, closed=False)
    for by in ("tenure", "segment"):
        parts = counted.parts(orgs, "86", "renewal", month, by, closed=False)
        assert len(parts) > 1
        assert sum(part.entities for part in parts.values()).tolist() == [one.entities for one in whole.steps]
        assert sum(part.left for part in parts.values()).T.tolist() == [list(one.left) for one in whole.steps]
