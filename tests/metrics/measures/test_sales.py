from datetime import date
from typing import Any

import pytest

from data.calendar import Period
from metrics.base import Base
from metrics.constants import constant
from metrics.measures import MEASURES
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

Told = tuple[float, float, float]
Row = dict[str, Any]
STAFF = moves((1, june(1), "onboard", A), (2, june(1), "onboard", B))
YUAN = 100
LONG, SINGLE, CI, SHORT, YEARLY = "P1", "P3", "P4", "P5", "P6"
PARTICIPATING_ANNUITY = "P8"


def insurer(**tables: list[Row]) -> Base:
    return base(**{"movement": STAFF, **tables})


def told(known: Base, measure: str, day: date, period: Period = "mtd") -> Told:
    """What the measure is at A, at B and in the whole company."""
    return at_units(known.sums(period, day)[measure])


def here(known: Base, measure: str, day: date, period: Period = "mtd") -> float:
    return told(known, measure, day, period)[0]


def sold(policy_id: int, day: date, yuan: int = 1, product: str = LONG, agent: int = 1, **own: Any) -> Row:
    return {**policy(policy_id, agent, day, yuan * YUAN, product), "customer_id": policy_id, **own}


def change(change_id: int, policy_id: int, day: date, kind: str = "freelook_cancel") -> Row:
    return {"change_id": change_id, "policy_id": policy_id, "day": day, "kind": kind}


def assigned(*rows: tuple[int, int | None, int]) -> list[Row]:
    """customer, agent (None: an orphan), day in June."""
    return [
        {"assign_id": at, "customer_id": customer, "agent_id": agent, "day": june(day)}
        for at, (customer, agent, day) in enumerate(rows, 1)
    ]


def test_premium_is_told_by_line_design_term_and_way_of_paying() -> None:
    policies = [sold(1, june(5), 1, LONG, pay_years=10), sold(2, june(5), 10, SINGLE), sold(3, june(5), 100, CI)]
    policies += [sold(4, june(5), 1_000, SHORT), sold(5, june(5), 10_000, PARTICIPATING_ANNUITY)]
    policies += [sold(6, june(5), 100_000, YEARLY, pay_years=1)]
    names = ("fyp", "fyp_regular", "fyp_reg10", "fyp_single", "fyp_short", "fyp_protect", "fyp_annuity", "fyp_par")
    known = insurer(policy=policies)
    yuan = [here(known, name, june(30)) / YUAN for name in names]
    assert yuan == [111_111, 100_101, 1, 11_010, 101_000, 101_100, 10_000, 10_000]
    counts = [here(known, name, june(30)) for name in ("policies", "policies_long", "policies_ci")]
    assert counts == [6, 4, 1]


def test_paid_for_ten_years_or_more_is_long_paid() -> None:
    policies = [sold(years, june(5), years, pay_years=years) for years in (9, 10, 20)]
    policies.append(sold(30, june(5), 500, SINGLE, pay_years=10))
    known = insurer(policy=policies)
    assert here(known, "fyp_reg10", june(30)) == 30 * YUAN


def test_a_big_policy_is_regular_and_of_100_000_yuan() -> None:
    policies = [sold(1, june(5), 99_999), sold(2, june(5), 100_000), sold(3, june(5), 200_000, SINGLE)]
    known = insurer(policy=policies)
    assert here(known, "policies_big", june(30)) == 1


def test_what_a_policy_is_worth_is_taken_back_with_it() -> None:
    policies = [sold(1, june(5), 10, standard=8, value=5, commission=3)]
    changes = [change(1, 1, june(12))]
    names = ("std_prem", "nbv", "fyc", "policies", "policies_long", "fyp", "gross_prem", "fl_cancel_prem")
    known = insurer(policy=policies, policy_change=changes)
    assert [here(known, name, june(11)) for name in names] == [8, 5, 3, 1, 1, 1_000, 1_000, 0]
    assert [here(known, name, june(30)) for name in names] == [0, 0, 0, 0, 0, 0, 1_000, 1_000]


