from tests.metrics.hand import A, B, at_units, base, june, moves, policy


def test_an_agent_counts_once_and_moves_with_the_credit():
    told = base(
        movement=moves((1, june(1), "onboard", A), (1, june(10), "transfer", B)),
        policy=[policy(1, 1, june(2)), policy(2, 1, june(3)), policy(3, 1, june(12))],
    )
    assert at_units(told.sums("mtd", june(9))["hc_active"]) == (1, 0, 1)
    assert at_units(told.sums("mtd", june(10))["hc_active"]) == (0, 1, 1)
    assert at_units(told.sums("day", june(10))["hc_active"]) == (0, 0, 0)


def test_producing_takes_any_policy_active_a_regular_one():
    told = base(movement=moves((1, june(1), "onboard", A)), policy=[policy(1, 1, june(2), product="P3")])
    sums = told.sums("mtd", june(9))
    assert (sums["hc_producing"][0], sums["hc_active"][0]) == (1, 0)


def test_who_left_still_counts_at_the_last_unit():
    told = base(
        movement=moves((1, june(1), "onboard", A), (1, june(4), "terminate", A)), policy=[policy(1, 1, june(2))]
    )
    assert at_units(told.sums("mtd", june(9))["hc_producing"]) == (1, 0, 1)


def test_a_visit_makes_a_visitor_a_proposal_does_not():
    days = [{"agent_id": n, "day": june(5), "visits": n - 1, "proposals": 1, "app_events": 0} for n in (1, 2)]
    told = base(movement=moves((1, june(1), "onboard", A), (2, june(1), "onboard", A)), agent_day=days)
    assert told.sums("mtd", june(9))["hc_visit"][0] == 1
