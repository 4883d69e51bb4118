from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import behaviour
from data.behaviour import rebuild
from data.schemas import EVENT_KINDS
from data.tables import Tables

DAY = date(2026, 6, 16)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


def events(rows_of, *acts, first_id=1):
    """Events from (days ago, agent, customer, kind)."""
    return rows_of(
        "event",
        *(
            {
                "event_id": first_id + number,
                "at": datetime(2026, 6, 16, 9) - timedelta(ago),
                "day": DAY - timedelta(ago),
                "agent_id": agent,
                "customer_id": customer,
                "kind": kind,
            }
            for number, (ago, agent, customer, kind) in enumerate(acts)
        ),
    )


def test_nothing_raw_nothing_rebuilt(tables, rows_of):
    assert rebuild(tables) == []
    tables.append("event", rows_of("event").clear())
    assert rebuild(tables) == []


def test_a_day_is_rebuilt_once(tables, rows_of):
    tables.append("event", events(rows_of, (0, 1, 1, "visit"), (1, 1, 1, "open")))
    assert rebuild(tables) == [DAY - timedelta(1), DAY]
    assert rebuild(tables) == []


def test_late_events_rebuild_only_their_day(tables, rows_of):
    tables.append("event", events(rows_of, (0, 1, 1, "visit"), (1, 1, 1, "open")))
    rebuild(tables)
    tables.append("event", events(rows_of, (1, 2, 7, "proposal"), first_id=3))
    assert rebuild(tables) == [DAY - timedelta(1)]
    assert tables.scan("agent_day").collect()["app_events"].sum() == 3
    assert tables.scan("customer_day").collect()["proposals"].sum() == 1


def test_a_delivered_day_gives_way_to_more_raw_events_only(tables, rows_of):
    tables.append("agent_day", rows_of("agent_day", {"day": DAY, "app_events": 2, "visits": 2}))
    tables.append("event", events(rows_of, (0, 1, 1, "visit")))
    assert rebuild(tables) == []
    tables.append("event", events(rows_of, (0, 1, 1, "open"), (0, 1, 1, "open"), first_id=2))
    assert rebuild(tables) == [DAY]
    assert tables.scan("agent_day").collect()["visits"].to_list() == [1]


acts = st.tuples(st.integers(0, 4), st.integers(1, 3), st.integers(1, 3), st.sampled_from(EVENT_KINDS))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=1, max_size=20))
def test_sums_are_those_of_the_events(tmp_path_factory, monkeypatch, rows_of, acts):
    monkeypatch.setattr(behaviour, "_DAYS_AT_ONCE", 2)
    tables = Tables(tmp_path_factory.mktemp("tables"))
    tables.append("event", events(rows_of, *acts))
    rebuild(tables)
    agent_days, customer_days = (tables.scan(name).collect() for name in ("agent_day", "customer_day"))
    for (agent, day), own in agent_days.group_by("agent_id", "day"):
        mine = [kind for ago, one, _, kind in acts if (one, DAY - timedelta(ago)) == (agent, day)]
        found = own.select("visits", "proposals", "app_events").rows()
        assert found == [(mine.count("visit"), mine.count("proposal"), len(mine))]
    assert agent_days["app_events"].sum() == len(acts)
    meetings = {act[:3] for act in acts if act[3] in ("visit", "proposal")}
    assert customer_days.height == len(meetings)
    assert customer_days.select(pl.sum("visits", "proposals")).row(0) == tuple(
        sum(act[3] == kind for act in acts) for kind in ("visit", "proposal")
    )
