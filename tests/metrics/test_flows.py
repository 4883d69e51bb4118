from datetime import date

from data.calendar import WorkCalendar
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

MOVER = moves((1, june(1), "onboard", A), (1, june(10), "transfer", B), (1, june(20), "terminate", B))


def test_each_day_counts_where_the_agent_stood_that_day():
    days = [{"agent_id": 1, "day": june(day), "visits": day, "proposals": 1, "app_events": 0} for day in (9, 10, 25)]
    sums = base(movement=MOVER, agent_day=days).sums("mtd", june(30))
    assert at_units(sums["visits"]) == (9, 35, 44)
    assert at_units(sums["proposals"]) == (1, 2, 3)


def test_a_cancel_counts_on_its_own_day_and_unit():
    changes = [{"change_id": 1, "policy_id": 1, "day": june(12), "kind": "freelook_cancel"}]
    told = base(movement=MOVER, policy=[policy(1, 1, june(5), 700)], policy_change=changes)
    assert at_units(told.sums("mtd", june(11))["fyp_regular"]) == (700, 0, 700)
    assert at_units(told.sums("mtd", june(12))["fyp_regular"]) == (700, -700, 0)
    assert at_units(told.sums("day", june(12))["policies"]) == (0, -1, -1)


def test_only_regular_premium_is_regular():
    rows = [policy(1, 1, june(5), 700), policy(2, 1, june(5), 900, "P3")]
    sums = base(movement=MOVER, policy=rows).sums("mtd", june(30))
    assert (sums["fyp_regular"][0], sums["policies"][0]) == (700, 2)


def test_other_changes_take_nothing_back():
    changes = [{"change_id": 1, "policy_id": 1, "day": june(12), "kind": "surrender"}]
    told = base(movement=MOVER, policy=[policy(1, 1, june(5), 700)], policy_change=changes)
    assert told.sums("mtd", june(30))["fyp_regular"][0] == 700


def test_a_fact_before_the_first_movement_counts_nowhere():
    told = base(movement=moves((1, june(10), "onboard", A)), policy=[policy(1, 1, june(9))])
    assert told.sums("mtd", june(30))["policies"][0] == 0


def test_renewal_cash_counts_at_the_serving_unit():
    due = [{"due_id": 1, "policy_id": 1, "unit_id": B, "pay_no": 3, "announced": june(1), "due": june(2),
            "grace_end": june(30), "amount": 500}]  # fmt: skip
    steps = [{"step_id": n, "due_id": 1, "day": june(n), "kind": kind, "amount": 250}
             for n, kind in enumerate(("reminded", "paid", "paid"), 3)]  # fmt: skip
    told = base(movement=MOVER, premium_due=due, premium_step=steps)
    assert at_units(told.sums("mtd", june(30))["ren_cash"]) == (0, 500, 500)
    assert told.sums("day", june(4))["ren_cash"][0] == 250


def test_a_work_month_begins_on_the_26th():
    days = [{"agent_id": 1, "day": day, "visits": 1, "proposals": 0, "app_events": 0}
            for day in (date(2026, 5, 25), date(2026, 5, 26), june(25), june(26))]  # fmt: skip
    staff = moves((1, date(2026, 5, 1), "onboard", A))
    sums = base(WorkCalendar("work"), movement=staff, agent_day=days).sums("mtd", june(25))
    assert (sums["visits"][0], sums["hc_begin"][0]) == (2, 1)
