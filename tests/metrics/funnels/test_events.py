"""Every event is told by the same four columns, and only what had happened by a day is told then."""

from datetime import date

import polars as pl
import pytest

from metrics.funnels.events import ENTITIES, EVENTS, Until
from tests.metrics.hand import Rows, june

COLUMNS = ("entity", "day", "policies", "cents")
POLICY = {"policy_id": 1, "customer_id": 9, "agent_id": 3, "premium": 700, "issued": june(5)}
CALL = {"policy_id": 1, "day": june(8), "result": "ok"}


def told(name, **tables):
    return EVENTS[name].rows(Rows(**tables)).select(COLUMNS).collect().rows()


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_entity_day_and_worth_of_a_known_kind(name, insurer):
    rows = EVENTS[name].rows(insurer).collect()
    assert EVENTS[name].entity in ENTITIES
    assert dict(rows.select(COLUMNS).schema) == {
        "entity": pl.Int64, "day": pl.Date, "policies": pl.Int64, "cents": pl.Int64,
    }  # fmt: skip
    assert "agent_id" in rows.columns or "unit_id" in rows.columns or not EVENTS[name].entry


def test_an_issued_policy_is_worth_its_premium():
    assert told("issued", policy=[POLICY]) == [(9, june(5), 1, 700)]


def test_a_call_counts_where_it_went_well_and_nobody_cancelled():
    assert told("kept", policy=[POLICY], callback=[CALL]) == [(9, june(8), 1, 700)]
    assert told("kept", policy=[POLICY], callback=[{**CALL, "result": "failed"}]) == []
    gone = [{"policy_id": 1, "day": june(9), "kind": "freelook_cancel"}]
    assert told("kept", policy=[POLICY], callback=[CALL], policy_change=gone) == []


def test_only_paid_steps_are_worth_money():
    steps = [{"due_id": 4, "day": june(2), "kind": kind, "amount": 50} for kind in ("reminded", "paid")]
    assert told("reminded", premium_step=steps) == [(4, june(2), 0, 0)]
    assert told("paid", premium_step=steps) == [(4, june(2), 1, 50)]


def test_what_came_later_is_not_known_yet():
    tables = Until(Rows(policy=[POLICY]), date(2026, 6, 4))
    assert EVENTS["issued"].rows(tables).collect().is_empty()
    assert len(EVENTS["issued"].rows(Until(tables.tables, june(5))).collect()) == 1
