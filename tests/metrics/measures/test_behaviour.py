from datetime import date, timedelta
from typing import Any

import pytest

from metrics.base import Base
from metrics.window import Window
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

Told = tuple[float, float, float]
Row = dict[str, Any]
STAFF = moves((1, june(1), "onboard", A), (2, june(1), "onboard", B))


def book(**tables: list[Row]) -> Base:
    return base(movement=STAFF, **tables)


def told(book: Base, measure: str, day: date) -> Told:
    """What the measure is at A, at B and in the whole company in the month up to the day."""
    return at_units(book.nodes(measure, Window.of(book.calendar, "mtd", day)))


def acts(agent: int, day: int, **done: int) -> Row:
    return {"agent_id": agent, "day": june(day), "app_events": 1, **done}


def with_customer(customer: int, agent: int, day: date, **done: int) -> Row:
    return {"customer_id": customer, "agent_id": agent, "day": day, **done}


def assigned(*rows: tuple[int, int | None, int]) -> list[Row]:
    """customer, agent (None: an orphan), day in June."""
    return [
        {"assign_id": at, "customer_id": customer, "agent_id": agent, "day": june(day)}
        for at, (customer, agent, day) in enumerate(rows, 1)
    ]


def test_a_working_day_in_the_app_counts_once_whatever_was_done() -> None:
    days = [acts(1, 5, app_events=9), acts(1, 6), acts(1, 8, app_events=0, visits=2), acts(2, 8)]
    app = book(agent_day=days)
    assert told(app, "app_agent_days", june(30)) == (1, 1, 2)
    assert told(app, "hc_app_month", june(30)) == (1, 1, 2)


def test_valid_visits_reads_and_prospects_go_by_their_own_names() -> None:
    app = book(agent_day=[acts(1, 5, visits=3, valid_visits=2, shares=4, reads=7, prospects=1, needs=1)])
    names = ("visits", "visits_f2f", "shares", "share_reads", "prospects_new", "needs")
    assert [told(app, name, june(30))[0] for name in names] == [3, 2, 4, 7, 1, 1]


@pytest.mark.parametrize(("rank", "times", "coached"), [("unit_head", 4, 1), ("unit_head", 3, 0), ("agent", 4, 0)])
def test_a_supervisor_who_coached_four_times_has_coached(rank: str, times: int, coached: int) -> None:
    career = [{"career_id": 1, "agent_id": 1, "day": june(2), "kind": "promoted", "rank": rank}]
    app = book(agent_day=[acts(1, 3, coachings=1), acts(1, 4, coachings=times - 1)], career=career)
    assert told(app, "sup_coached", june(30))[0] == coached


def test_an_orphan_is_nobodys_customer() -> None:
    service = book(customer_assign=assigned((7, 1, 1), (8, 1, 1), (8, None, 10), (9, 2, 5)))
    assert told(service, "cust_assigned", june(9)) == (2, 1, 3)
    assert told(service, "cust_assigned", june(10)) == (1, 1, 2)


def test_a_visit_by_anybody_covers_the_customer_where_they_are_served_now() -> None:
    visits = [with_customer(7, 1, june(3), visits=1), with_customer(7, 1, june(4), visits=2)]
    visits += [with_customer(8, 1, june(4), visits=1)]
    customers = assigned((7, 1, 1), (7, 2, 20), (8, 1, 1), (8, None, 10))
    service = book(customer_assign=customers, customer_day=visits)
    assert told(service, "cust_visited", june(9)) == (2, 0, 2)
    assert told(service, "cust_visited", june(30)) == (0, 1, 1)


def test_a_contact_counts_from_the_day_it_was_added_while_an_agent_serves_the_customer() -> None:
    added = [with_customer(7, 2, june(3)), with_customer(8, 1, june(9))]
    service = book(customer_assign=assigned((7, 1, 5), (7, None, 20), (8, 1, 5)), wecom=added)
    assert [told(service, "cust_wecom", june(day))[0] for day in (4, 5, 8, 9, 20)] == [0, 1, 1, 2, 1]
    assert told(service, "wecom_new", june(30)) == (1, 1, 2)


@pytest.mark.parametrize(("before", "premium"), [(-1, 0), (0, 700), (90, 700), (91, 0)])
def test_a_policy_comes_from_a_review_in_the_ninety_days_before_it(before: int, premium: int) -> None:
    reviews = [with_customer(7, 2, june(5) - timedelta(days=before), reviews=1), with_customer(8, 1, june(5), visits=1)]
    rows = [{**policy(at, 1, june(5), 700), "customer_id": customer} for at, customer in ((1, 7), (2, 8))]
    assert told(book(policy=rows, customer_day=reviews), "review_fyp", june(30)) == (premium, 0, premium)


def test_two_reviews_bring_the_premium_once_and_a_cancel_takes_it_back_on_its_own_day() -> None:
    reviews = [with_customer(7, agent, june(3), reviews=2) for agent in (1, 2)]
    cancels = [{"change_id": 1, "policy_id": 1, "day": june(12), "kind": "freelook_cancel"}]
    rows = [{**policy(1, 1, june(5), 700), "customer_id": 7}]
    sold = book(policy=rows, customer_day=reviews, policy_change=cancels)
    assert [told(sold, "review_fyp", june(day))[0] for day in (11, 12)] == [700, 0]