def test_a_policy_is_taken_back_once_and_not_before_its_issue() -> None:
    changes = [change(1, 1, june(4)), change(2, 1, june(14)), change(3, 1, june(12))]
    known = insurer(policy=[sold(1, june(5))], policy_change=changes)
    assert here(known, "policies", june(11)) == 1
    assert here(known, "policies", june(12)) == 0
    assert here(known, "policies", june(30)) == 0


@pytest.mark.parametrize(
    ("own", "active"),
    [({}, 1), ({"product_id": SINGLE}, 0), ({"product_id": YEARLY}, 0), ({"commission": 0}, 0)],
)
def test_active_needs_a_regular_long_term_policy_with_a_commission(own: Row, active: int) -> None:
    policies = [{**sold(1, june(5)), **own}]
    known = insurer(policy=policies)
    assert here(known, "hc_active", june(30)) == active
    assert here(known, "hc_producing", june(30)) == 1


def test_a_cancel_leaves_the_seller_a_seller_and_takes_back_the_amount() -> None:
    known = insurer(policy=[sold(1, june(5), 5_000)], policy_change=[change(1, 1, june(12))])
    assert [here(known, "hc_5k", june(day)) for day in (4, 5, 11, 12)] == [0, 1, 1, 0]
    assert here(known, "hc_active", june(30)) == here(known, "hc_producing", june(30)) == 1


def test_an_amount_is_reached_by_several_regular_policies_of_the_month() -> None:
    policies = [sold(1, date(2026, 5, 31), 9_999), sold(2, june(1), 6_000), sold(3, june(20), 3_999)]
    policies += [sold(4, june(20), 50_000, SINGLE), sold(5, june(21), 1)]
    staff = moves((1, date(2026, 5, 1), "onboard", A), (1, june(10), "transfer", B))
    known = insurer(movement=staff, policy=policies)
    assert told(known, "hc_10k", june(20)) == (0, 0, 0)
    assert told(known, "hc_10k", june(21)) == (0, 1, 1)
    assert told(known, "hc_5k", june(9)) == (1, 0, 1)


def test_the_elite_earn_their_commission_in_the_month() -> None:
    asked = constant("elite_fyc") * YUAN
    policies = [sold(1, june(5), commission=asked - 1), sold(2, june(6), product=SHORT, commission=1)]
    known = insurer(policy=policies)
    assert here(known, "hc_elite", june(5)) == 0
    assert here(known, "hc_elite", june(6)) == 1


