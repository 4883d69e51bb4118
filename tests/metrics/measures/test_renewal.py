from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from data.calendar import Period
from metrics.base import Base
from tests.metrics.hand import A, B, at_units, base, june, moves, policy

Told = tuple[float, float, float]
Row = dict[str, Any]
APRIL = date(2026, 4, 10)
GRACE_END = june(9)
"""The end of the grace of what falls due on APRIL."""
STAFF = moves((1, date(2025, 1, 1), "onboard", A))


def insurer(**tables: list[Row]) -> Base:
    """An insurer with policy 1, which nothing has ended."""
    return base(**{"movement": STAFF, "policy": [policy(1, 1, date(2025, 1, 1))], **tables})


def told(book: Base, measure: str, day: date, period: Period = "mtd") -> Told:
    """What the measure is at A, at B and in the whole company."""
    return at_units(book.sums(period, day)[measure])


def item(number: int, due: date, pay_no: int = 2, **more: Any) -> Row:
    grace_end = due + timedelta(days=60)
    row = {"due_id": number, "policy_id": 1, "customer_id": 7, "unit_id": B, "pay_no": pay_no, "announced": due}
    return {**row, "due": due, "grace_end": grace_end, "amount": 100, **more}


def steps(*rows: tuple[int, date, str]) -> list[Row]:
    """Steps (due item, day, kind) of five cents each."""
    return [
        {"step_id": at, "due_id": due_id, "day": day, "kind": kind, "amount": 5}
        for at, (due_id, day, kind) in enumerate(rows, 1)
    ]


def change(day: date, kind: str) -> list[Row]:
    return [{"change_id": 1, "policy_id": 1, "day": day, "kind": kind, "amount": 0}]


def test_cash_and_debits_count_on_their_own_day_whatever_is_due() -> None:
    rows = steps((1, june(2), "paid"), (1, june(3), "paid"), (1, june(3), "debit_ok"), (1, june(4), "debit_failed"))
    book = insurer(premium_due=[item(1, APRIL)], premium_step=rows)
    found = [told(book, name, june(3))[1] for name in ("ren_cash", "debit_ok", "debit_try")]
    assert found == [10, 1, 1]
    assert told(book, "debit_try", june(4)) == (0, 2, 2)


@pytest.mark.parametrize(
    ("promised", "paid", "kept"), [(5, 20, 1), (20, 5, 1), (5, 31, 0), (31, 5, 0), (None, 5, 0), (5, None, 0)]
)
def test_a_promise_is_kept_by_promise_and_payment_within_the_month(
    promised: int | None, paid: int | None, kept: int
) -> None:
    days = {"promised": promised, "paid": paid}
    rows = [(1, june(1) + timedelta(days=day - 1), kind) for kind, day in days.items() if day]
    book = insurer(premium_due=[item(1, june(1))], premium_step=steps(*rows))
    assert told(book, "ren_promise_kept", date(2026, 7, 9), "ytd")[2] == kept
    assert [told(book, "ren_promise_kept", june(day))[2] for day in (19, 20)] == [0, kept]


def test_reminders_count_once_by_the_end_of_the_due_month() -> None:
    rows = steps((1, june(3), "reminded"), (1, june(4), "reminded"), (2, date(2026, 7, 1), "reminded"))
    book = insurer(premium_due=[item(1, june(5)), item(2, june(6))], premium_step=rows)
    assert told(book, "ren_reminded", date(2026, 7, 9), "ytd") == (0, 1, 1)


@pytest.mark.parametrize(("paid", "cents"), [(APRIL - timedelta(days=30), 100), (GRACE_END, 100), (june(10), 0)])
def test_collected_at_the_end_of_grace_means_paid_by_its_last_day(paid: date, cents: int) -> None:
    book = insurer(premium_due=[item(1, APRIL)], premium_step=steps((1, paid, "paid")))
    assert [told(book, "gr_due", june(day))[1] for day in (8, 9, 30)] == [0, 100, 100]
    assert told(book, "gr_paid", june(30)) == (0, cents, cents)
    assert told(book, "gr_due", date(2026, 7, 1))[2] == 0


def test_grace_ends_by_the_number_of_the_premium() -> None:
    book = insurer(premium_due=[item(pay_no, APRIL, pay_no, amount=10**pay_no) for pay_no in (2, 3, 4, 5)])
    found = [told(book, name, june(30))[2] for name in ("gr_due", "gr2_due", "gr3_due", "gr4_due")]
    assert found == [111_100, 100, 1000, 110_000]


@pytest.mark.parametrize(
    ("kind", "day", "due"), [("transfer_out", 9, 0), ("transfer_out", 10, 1), ("surrender", 9, 1), ("lapse", 9, 1)]
)
def test_a_policy_that_ended_before_the_due_day_owes_nothing(kind: str, day: int, due: int) -> None:
    book = insurer(premium_due=[item(1, APRIL)], policy_change=change(date(2026, 4, day), kind))
    assert [told(book, name, june(30))[2] for name in ("gr_due_cnt", "gr_due")] == [due, due * 100]


