from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import behaviour
from data.behaviour import rebuild, spoil
from data.schemas.sales_app import EVENT_KINDS
from data.tables import Tables

DAY = date(2026, 6, 16)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


def events(rows_of, *acts, first_id=1):
    """Events from (days ago, agent, customer, kind), and minutes and mode where they matter."""
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
                "minutes": how[0] if how else 30,
                "mode": how[1] if how else "f2f",
            }
            for number, (ago, agent, customer, kind, *how) in enumerate(acts)
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
    before = {name: tables.version(name) for name in behaviour.REBUILT}
    assert rebuild(tables) == [DAY - timedelta(1)]
    for name, version in before.items():
        assert tables.changed(name, version) == {DAY - timedelta(1)}
    assert tables.scan("agent_day").collect()["app_events"].sum() == 3
    assert tables.scan("customer_day").collect()["proposals"].sum() == 1


def test_only_days_that_changed_since_are_compared(tables, rows_of, monkeypatch):
    tables.append("event", events(rows_of, (0, 1, 1, "visit"), (1, 1, 1, "open")))
    rebuild(tables)
    compared, days_where = [], behaviour._days_where

    def note(tables, condition, among):
        compared.append(among)
        return days_where(tables, condition, among)

    monkeypatch.setattr(behaviour, "_days_where", note)
    assert rebuild(tables) == []
    tables.append("event", events(rows_of, (1, 2, 7, "proposal"), first_id=3))
    assert rebuild(tables) == [DAY - timedelta(1)]
    assert compared == [frozenset(), {DAY - timedelta(1)}]


def test_a_day_cut_short_by_a_stop_is_found_again(tables, rows_of, monkeypatch):
    tables.append("event", events(rows_of, (0, 1, 1, "visit"), (1, 1, 1, "open")))
    rebuild(tables)
    tables.append("event", events(rows_of, (0, 2, 7, "proposal"), (1, 2, 7, "proposal"), first_id=3))
    monkeypatch.setattr(behaviour, "_DAYS_AT_ONCE", 1)
    rewrite, done = behaviour._rewrite, []

    def stop_after_one(tables, days):
        if done:
            raise KeyboardInterrupt
        done.append(days)
        rewrite(tables, days)

    monkeypatch.setattr(behaviour, "_rewrite", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        rebuild(tables)
    monkeypatch.setattr(behaviour, "_rewrite", rewrite)
    assert rebuild(tables) == [DAY]
    assert tables.scan("agent_day").collect()["proposals"].sum() == 2


def test_a_delivered_day_gives_way_to_more_raw_events_only(tables, rows_of):
    tables.append("agent_day", rows_of("agent_day", {"day": DAY, "app_events": 2, "visits": 2}))
    tables.append("event", events(rows_of, (0, 1, 1, "visit")))
    assert rebuild(tables) == []
    tables.append("event", events(rows_of, (0, 1, 1, "open"), (0, 1, 1, "open"), first_id=2))
    assert rebuild(tables) == [DAY]
    assert tables.scan("agent_day").collect()["visits"].to_list() == [1]


def test_a_spoilt_day_is_rebuilt_once(tables, rows_of):
    tables.append("event", events(rows_of, (0, 1, 1, "visit"), (1, 1, 1, "open")))
    rebuild(tables)
    spoil(tables, [DAY, DAY - timedelta(7)])
    tables.replace("event", events(rows_of, (0, 1, 1, "review"), (1, 1, 1, "open")))
    assert rebuild(tables) == [DAY]
    assert tables.scan("agent_day").select("visits", "reviews").filter(pl.col("reviews") > 0).collect().rows() == [
        (0, 1)
    ]
    assert rebuild(tables) == []


def test_a_spoilt_day_without_events_left_has_no_agent_days(tables, rows_of):
    tables.append("event", events(rows_of, (0, 1, 1, "visit")))
    rebuild(tables)
    spoil(tables, [DAY])
    tables.replace("event", rows_of("event").clear())
    assert rebuild(tables) == [DAY]
    assert tables.rows("agent_day") == tables.rows("customer_day") == 0


@pytest.mark.parametrize(("counted", "days"), [(2, []), (1, [DAY]), (0, [DAY])])
def test_delivered_agent_days_of_more_acts_than_events_are_not_spoilt(tables, rows_of, counted, days):
    tables.append("agent_day", rows_of("agent_day", {"day": DAY, "app_events": counted}))
    tables.append("event", events(rows_of, (0, 1, 1, "visit")))
    spoil(tables, [DAY])
    assert tables.scan("stale").collect()["day"].to_list() == days


def test_a_visit_is_valid_where_both_met_for_five_minutes(tables, rows_of):
    held = [(5, "f2f"), (5, "video"), (4, "f2f"), (60, "phone"), (None, "f2f"), (60, None)]
    tables.append("event", events(rows_of, *((0, 1, 7, "visit", *how) for how in held)))
    rebuild(tables)
    for name in ("agent_day", "customer_day"):
        assert tables.scan(name).select("visits", "valid_visits").collect().rows() == [(6, 2)]


acts = st.tuples(
    st.integers(0, 4),
    st.integers(1, 3),
    st.integers(1, 3),
    st.sampled_from(EVENT_KINDS),
    st.sampled_from([None, 0, 4, 5, 30]),
    st.sampled_from([None, "f2f", "video", "phone"]),
)
NAMES = {"share": "shares", "read": "reads", "visit": "visits", "proposal": "proposals", "needs": "needs",
         "review": "reviews", "prospect": "prospects", "campaign": "campaigns", "coach": "coachings"}  # fmt: skip
WITH_CUSTOMER = {"visits", "valid_visits", "needs", "proposals", "reviews"}


def counted(mine):
    """What an agent's acts of one day come to, counted by hand."""
    found = {name: sum(act[3] == kind for act in mine) for kind, name in NAMES.items()}
    met = [act for act in mine if act[3] == "visit" and act[5] in ("f2f", "video") and (act[4] or 0) >= 5]
    return found | {"valid_visits": len(met), "app_events": len(mine)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=1, max_size=20))
def test_sums_are_those_of_the_events(tmp_path_factory, monkeypatch, rows_of, acts):
    monkeypatch.setattr(behaviour, "_DAYS_AT_ONCE", 2)
    tables = Tables(tmp_path_factory.mktemp("tables"))
    tables.append("event", events(rows_of, *acts))
    rebuild(tables)
    agent_days, customer_days = (tables.scan(name).collect() for name in ("agent_day", "customer_day"))
    for found in agent_days.iter_rows(named=True):
        key = (found.pop("day"), found.pop("agent_id"))
        assert found == counted([act for act in acts if (DAY - timedelta(act[0]), act[1]) == key])
    assert agent_days["app_events"].sum() == len(acts)
    named = [act for act in acts if act[3] in ("visit", "proposal", "needs", "review")]
    assert customer_days.height == len({act[:3] for act in named})
    for found in customer_days.iter_rows(named=True):
        key = (found.pop("day"), found.pop("agent_id"), found.pop("customer_id"))
        own = counted([act for act in named if (DAY - timedelta(act[0]), act[1], act[2]) == key])
        assert found == {name: own[name] for name in WITH_CUSTOMER}
