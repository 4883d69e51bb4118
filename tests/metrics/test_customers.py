from datetime import timedelta

import pytest

from tests.metrics.hand import A, B, at_units, base, june, moves

STAFF = moves((1, june(1), "onboard", A), (2, june(1), "onboard", B))


def proposal(agent, day, customer=7, proposals=1):
    return {"agent_id": agent, "customer_id": customer, "day": june(day), "visits": 1, "proposals": proposals}


def told(*proposals, **tables):
    return base(movement=STAFF, customer_day=list(proposals), **tables)


def test_a_customer_counts_once_with_the_last_proposer():
    sums = told(proposal(1, 2), proposal(2, 5), proposal(1, 3)).sums("mtd", june(20))
    assert at_units(sums["proposal_cust"]) == (0, 1, 1)


def test_of_two_proposers_on_a_day_the_higher_id_has_the_customer():
    assert at_units(told(proposal(2, 5), proposal(1, 5)).sums("mtd", june(20))["proposal_cust"]) == (0, 1, 1)


def test_a_visit_without_a_proposal_is_none():
    assert told(proposal(1, 2, proposals=0)).sums("mtd", june(20))["proposal_cust"][0] == 0


@pytest.mark.parametrize(("after", "counts"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_an_application_counts_within_thirty_days_of_the_first_proposal(after, counts):
    applied = [{"application_id": 1, "day": june(2) + timedelta(days=after), "agent_id": 2, "customer_id": 7}]
    book = told(proposal(1, 2), proposal(1, 20), application=applied)
    assert book.sums("ytd", june(30) + timedelta(days=10))["proposal_cust_apply"][0] == counts


def test_an_application_after_the_day_is_not_known_yet():
    applied = [{"application_id": 1, "day": june(9), "agent_id": 1, "customer_id": 7}]
    book = told(proposal(1, 2), application=applied)
    assert [book.sums("mtd", june(day))["proposal_cust_apply"][0] for day in (8, 9)] == [0, 1]