@pytest.mark.parametrize(("after", "counts"), [(-1, 0), (0, 1), (10, 1), (11, 0)])
@pytest.mark.parametrize(("kind", "measure"), [("lapse", "gr_lapsed_cnt"), ("apl", "gr_apl_cnt")])
def test_what_follows_a_grace_is_booked_within_ten_days(kind: str, measure: str, after: int, counts: int) -> None:
    book = insurer(premium_due=[item(1, APRIL)], policy_change=change(GRACE_END + timedelta(days=after), kind))
    assert told(book, measure, june(30)) == (0, counts, counts)


def test_a_lapse_counts_from_its_own_day() -> None:
    book = insurer(premium_due=[item(1, APRIL)], policy_change=change(june(12), "lapse"))
    assert [told(book, "gr_lapsed_cnt", june(day))[2] for day in (11, 12)] == [0, 1]


def test_the_third_premium_is_expected_of_whoever_paid_the_second() -> None:
    items = [item(1, APRIL - timedelta(days=365), 2), item(2, APRIL, 3), item(3, APRIL, 3, policy_id=2)]
    book = insurer(premium_due=items, premium_step=steps((1, june(8), "paid"), (2, june(9), "paid")))
    assert [told(book, "p25_base", june(day))[2] for day in (7, 8)] == [0, 100]
    assert [told(book, "p25_kept", june(day))[2] for day in (8, 9)] == [0, 100]
    assert told(book, "p37_base", june(30))[2] == 0


def test_persistency_by_count_and_over_twelve_months() -> None:
    months = [date(2025, 4, 30), date(2025, 5, 1), date(2026, 4, 30), date(2026, 5, 1)]
    items = [item(at, due, amount=10**at) for at, due in enumerate(months, 1)]
    book = insurer(premium_due=items, premium_step=steps((2, date(2025, 6, 30), "paid"), (3, june(20), "paid")))
    found = [told(book, name, june(30))[1] for name in ("p13r_base", "p13r_kept", "p13_base_cnt", "p13_kept_cnt")]
    assert found == [1100, 1100, 1, 1]
    assert told(book, "p13r_kept", june(19))[1] == 100
    assert told(book, "p13r_base", june(30), "ytd")[1] == 1100


@pytest.mark.parametrize(("orphaned", "again", "cents"), [(10, 11, 100), (11, 20, 0), (9, 10, 0), (9, 11, 100)])
def test_an_orphan_s_premium_fell_due_while_nobody_served(orphaned: int, again: int, cents: int) -> None:
    served = [(date(2026, 1, 1), 1), (date(2026, 4, orphaned), None), (date(2026, 4, again), 1)]
    rows = [
        {"assign_id": at, "customer_id": 7, "day": day, "agent_id": agent} for at, (day, agent) in enumerate(served)
    ]
    book = insurer(premium_due=[item(1, APRIL)], customer_assign=rows, premium_step=steps((1, APRIL, "paid")))
    assert told(book, "p13o_base", june(30)) == (0, cents, cents)
    assert told(book, "p13o_kept", june(30)) == (0, cents, cents)


def unpaid(*measures: str, days: Iterable[date], **tables: list[Row]) -> list[list[float]]:
    """What of each measure there is on these days, of one item that is due in APRIL."""
    book = insurer(premium_due=[item(1, APRIL, announced=APRIL - timedelta(days=30))], **tables)
    return [[told(book, measure, day, "day")[1] for day in days] for measure in measures]


def test_unpaid_is_what_is_due_until_its_grace_is_over() -> None:
    days = (APRIL - timedelta(days=1), APRIL, june(1), june(2), GRACE_END, june(10))
    found = unpaid("ren_unpaid", "grace7_unpaid", days=days)
    assert found == [[0, 100, 100, 100, 100, 0], [0, 0, 0, 100, 100, 0]]


@pytest.mark.parametrize(
    "tables",
    [
        {"premium_step": steps((1, june(5), "paid"), (1, june(7), "paid"), (1, june(3), "promised"))},
        {"policy_change": change(june(5), "surrender")},
    ],
)
def test_unpaid_no_longer_when_paid_or_when_the_policy_is_gone(tables: dict[str, list[Row]]) -> None:
    days = (june(4), june(5), june(7))
    assert unpaid("ren_unpaid", "grace7_unpaid", days=days, **tables) == [[100, 0, 0]] * 2


def test_unpaid_never_when_paid_before_it_was_due() -> None:
    early = APRIL - timedelta(days=5)
    assert unpaid("ren_unpaid", days=(early, APRIL, GRACE_END), premium_step=steps((1, early, "paid"))) == [[0, 0, 0]]


def test_a_lapse_ends_nothing_that_is_owed_within_grace() -> None:
    assert unpaid("ren_unpaid", days=(june(5),), policy_change=change(june(4), "lapse")) == [[100]]
