import json
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data.schemas import TABLES
from data.validation import judge, judge_each


@pytest.mark.parametrize("name", TABLES)
def test_good_rows_pass_in_their_dtypes_and_as_texts(rows_of, name):
    frame, schema = rows_of(name), TABLES[name].schema
    texts = frame.with_columns(pl.selectors.temporal().dt.strftime("iso"), pl.selectors.boolean().cast(pl.String))
    for raw in (frame, texts.cast(pl.String)):
        verdict = judge(raw, schema)
        assert_frame_equal(verdict.good, frame)
        assert verdict.bad.is_empty()


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("agent", {"agent_id": "x1"}, "agent_id|dtype"),
        ("agent", {"agent_id": "1.5"}, "agent_id|dtype"),
        ("agent", {"agent_id": "99999999999"}, "agent_id|dtype"),
        ("agent", {"agent_id": "0"}, "agent_id|min"),
        ("agent", {"agent_id": None}, "agent_id|nullability"),
        ("agent", {"gender": "x", "education": None}, "gender|check__one_of, education|nullability"),
        ("movement", {"day": "2026-02-30"}, "day|dtype"),
        ("movement", {"day": "16/06/2026"}, "day|dtype"),
        ("movement", {"unit_id": "8601"}, "unit_id|regex"),
        ("product", {"regular": "perhaps"}, "regular|dtype"),
        ("org", {"parent_id": "87"}, "id_extends_parent, parent_id|regex"),
        ("premium_due", {"due": "2020-01-01"}, "dates_in_order"),
        ("event", {"customer_id": None}, "customer_named"),
        ("event", {"day": "2026-06-15"}, "day_of_time"),
        ("event", {"at": "9 o'clock"}, "at|dtype"),
        ("event", {"at": "noon", "minutes": "long"}, "at|dtype, minutes|dtype"),
        ("target", {"value": "NaN"}, "value|nan"),
        ("target", {"value": "inf"}, "value|inf"),
    ],
)
def test_a_bad_row_is_refused_with_its_rules(rows_of, name, change, rule):
    frame = rows_of(name).with_columns(pl.selectors.temporal().dt.strftime("iso"))
    raw = frame.with_columns(pl.selectors.boolean().cast(pl.String)).cast(pl.String)
    broken = raw.with_columns(pl.lit(value, pl.String).alias(column) for column, value in change.items())
    verdict = judge(pl.concat([raw, broken]), TABLES[name].schema)
    assert verdict.good.height == 1
    assert verdict.bad["rule"].to_list() == [rule]
    told = json.loads(verdict.bad["row"].item())
    assert {column: str(told[column]) for column in change} == {c: str(value) for c, value in change.items()}


def test_copies_of_a_key_are_one_row_even_beside_a_bad_copy(rows_of):
    rows = rows_of("agent", {"gender": "?"}, {"name": "first"}, {"name": "second"}, {"agent_id": 2})
    verdict = judge(rows, TABLES["agent"].schema)
    assert sorted(verdict.good["name"]) == ["first", "王芳"]
    assert verdict.bad["rule"].to_list() == ["gender|check__one_of"]


def test_rows_without_key_are_each_kept_in_quarantine(rows_of):
    rows = rows_of("agent", {"agent_id": None, "name": "one"}, {"agent_id": None, "name": "two"})
    verdict = judge(rows, TABLES["agent"].schema)
    assert verdict.bad["rule"].to_list() == ["agent_id|nullability"] * 2


def test_near_dtypes_are_taken_and_fractions_are_not(rows_of):
    schema = TABLES["event"].schema
    frame = rows_of("event", {}, {"event_id": 2})
    near = frame.cast({"event_id": pl.UInt64, "agent_id": pl.Float64, "at": pl.Datetime("ns"), "kind": pl.Categorical})
    assert_frame_equal(judge(near, schema).good, frame)
    fraction = near.with_columns(agent_id=pl.Series([1.0, 1.5]))
    assert judge(fraction, schema).bad["rule"].to_list() == ["agent_id|dtype"]


def test_times_with_a_blank_are_times(rows_of):
    raw = rows_of("event").with_columns(at=pl.lit("2026-06-16 09:30:00"))
    assert judge(raw, TABLES["event"].schema).good["at"].item() == datetime(2026, 6, 16, 9, 30)


@given(st.lists(st.tuples(st.integers(-2, 3), st.sampled_from(["f", "m", "?"])), max_size=8))
def test_nothing_is_lost(rows):
    raw = pl.DataFrame(
        [(str(key), "n", gender, "school") for key, gender in rows],
        schema=dict.fromkeys(TABLES["agent"].schema.column_names(), pl.String),
        orient="row",
    )
    verdict = judge(raw, TABLES["agent"].schema)
    good = {key for key, gender in rows if key > 0 and gender != "?"}
    assert set(verdict.good["agent_id"]) == good
    assert len(verdict.good) == len(good)
    assert len(verdict.bad) == sum(key <= 0 or gender == "?" for key, gender in rows)


def test_a_date_given_as_a_time_is_its_day(rows_of):
    raw = rows_of("movement").cast({"day": pl.Datetime("us")})
    assert judge(raw, TABLES["movement"].schema).good["day"].item() == date(2026, 6, 16)


agents = st.lists(st.tuples(st.integers(-1, 4), st.sampled_from(["f", "x"])), max_size=3)
columns = st.sampled_from([pl.Int64, pl.Int32, pl.String])


@given(st.lists(st.tuples(agents, columns), max_size=7))
def test_many_are_judged_as_one_by_one(rows_of, given_raws):
    schema = TABLES["agent"].schema
    raws = [
        pl.concat([rows_of("agent").clear(), *(rows_of("agent", {"agent_id": n, "gender": g}) for n, g in rows)]).cast(
            {"agent_id": dtype}
        )
        for rows, dtype in given_raws
    ]
    each = judge_each(raws, schema)
    assert len(each) == len(raws)
    for found, raw in zip(each, raws, strict=True):
        alone = judge(raw, schema)
        assert_frame_equal(found.good, alone.good)
        assert_frame_equal(found.bad, alone.bad)
