"""The rows behind a measure, by hand: of every kind those that are counted, where they are credited, and no others."""

from datetime import date

import pytest

from data.calendar import WorkCalendar
from metrics.base import Base
from metrics.derived import Facts
from metrics.evidence import Evidence
from metrics.measures import SOURCES
from metrics.window import Window
from tests.metrics.hand import FIRST, LAST, ORGS, A, B, Rows, june, moves, policy

CALENDAR = WorkCalendar()
BY_MEASURE = {one.id: source for source in SOURCES for one in source.measures}
STAFF = moves((1, date(2025, 1, 1), "onboard", A), (2, date(2025, 1, 1), "onboard", B), (1, june(10), "transfer", B))
"""Agent 1 goes from A to B on 10 June; agent 2 stands at B."""


def rows(name, org="86", day=30, period="mtd", **tables):
    """The rows of a measure in June 2026 up to a day."""
    facts = Rows(**{"movement": STAFF, **tables})
    base = Base.load(facts, ORGS, CALENDAR, FIRST, LAST, only=frozenset({name}))
    evidence = Evidence(base, Facts(facts, CALENDAR, (FIRST, LAST)), BY_MEASURE, org)
    return evidence.rows(name, Window.of(CALENDAR, period, june(day)))


def act(agent, day, **done):
    return {"agent_id": agent, "day": june(day), **done}


def with_customer(customer, agent, day, **done):
    return {"customer_id": customer, "agent_id": agent, "day": day, **done}


def test_a_flow_s_rows_stand_where_the_agent_stood_on_their_day():
    done = [act(1, 9, visits=3), act(1, 10, visits=4), act(2, 9, visits=0, needs=5)]
    found = rows("visits", agent_day=done)
    assert found.columns[:3] == ["day", "unit_id", "amount"]
    assert found.select("day", "unit_id", "amount", "agent_id").rows() == [(june(9), A, 3, 1), (june(10), B, 4, 1)]
    assert rows("visits", A, agent_day=done)["amount"].to_list() == [3]
    assert rows("visits", day=9, agent_day=done)["amount"].to_list() == [3]
    assert rows("visits", day=10, period="day", agent_day=done)["amount"].to_list() == [4]


def test_a_flow_s_rows_carry_no_other_measure_of_their_source():
    found = rows("visits", agent_day=[act(1, 9, visits=3, needs=5, proposals=6)])
    assert not {"visits", "needs", "proposals"} & set(found.columns)


def test_a_stock_is_who_was_there_at_the_end_of_the_day_and_its_beginning_the_day_before_the_period():
    assert rows("hc_end", A, day=9)["agent_id"].to_list() == [1]
    assert rows("hc_end", A, day=10).is_empty()
    assert rows("hc_begin", A, day=10)["agent_id"].to_list() == [1]
    assert sorted(rows("hc_end", B, day=10)["agent_id"]) == [1, 2]
    assert rows("hc_begin", B, day=10)["agent_id"].to_list() == [2]


def test_days_on_the_staff_are_the_working_days_of_each_spell():
    found = rows("hc_agent_days", A)
    assert found["workdays"].to_list() == [len(CALENDAR.workdays(june(1), june(9)))]
    assert found["amount"].to_list() == found["workdays"].to_list()
    both = dict(rows("hc_agent_days", B).select("agent_id", "amount").iter_rows())
    assert both == {1: len(CALENDAR.workdays(june(10), june(30))), 2: len(CALENDAR.workdays(june(1), june(30)))}


def test_an_agent_who_counts_is_one_row_at_the_unit_of_the_last_day():
    done = [act(1, 3, visits=1), act(1, 4, visits=2)]
    assert rows("hc_visit", agent_day=done).select("agent_id", "unit_id", "amount").rows() == [(1, B, 1)]
    assert rows("hc_visit", A, agent_day=done).is_empty()
    assert rows("hc_visit", A, day=9, agent_day=done)["agent_id"].to_list() == [1]
    assert rows("hc_visit", day=10, agent_day=done)["unit_id"].to_list() == [B]


