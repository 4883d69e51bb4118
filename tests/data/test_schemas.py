from datetime import date

import polars as pl
import pytest

from data.schemas import LEVELS, SOURCES, TABLES

SIGNED = (pl.Int16, pl.Int32, pl.Int64)
MONEY = ("premium", "amount", "standard", "commission", "value")


def test_every_source_delivers_its_formats():
    assert {table.source for table in TABLES.values()} == set(SOURCES)
    formats = {source: {table.format for table in TABLES.values() if table.source == source} for source in SOURCES}
    assert formats == {
        "personnel": {"csv", "parquet"},
        "core": {"parquet"},
        "issuing": {"jsonl"},
        "sales_app": {"parquet"},
        "service": {"csv"},
        "planning": {"csv"},
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_keys_of_a_table_are_checked_as_in_it(table):
    whole, keys = table.schema.columns(), table.keys
    assert keys.schema.column_names() == keys.key == table.key
    assert keys.day in {None, table.day}
    for name, column in keys.schema.columns().items():
        assert (column.dtype, column.nullable) == (whole[name].dtype, False)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_has_a_key_and_its_day(table):
    columns = table.schema.create_empty().schema
    assert table.key
    assert set(table.key) <= set(columns)
    assert table.day is None or columns[table.day] == pl.Date


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_types_are_those_that_delta_keeps(table):
    kept = {pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Float64, *SIGNED}
    assert {dtype.base_type() for dtype in table.schema.create_empty().schema.values()} <= kept


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.source != "planning"])
def test_money_is_whole_cents(table):
    columns = table.schema.create_empty().schema
    assert all(columns[name] == pl.Int64 for name in MONEY if name in columns)


@pytest.mark.parametrize("name", TABLES)
def test_a_good_row_is_valid_and_unique(rows_of, name):
    schema = TABLES[name].schema
    assert schema.is_valid(rows_of(name))
    assert not schema.is_valid(rows_of(name, {}, {}))


BROKEN = [
    ("org", {"org_id": "8601", "level": "branch", "parent_id": "8602"}, "id_extends_parent"),
    ("org", {"org_id": "86", "level": "branch", "parent_id": None}, "id_extends_parent"),
    ("org", {"org_id": "860"}, "org_id|regex"),
    ("org", {"org_id": "8601", "level": "galaxy", "parent_id": "86"}, "level|check__one_of"),
    ("movement", {"kind": "vanish"}, "kind|check__one_of"),
    ("movement", {"unit_id": "86010101"}, "unit_id|regex"),
    ("career", {"rank": "king"}, "rank|check__one_of"),
    ("recruit_step", {"kind": "apply"}, "agent_once_on_board"),
    ("recruit_step", {"agent_id": None}, "agent_once_on_board"),
    ("training", {"minutes": -1}, "minutes|min"),
    ("appraisal", {"result": "dismiss"}, "result|check__one_of"),
    ("income", {"amount": -1}, "amount|min"),
    ("customer", {"segment": "e"}, "segment|check__one_of"),
    ("policy", {"premium": 0}, "premium|min_exclusive"),
    ("policy", {"commission": -1}, "commission|min"),
    ("policy_change", {"amount": -1}, "amount|min"),
    ("premium_due", {"pay_no": 1}, "pay_no|min"),
    ("premium_step", {"kind": "debited"}, "kind|check__one_of"),
    ("application", {"channel": "fax"}, "channel|check__one_of"),
    ("application", {"day": date(2026, 6, 15)}, "day_of_time"),
    ("application_step", {"day": date(2026, 6, 17)}, "day_of_time"),
    ("event", {"kind": "proposal", "customer_id": None}, "customer_named"),
    ("event", {"minutes": -1}, "minutes|min"),
    ("agent_day", {"app_events": -1}, "app_events|min"),
    ("complaint", {"topic": "noise"}, "topic|check__one_of"),
    ("target", {"value": -0.5}, "value|min"),
]


@pytest.mark.parametrize(("name", "change", "rule"), BROKEN)
def test_a_broken_rule_is_told_by_name(rows_of, name, change, rule):
    _, failure = TABLES[name].schema.filter(rows_of(name, change))
    assert failure.counts() == {rule: 1}


def test_levels_run_from_headquarters_to_unit():
    assert (LEVELS[0], LEVELS[-1], len(LEVELS)) == ("hq", "unit", 6)
