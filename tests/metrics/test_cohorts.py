from datetime import date

import pytest

from data.calendar import WorkCalendar
from tests.metrics.hand import A, B, at_units, base, june, moves

STAFF = moves((1, date(2025, 1, 1), "onboard", A))


def item(due_id, due, pay_no=3, announced=None, amount=100, policy=1):
    grace = date.fromordinal(due.toordinal() + 60)
    return {"due_id": due_id, "policy_id": policy, "unit_id": B, "pay_no": pay_no, "announced": announced or due,
            "due": due, "grace_end": grace, "amount": amount}  # fmt: skip


def step(step_id, due_id, day, kind="paid"):
    return {"step_id": step_id, "due_id": due_id, "day": day, "kind": kind, "amount": 1}


def told(items, steps=(), **tables):
    return base(movement=STAFF, premium_due=items, premium_step=list(steps), **tables)


def test_the_whole_due_month_is_due_as_far_as_announced():
    items = [item(1, june(1)), item(2, june(30), announced=june(1)), item(3, june(29), announced=june(20))]
    items += [item(4, date(2026, 5, 31)), item(5, date(2026, 7, 1), announced=june(1))]
    book = told(items)
    assert book.sums("mtd", june(10))["ren_due"][0] == 200
    assert at_units(book.sums("mtd", june(20))["ren_due_cnt"]) == (0, 3, 3)
    assert book.sums("qtd", june(20))["ren_due_cnt"][0] == 4


@pytest.mark.parametrize(
    ("paid", "mtd", "ytd"), [(date(2026, 5, 20), 1, 1), (june(30), 1, 1), (date(2026, 7, 1), 0, 0)]
)
def test_collected_means_paid_by_the_end_of_the_due_month(paid, mtd, ytd):
    book = told([item(1, june(15), announced=june(1))], [step(1, 1, paid)])
    assert book.sums("mtd", june(30))["ren_paid_month"][0] == mtd * 100
    assert book.sums("ytd", date(2026, 7, 20))["ren_paid_month"][0] == ytd * 100


def test_paid_twice_is_paid_once_at_the_item_s_amount():
    book = told([item(1, june(2))], [step(1, 1, june(5)), step(2, 1, june(4)), step(3, 1, june(3), "contacted")])
    assert [book.sums("mtd", june(day))["ren_paid_month"][0] for day in (3, 4, 5)] == [0, 100, 100]
    assert [book.sums("mtd", june(day))["ren_contacted"][0] for day in (2, 3)] == [0, 1]


def test_persistency_takes_second_premiums_due_two_months_before():
    april = date(2026, 4, 10)
    items = [item(1, april, 2), item(2, april, 3), item(3, date(2026, 3, 31), 2), item(4, date(2026, 5, 1), 2)]
    book = told(items, [step(1, 1, june(9)), step(2, 2, april)])
    assert [at_units(book.sums("mtd", june(day))["p13_kept"])[2] for day in (8, 9)] == [0, 100]
    assert book.sums("mtd", june(8))["p13_base"][0] == 100


def test_paid_after_grace_is_not_kept():
    book = told([item(1, date(2026, 4, 10), 2)], [step(1, 1, june(10))])
    assert book.sums("mtd", june(30))["p13_kept"][0] == 0


@pytest.mark.parametrize(
    ("kind", "day", "base_"),
    [
        ("transfer_out", 9, 0),
        ("claim_terminated", 9, 0),
        ("freelook_cancel", 9, 0),
        ("lapse", 9, 100),
        ("transfer_out", 10, 100),
    ],
)
def test_policies_that_ended_before_the_due_day_are_out_of_the_base(kind, day, base_):
    change = [{"change_id": 1, "policy_id": 1, "day": date(2026, 4, day), "kind": kind}]
    book = told([item(1, date(2026, 4, 10), 2)], policy_change=change)
    assert book.sums("mtd", june(30))["p13_base"][0] == base_


def test_retention_follows_who_joined_three_months_ago():
    joined = [(agent, date(2026, 3, 31), "onboard", A) for agent in (1, 2)]
    staff = moves(*joined, (2, june(9), "terminate", A), (3, june(1), "onboard", A), (1, june(5), "transfer", B))
    book = base(movement=staff)
    assert at_units(book.sums("mtd", june(8))["coh3_size"]) == (1, 1, 2)
    assert [book.sums("mtd", june(day))["coh3_alive"][0] for day in (8, 9)] == [2, 1]
    assert book.sums("mtd", date(2026, 7, 8))["coh3_size"][0] == 0


def test_a_closed_month_of_the_period_is_judged_at_its_own_end():
    staff = moves((1, date(2026, 1, 5), "onboard", A), (1, date(2026, 5, 2), "terminate", A))
    assert base(movement=staff).sums("qtd", june(8))["coh3_alive"][0] == 1


def test_a_work_month_s_cohort_keeps_its_own_edges():
    items = [item(1, date(2026, 5, 25)), item(2, date(2026, 5, 26)), item(3, june(25), announced=june(1))]
    book = base(
        WorkCalendar("work"),
        movement=STAFF,
        premium_due=items,
        premium_step=[step(1, 2, june(25)), step(2, 3, june(26))],
    )
    sums = book.sums("mtd", june(25))
    assert (sums["ren_due_cnt"][0], sums["ren_paid_month"][0]) == (2, 100)
    assert book.sums("qtd", june(25))["ren_due_cnt"][0] == 3
    assert book.sums("mtd", june(26))["ren_due_cnt"][0] == 0
