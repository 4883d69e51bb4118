"""Who enters a funnel, by hand: once a month, at whose unit, of which tenure and grade, and when the windows end."""

from datetime import date, timedelta

import pytest

from data.calendar import WorkCalendar
from metrics.funnels import read
from metrics.funnels.entrants import COHORTS, entrants, months
from metrics.ground import Ground
from tests.metrics.hand import ORGS, A, B, Rows, june, moves

CALENDAR = WorkCalendar()
AS_OF = june(16)
STAFF = moves((1, date(2024, 1, 1), "onboard", A), (2, june(2), "onboard", B))
ALL = tuple(range(1, 13))
STAGES = {"customer": ("visit", "proposal"), "due": ("due", "paid")}


def campaign(entity, days=10, only=ALL):
    first, second = STAGES[entity]
    stage = '[[stage]]\nevent = "{}"\nname_zh = "段"\nname_en = "Stage"\n'
    head = f'id = "tiny"\nversion = 1\nname_zh = "小"\nname_en = "Tiny"\nentity = "{entity}"\nmonths = {list(only)}\n'
    return read("tiny.toml", f"{head}{stage.format(first)}{stage.format(second)}days = {days}\n")


def told(*columns, entity="customer", days=10, only=ALL, as_of=AS_OF, calendar=CALENDAR, **tables):
    ground = Ground(ORGS, calendar, date(2025, 1, 1), as_of)
    found = entrants(campaign(entity, days, only), Rows(**{"movement": STAFF, **tables}), ground)
    return found.sort("month", "entity").select(columns).rows()


def visit(customer, day, agent=1):
    return {"customer_id": customer, "agent_id": agent, "day": day, "visits": 1, "valid_visits": 1}


def item(number, due, announced=None, **more):
    row = {"due_id": number, "customer_id": 7, "unit_id": A, "due": due, "announced": announced or due, "pay_no": 2}
    return {**row, "grace_end": due + timedelta(days=60), "amount": 500, **more}


def test_the_months_end_with_this_one_and_are_those_of_the_campaign():
    every = months(CALENDAR, AS_OF, ALL)
    assert len(every) == COHORTS
    assert every.row(0) == (date(2025, 6, 1), date(2025, 6, 1), date(2025, 6, 30))
    assert every.row(-1) == (date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 30))
    assert months(CALENDAR, AS_OF, (6,))["month"].to_list() == [date(2025, 6, 1), date(2026, 6, 1)]


def test_a_work_month_enters_under_its_own_name():
    work = WorkCalendar("work")
    assert months(work, june(26), ALL).row(-1) == (date(2026, 7, 1), june(26), date(2026, 7, 25))


def test_the_turn_is_the_day_of_the_campaign():
    acts = [visit(7, date(2026, 5, 1)), visit(7, june(1)), visit(8, june(16)), visit(9, date(2026, 5, 31))]
    assert told("entity", "turn", customer_day=acts) == [(7, 1), (9, 31), (7, 1), (8, 16)]


def test_in_a_work_month_the_turn_counts_from_its_first_day():
    acts = [visit(7, date(2025, 11, 26)), visit(8, date(2025, 12, 31)), visit(9, date(2026, 1, 1))]
    assert told("turn", calendar=WorkCalendar("work"), customer_day=acts) == [(1,), (36,), (1,)]


def test_a_due_item_takes_its_turn_on_the_day_it_is_due_and_carried_over_none():
    owed = [item(1, june(9), announced=date(2026, 5, 1)), item(2, date(2026, 5, 20))]
    found = told("entity", "month", "turn", entity="due", premium_due=owed)
    assert found == [(2, date(2026, 5, 1), 20), (1, june(1), 9), (2, june(1), 0)]


def test_an_entity_enters_once_a_month_with_its_first_act():
    acts = [visit(7, june(9)), visit(7, june(3)), visit(7, date(2026, 5, 31)), visit(8, june(3), agent=2)]
    assert told("entity", "day", "month", customer_day=acts) == [
        (7, date(2026, 5, 31), date(2026, 5, 1)),
        (7, june(3), june(1)),
        (8, june(3), june(1)),
    ]


