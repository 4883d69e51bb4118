from datetime import date, timedelta
from typing import Any

import pytest

from metrics.base import Base
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

Told = tuple[float, float, float]
Row = dict[str, Any]
LONG_AGO = date(2025, 1, 2)
JOINED = (1, LONG_AGO, "onboard", A), (2, LONG_AGO, "onboard", B)
NOBODY = None


def insurer(**tables: list[Row]) -> Base:
    """An insurer of two agents, 1 at A and 2 at B; unless said otherwise agent 1 serves customer 7."""
    return base(**{"movement": moves(*JOINED), "customer_assign": assigned((LONG_AGO, 1)), **tables})


def told(book: Base, measure: str, day: date) -> Told:
    """What the measure is, in the month up to the day, at A, at B and in the whole company."""
    return at_units(book.sums("mtd", day)[measure])


def assigned(*rows: tuple[date, int | None]) -> list[Row]:
    """Who serves customer 7 from each day on."""
    return [
        {"assign_id": at, "customer_id": 7, "day": day, "agent_id": agent} for at, (day, agent) in enumerate(rows, 1)
    ]


def owned(number: int = 1, day: date = LONG_AGO, product: str = "P1", **more: Any) -> Row:
    """A policy of customer 7, by default in force since long ago."""
    return {**policy(number, 1, day, product=product), "customer_id": 7, "debit": False, **more}


def turned(*rows: tuple[date, str], of: int = 1, amount: int = 0) -> list[Row]:
    """Changes of a policy in the order of their ids."""
    return [
        {"change_id": at, "policy_id": of, "day": day, "kind": kind, "amount": amount}
        for at, (day, kind) in enumerate(rows, 1)
    ]


@pytest.mark.parametrize("kind", ["freelook_cancel", "surrender", "transfer_out", "claim_terminated", "matured"])
def test_a_policy_is_in_force_from_its_issue_until_its_first_end(kind: str) -> None:
    ends = turned((june(20), kind), (june(25), kind))
    book = insurer(policy=[owned(day=june(5))], policy_change=ends)
    assert [told(book, "inforce", june(day))[2] for day in (4, 5, 19, 20, 30)] == [0, 1, 1, 0, 0]


def test_an_automatic_loan_keeps_a_policy_in_force_and_a_year_s_policy_is_never_counted() -> None:
    book = insurer(policy=[owned(1), owned(2, product="P5")], policy_change=turned((june(2), "apl")))
    assert told(book, "inforce", june(9)) == (1, 0, 1)


def test_a_policy_may_lapse_again_after_it_was_reinstated() -> None:
    days = (4, 5, 9, 10, 19, 20)
    book = insurer(
        policy=[owned()], policy_change=turned((june(5), "lapse"), (june(10), "reinstate"), (june(20), "lapse"))
    )
    assert [told(book, "inforce", june(day))[0] for day in days] == [1, 0, 0, 1, 1, 0]
    assert [told(book, "lapse_stock", june(day))[0] for day in days] == [0, 1, 1, 0, 0, 1]


def test_a_second_lapse_in_a_row_takes_nothing_away_twice() -> None:
    book = insurer(policy=[owned()], policy_change=turned((june(5), "lapse"), (june(6), "lapse")))
    assert [told(book, "inforce", june(day))[2] for day in (4, 5, 6)] == [1, 0, 0]
    assert [told(book, "lapse_stock", june(day))[2] for day in (4, 5, 6)] == [0, 1, 1]


def test_the_last_change_of_a_day_rules_the_day() -> None:
    book = insurer(policy=[owned()], policy_change=turned((june(5), "lapse"), (june(5), "reinstate")))
    assert told(book, "inforce", june(5)) == (1, 0, 1)
    assert told(book, "lapse_stock", june(5)) == (0, 0, 0)


def test_a_lapsed_policy_that_is_surrendered_is_neither_in_force_nor_lapsed() -> None:
    book = insurer(policy=[owned()], policy_change=turned((june(5), "lapse"), (june(9), "surrender")))
    assert [told(book, name, june(9))[2] for name in ("inforce", "lapse_stock", "surrenders")] == [0, 0, 1]


def test_a_lapse_can_be_revived_for_two_years() -> None:
    book = insurer(
        policy=[owned(day=date(2024, 1, 1))],
        policy_change=turned((date(2024, 6, 10), "lapse")),
        movement=moves((1, date(2024, 1, 1), "onboard", A)),
        customer_assign=assigned((LONG_AGO, 1)),
    )
    assert [told(book, "lapse_stock", june(day))[0] for day in (9, 10)] == [1, 0]


def test_in_force_before_a_period_is_as_its_eve_was() -> None:
    book = insurer(policy=[owned()], policy_change=turned((june(1), "lapse")))
    assert told(book, "inforce_begin", june(9))[0] == 1
    assert told(book, "inforce", june(9))[0] == 0


