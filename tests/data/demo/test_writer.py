from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from data.demo.days import date_of, number, timeline
from data.demo.writer import Delivery, Spool, calendar
from data.errors import UserError

LINE = timeline(date(2026, 6, 16), 6)


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path)


def changes(*days):
    rows = {"kind": "lapse", "amount": 0}
    return pl.DataFrame({"change_id": range(1, len(days) + 1), "policy_id": 1, "day": days}, strict=False).with_columns(
        pl.col("change_id", "policy_id").cast(pl.Int64), *(pl.lit(value).alias(name) for name, value in rows.items())
    )


def test_files_come_by_month_and_then_by_day():
    plan = calendar(LINE)
    assert plan[0].first < number(date(2000, 1, 1))
    assert [item.arrived for item in plan[:3]] == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
    assert [item.arrived for item in plan[-2:]] == [date(2026, 6, 15), date(2026, 6, 16)]
    assert sum(item.end - item.first == 1 for item in plan) == 31 + 16
    assert all(one.end == other.first for one, other in pairwise(plan))


def test_rows_lie_in_the_file_of_their_day(spool):
    first = number(date(2026, 6, 1))
    plan = [Delivery(first, first + 1, date(2026, 6, 1)), Delivery(first + 1, first + 2, date(2026, 6, 2))]
    spool.deliver("policy_change", changes(first - 1, first, first + 1, first + 1, first + 2), "day", plan)
    folder = spool.root / "core" / "policy_change"
    files = {path.name: pl.read_parquet(path)["change_id"].to_list() for path in folder.iterdir()}
    assert files == {"2026-06-01-001.parquet": [2], "2026-06-02-001.parquet": [3, 4]}


def test_a_day_without_rows_has_no_file(spool):
    spool.deliver("policy_change", changes(5), "day", [Delivery(9, 10, date(2026, 6, 1))])
    assert not list(spool.root.rglob("*.*"))


def test_columns_and_types_are_those_of_the_schema(spool):
    day = number(date(2026, 6, 1))
    extra = changes(day).with_columns(more=1)
    spool.write("policy_change", extra, date(2026, 6, 1))
    rows = pl.read_parquet(next(spool.root.rglob("*.parquet")))
    assert rows.schema == {
        "change_id": pl.Int64, "policy_id": pl.Int64, "day": pl.Date, "kind": pl.String, "amount": pl.Int64,
    }  # fmt: skip
    assert rows["day"].to_list() == [date(2026, 6, 1)]


@pytest.mark.parametrize(("table", "ending"), [("policy_change", "parquet"), ("appraisal", "csv")])
def test_a_file_has_its_name_only_when_it_is_whole(spool, table, ending):
    rows = changes(3).with_columns(agent_id=1, appraisal_id=1, result=pl.lit("keep"))
    spool.write(table, rows, date(2026, 6, 1), turn=2)
    assert [path.name for path in spool.root.rglob("*.*")] == [f"2026-06-01-002.{ending}"]


def test_what_comes_late_comes_two_days_later(spool):
    day = number(date(2026, 6, 9))
    spool.late("policy_change", changes(day, day, day), day, np.array([True, False, True]))
    files = {path.name: pl.read_parquet(path)["change_id"].to_list() for path in spool.root.rglob("*.parquet")}
    assert files == {"2026-06-09-001.parquet": [1, 3], "2026-06-11-002.parquet": [2]}


def test_an_earlier_demo_gives_way_and_other_data_does_not(spool):
    spool.write("policy_change", changes(3), date_of(3))
    with pytest.raises(UserError, match="no demo insurer"):
        spool.clear()
    (spool.root.parent / "answers.json").write_text("{}")
    (spool.root.parent / "tables").mkdir()
    spool.clear()
    assert not spool.root.exists()
    assert not (spool.root.parent / "tables").exists()