def test_the_round_table_asks_for_the_years_share_by_working_days() -> None:
    year = constant("mdrt_fyc") * YUAN
    staff = moves((1, date(2025, 12, 1), "onboard", A))
    policies = [sold(1, date(2026, 1, 1), commission=year // 2)]
    known = insurer(movement=staff, policy=policies)
    assert here(known, "hc_mdrt", date(2026, 1, 1), "day") == 1
    assert here(known, "hc_mdrt", june(30)) == 1
    assert here(known, "hc_mdrt", date(2026, 7, 31)) == 0


def test_on_new_years_day_nobody_is_at_the_round_table_for_nothing() -> None:
    staff = moves((1, date(2025, 12, 1), "onboard", A))
    known = insurer(movement=staff, policy=[sold(1, june(5))])
    assert here(known, "hc_mdrt", date(2026, 1, 1), "ytd") == 0


def test_idle_is_who_issued_nothing_for_three_months_and_has_been_there_for_more() -> None:
    old, fresh = date(2026, 1, 31), date(2026, 3, 1)
    staff = moves((1, old, "onboard", A), (2, fresh, "onboard", A), (3, old, "onboard", B))
    policies = [sold(1, date(2026, 3, 31)), sold(3, date(2026, 4, 1), agent=3)]
    known = insurer(movement=staff, policy=policies)
    assert told(known, "hc_zero3m", june(30)) == (1, 0, 1)
    assert told(known, "hc_zero3m", date(2026, 5, 31)) == (0, 0, 0)
    assert told(known, "hc_zero3m", date(2026, 7, 1)) == (2, 1, 3)


def test_a_new_customer_has_never_bought_before() -> None:
    old = date(2026, 5, 2)
    staff = moves((1, old, "onboard", A), (2, old, "onboard", B))
    policies = [sold(1, old, customer_id=7), sold(2, june(5), customer_id=7), sold(3, june(5), customer_id=8)]
    policies += [sold(4, june(5), customer_id=8, agent=2), sold(5, june(9), customer_id=8)]
    known = insurer(movement=staff, policy=policies)
    assert told(known, "cust_new", june(30)) == (0, 1, 1)
    assert told(known, "cust_new", june(30), "ytd") == (1, 1, 2)


@pytest.mark.parametrize(
    ("own", "ends", "again"),
    [
        ({}, [], 1),
        ({"product_id": SHORT}, [], 0),
        ({"issued": june(5)}, [], 0),
        ({"customer_id": 2}, [], 0),
        ({}, [("surrender", june(5))], 0),
        ({}, [("surrender", june(6))], 1),
        ({}, [("lapse", june(1))], 0),
        ({}, [("lapse", june(1)), ("reinstate", june(5))], 1),
    ],
)
def test_who_holds_a_long_term_policy_in_force_buys_again(own: Row, ends: list[tuple[str, date]], again: int) -> None:
    earlier = {**sold(1, date(2026, 2, 1), customer_id=1), **own}
    changes = [change(at, 1, day, kind) for at, (kind, day) in enumerate(ends, 1)]
    bought = [earlier, sold(2, june(5), customer_id=1)]
    known = insurer(policy=bought, policy_change=changes, customer_assign=assigned((1, 2, 4)))
    assert here(known, "policies_repeat", june(5), "day") == again
    assert told(known, "cust_repeat", june(30)) == (0, again, again)


def test_whom_nobody_serves_any_more_is_no_customer_who_came_back() -> None:
    policies = [sold(1, june(1), customer_id=1), sold(2, june(5), customer_id=1)]
    served = assigned((1, 2, 4), (1, None, 20))
    known = insurer(policy=policies, customer_assign=served)
    assert told(known, "cust_repeat", june(19)) == (0, 1, 1)
    assert told(known, "cust_repeat", june(20)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("orphaned", "served_again", "premium"), [(1, 5, 700), (1, 4, 0), (4, None, 700), (5, None, 0), (1, 6, 700)]
)
def test_an_orphan_is_one_on_the_eve_of_the_sale(orphaned: int, served_again: int | None, premium: int) -> None:
    spells = [(1, 2, 1), (1, None, orphaned), *([(1, 1, served_again)] if served_again else [])]
    known = insurer(policy=[sold(1, june(5), 7)], customer_assign=assigned(*spells))
    assert here(known, "fyp_orphan", june(30)) == premium


def test_an_orphans_cancelled_policy_is_taken_back() -> None:
    served, changes = assigned((1, 2, 1), (1, None, 2)), [change(1, 1, june(15))]
    known = insurer(policy=[sold(1, june(5), 7)], customer_assign=served, policy_change=changes)
    assert [here(known, "fyp_orphan", june(day)) for day in (14, 15)] == [700, 0]


def test_money_is_money_and_cases_are_none() -> None:
    assert all(MEASURES[name].money for name in ("fyp", "fyp_orphan", "std_prem", "nbv", "fl_cancel_prem"))
    assert not any(MEASURES[name].money for name in ("policies", "policies_repeat", "hc_5k", "cust_new"))


def test_a_cancel_takes_back_what_was_sold_before_the_days_that_are_held() -> None:
    before, cancelled = date(2025, 12, 20), date(2026, 1, 2)
    sales = [sold(1, date(2025, 3, 1)), sold(2, before, 7, customer_id=1), sold(3, before, 70, customer_id=3)]
    staff = moves((1, date(2025, 1, 1), "onboard", A))
    known = insurer(movement=staff, policy=sales, policy_change=[change(at, at, cancelled) for at in (2, 3)])
    names = ("policies", "policies_repeat", "fyp", "fl_cancel_prem")
    assert [here(known, name, cancelled) for name in names] == [-2, -1, -77 * YUAN, 77 * YUAN]