def test_a_policy_goes_where_its_customer_is_served_and_nowhere_without() -> None:
    book = insurer(policy=[owned()], customer_assign=assigned((june(5), 1), (june(10), 2)))
    assert [told(book, "inforce", june(day)) for day in (4, 5, 10)] == [(0, 0, 0), (1, 0, 1), (0, 1, 1)]


def test_orphans_stay_with_the_unit_that_served_last() -> None:
    book = insurer(
        policy=[owned(1, debit=True), owned(2)],
        customer_assign=assigned((LONG_AGO, 2), (june(5), NOBODY)),
        policy_change=turned((june(8), "lapse")),
    )
    assert [told(book, "orphans", june(day)) for day in (4, 5, 8)] == [(0, 0, 0), (0, 2, 2), (0, 1, 1)]
    assert [told(book, name, june(5))[1] for name in ("inforce", "orph_cust", "debit_signed")] == [2, 1, 1]


def test_surrenders_and_reinstatements_count_where_the_customer_was_served_that_day() -> None:
    changes = turned((june(2), "lapse"), (june(4), "reinstate"), (june(12), "surrender"))
    book = insurer(policy=[owned()], policy_change=changes, customer_assign=assigned((LONG_AGO, 1), (june(10), 2)))
    assert told(book, "reinstated", june(30)) == (1, 0, 1)
    assert told(book, "surrenders", june(30)) == (0, 1, 1)


@pytest.mark.parametrize(("day", "in_time"), [(12, 1), (18, 1), (21, 1), (22, 0)])
def test_an_orphan_is_to_be_served_again_within_five_working_days(day: int, in_time: int) -> None:
    """The 19th to the 21st of June 2026 are the Dragon Boat holidays."""
    book = insurer(policy=[owned()], customer_assign=assigned((LONG_AGO, 1), (june(11), NOBODY), (june(day), 2)))
    assert told(book, "orph_new", june(30)) == (1, 0, 1)
    assert told(book, "orph_assigned_ok", june(30)) == (in_time, 0, in_time)


def test_an_orphan_served_again_is_so_from_that_day_on() -> None:
    book = insurer(policy=[owned()], customer_assign=assigned((LONG_AGO, 1), (june(10), NOBODY), (june(12), 2)))
    assert [told(book, "orph_assigned_ok", june(day))[0] for day in (11, 12)] == [0, 1]


def test_only_policies_in_force_become_orphans_and_each_once() -> None:
    book = insurer(
        policy=[owned(1), owned(2), owned(3, day=june(11))],
        policy_change=turned((june(9), "lapse")),
        customer_assign=assigned((LONG_AGO, 1), (june(10), NOBODY), (june(12), NOBODY)),
        movement=moves(*JOINED, (1, june(11), "transfer", B)),
    )
    assert told(book, "orph_new", june(30)) == (1, 0, 1)
    assert told(book, "orphans", june(30)) == (0, 2, 2)


def test_who_was_served_again_on_the_same_day_never_was_an_orphan() -> None:
    book = insurer(policy=[owned()], customer_assign=assigned((LONG_AGO, 1), (june(10), NOBODY), (june(10), 2)))
    assert [told(book, name, june(30))[2] for name in ("orph_new", "orph_assigned_ok")] == [0, 0]


def test_a_visit_by_anybody_reaches_an_orphan_as_long_as_it_is_one() -> None:
    visits = [{"customer_id": 7, "agent_id": 1, "day": june(2), "visits": 1, "proposals": 0}]
    book = insurer(customer_assign=assigned((LONG_AGO, 2), (june(5), NOBODY), (june(9), 1)), customer_day=visits)
    assert [told(book, "orph_contacted", june(day)) for day in (4, 5, 9)] == [(0, 0, 0), (0, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize(("issued", "cents"), [(june(4), 0), (june(5), 100), (june(30), 100)])
def test_a_policy_is_paid_from_a_benefit_for_sixty_days(issued: date, cents: int) -> None:
    benefits = turned((june(5), "matured"), (june(6), "matured"), amount=900)
    book = insurer(policy=[owned(1), owned(2, day=issued)], policy_change=benefits)
    assert told(book, "mature_reinv", june(30)) == (cents, 0, cents)
    assert told(book, "mature_amt", june(30)) == (1800, 0, 1800)


@pytest.mark.parametrize(("after", "cents"), [(60, 100), (61, 0)])
def test_a_benefit_is_spent_after_sixty_days(after: int, cents: int) -> None:
    issued = june(5) + timedelta(days=after)
    book = insurer(policy=[owned(1), owned(2, day=issued)], policy_change=turned((june(5), "matured")))
    assert told(book, "mature_reinv", issued)[2] == cents