def test_who_joined_counts_with_the_day_of_joining():
    joined = moves((1, date(2026, 3, 5), "onboard", A), (2, date(2026, 4, 5), "onboard", B))
    assert rows("coh3_size", movement=joined).select("agent_id", "unit_id", "day").rows() == [(1, A, date(2026, 3, 5))]


def test_a_customer_served_is_the_first_act_at_the_unit_that_serves_now():
    served = [{"assign_id": 1, "customer_id": 7, "agent_id": 2, "day": june(2)}]
    done = [with_customer(7, 1, june(day), visits=1) for day in (5, 3)]
    found = rows("cust_visited", customer_assign=served, customer_day=done)
    assert found.select("day", "unit_id", "amount", "customer_id", "agent_id").rows() == [(june(3), B, 1, 7, 2)]
    orphaned = [*served, {"assign_id": 2, "customer_id": 7, "agent_id": None, "day": june(4)}]
    assert rows("cust_visited", day=3, customer_assign=orphaned, customer_day=done)["unit_id"].to_list() == [B]
    assert rows("cust_visited", customer_assign=orphaned, customer_day=done).is_empty()


def test_a_customer_of_the_actor_stands_with_who_acted_last():
    done = [with_customer(7, 1, june(3), proposals=1), with_customer(7, 2, june(4), proposals=1)]
    assert rows("proposal_cust", day=3, customer_day=done)["unit_id"].to_list() == [A]
    assert rows("proposal_cust", day=4, customer_day=done).select("day", "unit_id").rows() == [(june(3), B)]
    back = [*done, with_customer(7, 1, june(5), proposals=1)]
    assert rows("proposal_cust", day=5, customer_day=back)["agent_id"].to_list() == [1]
    same = [with_customer(7, 2, june(3), proposals=1), with_customer(7, 1, june(3), proposals=1)]
    assert rows("proposal_cust", day=3, customer_day=same)["agent_id"].to_list() == [2]


@pytest.mark.parametrize(
    ("began", "applied", "day", "seen"),
    [
        (june(1), june(1), 30, [june(1)]),
        (june(4), june(3), 30, []),
        (date(2026, 6, 1), date(2026, 7, 1), 30, []),
        (june(5), june(20), 19, []),
        (june(5), june(20), 20, [june(20)]),
    ],
)
def test_an_act_that_followed_is_told_once_it_has_come(began, applied, day, seen):
    tables = {
        "customer_day": [with_customer(7, 1, began, proposals=1)],
        "application": [{"application_id": 1, "customer_id": 7, "agent_id": 1, "day": applied, "product_id": "P1"}],
    }
    assert rows("proposal_cust_apply", day=day, **tables)["followed"].to_list() == seen


def test_a_cohort_s_rows_hide_what_came_after_the_day():
    item = {"due_id": 1, "policy_id": 1, "customer_id": 7, "unit_id": B, "pay_no": 2, "announced": date(2026, 4, 1)}
    item |= {"due": june(5), "grace_end": date(2026, 8, 4), "amount": 900}
    paid = [{"step_id": 1, "due_id": 1, "day": june(20), "kind": "paid", "amount": 900}]
    tables = {"policy": [policy(1, 1, date(2025, 1, 1))], "premium_due": [item], "premium_step": paid}
    early, late = (rows("ren_due", day=day, **tables) for day in (19, 20))
    assert early.select("amount", "ren_paid_month").rows() == [(900, None)]
    assert late.select("amount", "ren_paid_month").rows() == [(900, june(20))]
    assert rows("ren_paid_month", day=19, **tables).is_empty()
    assert rows("ren_paid_month", day=20, **tables)["amount"].to_list() == [900]
    assert rows("ren_due", A, **tables).is_empty()


def test_rows_are_in_the_order_of_days_then_units():
    done = [act(2, 9, visits=1), act(1, 9, visits=1), act(2, 3, visits=1)]
    assert rows("visits", agent_day=done).select("day", "unit_id").rows() == [(june(3), B), (june(9), A), (june(9), B)]
