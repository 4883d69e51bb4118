from datetime import date

import narwhals as nw
import polars as pl

from data.calendar import WorkCalendar
from data.schemas import TABLES
from metrics.derived import Facts, calendar_days
from tests.metrics.hand import FIRST, LAST, A, B, Rows, june, moves

FOREVER = date(9999, 12, 31)


def served(assigned, *movements):
    names = ("customer_id", "day", "agent_id")
    rows = [{"assign_id": at, **dict(zip(names, row, strict=True))} for at, row in enumerate(assigned, 1)]
    facts = Facts(Rows(movement=moves(*movements), customer_assign=rows), WorkCalendar(), (FIRST, LAST))
    return facts["served"].to_native().collect().sort("since").drop("customer_id").rows()


def test_a_customer_moves_with_the_agent_and_to_the_next():
    found = served(
        [(7, june(2), 1), (7, june(20), 2)],
        (1, june(1), "onboard", A), (1, june(10), "transfer", B), (2, june(1), "onboard", A),
    )  # fmt: skip
    assert found == [(A, 1, june(2), june(10)), (B, 1, june(10), june(20)), (A, 2, june(20), FOREVER)]


def test_an_orphan_stays_where_the_last_agent_stands():
    found = served([(7, june(2), 1), (7, june(5), None)], (1, june(1), "onboard", A), (1, june(8), "terminate", A))
    assert found == [(A, 1, june(2), june(5)), (A, None, june(5), june(8)), (A, None, june(8), FOREVER)]


def test_the_last_row_of_a_day_rules_it_and_nobody_is_nowhere():
    assert served([(7, june(2), 1), (7, june(2), 2)], (2, june(1), "onboard", B)) == [(B, 2, june(2), FOREVER)]
    assert served([(7, june(2), None)], (1, june(1), "onboard", A)) == []


def test_what_came_in_any_order_is_read_in_turn():
    moved = [(1, june(10), "transfer", B), (2, june(1), "onboard", A), (1, june(1), "onboard", A)]
    rows = [(7, june(20), None), (8, june(3), None), (7, june(5), 1), (8, june(2), 2), (9, june(1), None)]
    assert sorted(served(rows, *moved), key=str) == sorted(
        [(A, 1, june(5), june(10)), (B, 1, june(10), june(20)), (B, None, june(20), FOREVER),
         (A, 2, june(2), june(3)), (A, None, june(3), FOREVER)],
        key=str,
    )  # fmt: skip


def test_the_calendar_counts_working_days_from_its_first_day():
    days = calendar_days(WorkCalendar(), (FIRST, LAST))
    assert (days["day"][0], days["day"][-1]) == (date(2023, 1, 1), date(2026, 12, 31))
    rows = {day: (end, count) for day, end, _, count in days.rows()}
    assert rows[june(15)] == (june(30), rows[june(12)][1] + 1)
    assert rows[june(14)][1] == rows[june(12)][1]
    work = calendar_days(WorkCalendar("work"), (FIRST, LAST)).filter(pl.col("day") == june(26))
    assert work["month_end"].item() == date(2026, 7, 25)


def test_every_table_and_the_derived_frames_are_there():
    facts = Facts(Rows(), WorkCalendar(), (FIRST, LAST))
    assert set(facts) == {*TABLES, "posts", "served", "calendar"}
    assert len(facts) == len(set(facts))
    assert facts["policy"].select(nw.len()).to_native().collect().item() == 0
