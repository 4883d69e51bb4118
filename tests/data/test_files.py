import io
import json
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data import files
from data.files import UnreadableError, read
from data.schemas import TABLES

AGENT = b"agent_id,name,gender,education\n"
GOOD = AGENT + b"1,Wang,f,college\n"
LINE = (
    b'{"application_id":1,"day":"2026-06-16","agent_id":1,"customer_id":1,"product_id":"P1","premium":5,'
    b'"at":"2026-06-16T09:00:00","channel":"mobile"}\n'
)


@pytest.fixture
def deliver(tmp_path):
    def write(name, content):
        path = tmp_path / f"delivery.{TABLES[name].format}"
        path.write_bytes(content)
        return read(path, TABLES[name])

    return write


def test_csv_is_read_as_text(deliver):
    delivery = deliver("agent", GOOD)
    assert delivery.rows.rows() == [("1", "Wang", "f", "college")]
    assert delivery.broken.is_empty()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.removesuffix(b"\n"),
        GOOD + b"\n\n",
        b'agent_id,"name",gender,education\n1,"Wang",f,college\n',
        b"education,extra,agent_id,name,gender\ncollege,x,1,Wang,f\n",
    ],
    ids=["bom", "crlf", "no last newline", "blank lines", "quoted", "other order and more columns"],
)
def test_csv_dialects_hold_the_same_row(deliver, content):
    delivery = deliver("agent", content)
    assert delivery.rows.rows() == [("1", "Wang", "f", "college")]
    assert delivery.rows.columns == TABLES["agent"].schema.column_names()
    assert delivery.broken.is_empty()


def test_an_empty_field_is_null(deliver):
    for content in (AGENT + b"1,,f,college\n", AGENT + b'1,"",f,"college"\n'):
        assert deliver("agent", content).rows["name"].to_list() == [None]


@pytest.mark.parametrize("line", [b"2,Li,f", b"2,Li,f,college,extra", b'2,"Li, Na"'])
def test_a_ragged_line_costs_only_itself(deliver, line):
    delivery = deliver("agent", GOOD + line + b"\n3,Zhao,m,school\n")
    assert delivery.rows["agent_id"].to_list() == ["1", "3"]
    assert delivery.broken["rule"].to_list() == ["line|fields"]
    assert json.loads(delivery.broken["row"].item())[:2][0] == "2"


@given(st.lists(st.tuples(*[st.text("ab1é中", max_size=3)] * 4), max_size=6))
def test_both_csv_readers_agree(rows):
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TABLES["agent"].schema.column_names(), pl.String), orient="row")
    frame = frame.with_columns(pl.all().replace("", None))
    plain = frame.write_csv().encode()
    if files._is_plain(plain):
        columns = frame.columns
        whole = pl.read_csv(io.BytesIO(plain), infer_schema=False, quote_char=None)
        by_line = files._csv_by_line(plain.decode(), columns, columns)
        assert_frame_equal(whole, by_line.rows)
        assert by_line.broken.is_empty()


def test_jsonl_is_read_as_text(deliver):
    delivery = deliver("application", LINE)
    assert delivery.rows.rows() == [("1", "2026-06-16", "1", "1", "P1", "5", "2026-06-16T09:00:00", "mobile")]


@pytest.mark.parametrize("line", [b'{"application_id":2,"da', b"[2]", b"2", b"null", b"[" * 9000])
def test_a_broken_json_line_costs_only_itself(deliver, line):
    delivery = deliver("application", LINE + line + b"\n" + LINE.replace(b":1,", b":3,"))
    assert delivery.rows["application_id"].to_list() == ["1", "3"]
    assert delivery.broken.rows() == [(line.decode(), "line|json")]


def test_half_a_letter_beside_a_broken_line_is_broken_too(deliver):
    delivery = deliver("application", LINE + b'{"day": "\\ud800"}\n{\n')
    assert delivery.rows.height == 1
    assert delivery.broken.height == 2


values = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text('ab 中"\\{', max_size=4)


@given(st.lists(st.fixed_dictionaries({"a": values, "b": values}), min_size=1, max_size=5))
def test_both_jsonl_readers_agree(rows):
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    whole = pl.read_ndjson(text.encode(), schema={"a": pl.String, "b": pl.String})
    assert_frame_equal(whole, files._jsonl_by_line(text, ["a", "b"]).rows)


def test_parquet_keeps_its_types_and_drops_other_columns(deliver, rows_of):
    frame = rows_of("event")
    buffer = io.BytesIO()
    frame.with_columns(device=pl.lit("phone")).write_parquet(buffer)
    assert_frame_equal(deliver("event", buffer.getvalue()).rows, frame)


def parquet_of(frame):
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


EVENTS = parquet_of(pl.DataFrame({name: [1] for name in TABLES["event"].schema.column_names()}))

ZONED = parquet_of(
    pl.DataFrame({name: [1] for name in TABLES["event"].schema.column_names()}).with_columns(
        at=pl.lit(datetime(2026, 6, 16, 1, tzinfo=UTC))
    )
)

MALFORMED = {
    "times with a zone": ("event", ZONED, "has a time zone in the column at"),
    "empty csv": ("agent", b"", "is empty"),
    "empty jsonl": ("application", b"", "is empty"),
    "empty parquet": ("event", b"", "is empty"),
    "truncated parquet": ("event", EVENTS[:-20], "is no readable parquet"),
    "half a parquet": ("event", EVENTS[: len(EVENTS) // 2], "is no readable parquet"),
    "garbage parquet": ("event", bytes(range(256)) * 4, "is no readable parquet"),
    "csv named parquet": ("event", GOOD, "is no readable parquet"),
    "garbage csv": ("agent", bytes(range(256)) * 4, "is not UTF-8"),
    "parquet named csv": ("agent", EVENTS, ""),
    "gbk csv": ("agent", AGENT + "1,王芳,f,college\n".encode("gbk"), "is not UTF-8 (byte 33)"),
    "utf-16 csv": ("agent", GOOD.decode().encode("utf-16"), "is not UTF-8"),
    "csv without header": ("agent", b"1,Wang,f,college\n", "lacks the column agent_id, name, gender, education"),
    "csv lacking a column": ("agent", b"agent_id,name,gender\n1,Wang,f\n", "lacks the column education"),
    "csv with a column twice": ("agent", b"agent_id,name,gender,education,name\n", "has the column name twice"),
    "csv with semicolons": ("agent", GOOD.replace(b",", b";"), "lacks the column"),
    "csv with an open quote": ("agent", GOOD + b'2,"Li,f,college\n', "is no readable csv"),
    "blank csv": ("agent", b"\n\n", "lacks the column"),
    "gbk jsonl": ("application", LINE.replace(b"P1", "福".encode("gbk")), "is not UTF-8"),
    "garbage jsonl": ("application", b"hello\n", "lacks the column application_id"),
    "jsonl lacking a column": ("application", LINE.replace(b"premium", b"praemie"), "lacks the column premium"),
    "parquet lacking a column": ("event", parquet_of(pl.DataFrame({"event_id": [1]})), "lacks the column at, day"),
}


@pytest.mark.parametrize(("name", "content", "what"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_file_is_unreadable_and_says_why(deliver, name, content, what):
    with pytest.raises(UnreadableError) as refusal:
        deliver(name, content)
    assert refusal.value.what.startswith(what)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_gone_is_unreadable(tmp_path):
    with pytest.raises(UnreadableError, match=r"gone\.csv"):
        read(tmp_path / "gone.csv", TABLES["agent"])


def test_a_csv_of_only_a_header_has_no_rows(deliver):
    assert deliver("agent", AGENT).rows.is_empty()
