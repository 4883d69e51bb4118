import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.data_feed import Feed
from benchmarks.data_home import days_of_events

COUNT, SIZE = 3, 40


@pytest.fixture
def day(smallest):
    return days_of_events(smallest[1])[-1]


def test_some_events_come_twice_and_count_once(smallest, day, tmp_path) -> None:
    tables = smallest[1]
    feed = Feed(tables, {day: (COUNT, SIZE)}, tmp_path)
    batches = list(feed.batches(day))
    assert [batch.height for batch in batches] == [SIZE + 2] * COUNT
    before = feed.scan("agent_day").filter(day=day).select(pl.col("app_events").sum()).collect().item()
    assert before == tables.scan("event").filter(pl.col("day") == day).select(pl.len()).collect().item() - COUNT * SIZE
    for batch in [*batches, batches[0]]:
        assert feed.take(batch) == {name: frozenset({day}) for name in ("event", "agent_day", "customer_day")}
    for name, order in (("agent_day", ["day", "agent_id"]), ("customer_day", ["day", "agent_id", "customer_id"])):
        found, expected = (scans.scan(name).sort(order).collect() for scans in (feed, tables))
        assert_frame_equal(found, expected)


def test_the_other_tables_and_days_are_as_they_are(smallest, day, tmp_path) -> None:
    tables = smallest[1]
    feed = Feed(tables, {day: (COUNT, SIZE)}, tmp_path)
    others = pl.col("day") != day
    assert_frame_equal(*(scans.scan("agent_day").filter(others).sort(pl.all()).collect() for scans in (feed, tables)))
    assert_frame_equal(*(scans.scan("policy").collect() for scans in (feed, tables)), check_row_order=False)
