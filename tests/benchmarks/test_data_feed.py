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


def test_a_batch_is_of_its_own_share_of_the_units(smallest, day, tmp_path) -> None:
    tables = smallest[1]
    feed = Feed(tables, {day: (2, SIZE)}, tmp_path, 0.34)
    before = feed.scan("agent_day").filter(day=day).select("agent_id", "app_events").collect()
    stood = tables.scan("movement").filter(pl.col("day") <= day).sort("movement_id").collect()
    unit = dict(stood.select("agent_id", "unit_id").iter_rows())
    new = []
    for rows in feed.batches(day):
        feed.take(rows)
        after = feed.scan("agent_day").filter(day=day).select("agent_id", "app_events").collect()
        new.append({unit[agent] for agent in after.join(before, ["agent_id", "app_events"], "anti")["agent_id"]})
        before = after
    assert all(new)
    assert not new[0] & new[1]


def test_more_events_than_there_are_end_the_bench(smallest, day, tmp_path) -> None:
    with pytest.raises(SystemExit):
        Feed(smallest[1], {day: (2, 1_000_000)}, tmp_path, 0.34)