def test_what_happened_before_the_first_month_or_outside_the_campaign_s_does_not_enter():
    acts = [visit(7, date(2025, 5, 31)), visit(8, date(2025, 6, 1)), visit(9, date(2026, 5, 4))]
    assert told("entity", customer_day=acts) == [(8,), (9,)]
    assert told("entity", only=(6,), customer_day=acts) == [(8,)]


def test_the_unit_is_where_the_agent_stood_on_the_day_and_who_stood_nowhere_is_left_out():
    moved = moves((1, date(2024, 1, 1), "onboard", A), (1, june(5), "transfer", B))
    acts = [visit(7, june(4)), visit(8, june(5)), visit(9, june(4), agent=2)]
    places = [(ORGS.units.index(A), "y3"), (ORGS.units.index(B), "y3")]
    assert told("unit", "tenure", movement=moved, customer_day=acts) == places


@pytest.mark.parametrize(
    ("since", "band"),
    [
        (june(3), "y1"), (june(3) - timedelta(days=364), "y1"), (june(3) - timedelta(days=365), "y3"),
        (june(3) - timedelta(days=3 * 365), "y5"), (june(3) - timedelta(days=5 * 365), "y9"),
    ],
)  # fmt: skip
def test_tenure_is_counted_in_days_on_the_day(since, band):
    staff = moves((1, since, "onboard", A))
    assert told("tenure", movement=staff, customer_day=[visit(7, june(3))]) == [(band,)]


def test_who_returns_begins_anew():
    staff = moves((1, date(2020, 1, 1), "onboard", A), (1, june(1), "terminate", A), (1, june(2), "onboard", A))
    assert told("tenure", movement=staff, customer_day=[visit(7, june(3))]) == [("y1",)]


@pytest.mark.parametrize(("since", "grade"), [(june(3), "a"), (june(4), "none"), (None, "none")])
def test_a_grade_is_of_who_was_a_customer_by_then(since, grade):
    known = [{"customer_id": 7, "since": since, "segment": "a"}] if since else []
    assert told("segment", customer=known, customer_day=[visit(7, june(3))]) == [(grade,)]


def test_an_entrant_is_closed_when_all_windows_are_over_whatever_was_reached():
    acts = [visit(7, june(6)), visit(8, june(7)), {**visit(9, june(7)), "proposals": 1}]
    assert told("entity", "closed", customer_day=acts) == [(7, True), (8, False), (9, False)]
    assert told("entity", "closed", days=9, customer_day=acts) == [(7, True), (8, True), (9, True)]


def test_an_item_is_owed_in_every_month_until_it_is_paid_or_its_grace_is_over():
    due, paid = date(2026, 4, 20), [{"step_id": 1, "due_id": 1, "day": date(2026, 5, 2), "kind": "paid", "amount": 500}]
    rows = [item(1, due), item(2, due)]
    found = told("entity", "month", entity="due", as_of=date(2026, 7, 5), premium_due=rows, premium_step=paid)
    assert found == [
        (1, date(2026, 4, 1)), (2, date(2026, 4, 1)), (1, date(2026, 5, 1)), (2, date(2026, 5, 1)), (2, june(1)),
    ]  # fmt: skip


def test_an_item_s_windows_begin_with_its_notice():
    found = told("day", "closed", "policies", "cents", entity="due", premium_due=[item(1, june(20), june(1))])
    assert found == [(june(1), True, 1, 500)]


@pytest.mark.parametrize(("number", "segment"), [(2, "pay2"), (3, "pay3"), (4, "pay4"), (9, "pay4")])
def test_an_item_s_segment_is_its_payment_number_the_fourth_and_later_together(number, segment):
    assert told("segment", entity="due", premium_due=[item(1, june(5), pay_no=number)]) == [(segment,)]


@pytest.mark.parametrize(("agent", "band"), [(1, "y3"), (2, "y1"), (None, "none")])
def test_an_item_s_tenure_is_of_who_serves_the_customer_when_it_is_announced(agent, band):
    served = [{"assign_id": at, "customer_id": 7, "agent_id": who, "day": june(day)}
              for at, (who, day) in enumerate([(1, 1), (2, 3), (agent, 3), (1, 6)], 1)]  # fmt: skip
    assert told("tenure", entity="due", customer_assign=served, premium_due=[item(1, june(5))]) == [(band,)]
