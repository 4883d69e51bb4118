"""What a table says has changed, against what really has."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from data import changes
from data import tables as tables_module
from data.errors import UserError
from data.schemas import TABLES
from data.tables import Tables
from tests.data.conftest import frame_of

FIRST = date(2026, 6, 12)
DAYS = [FIRST + timedelta(at) for at in range(6)]
NAMES = ("event", "premium_due", "agent")

day, key, value = st.sampled_from(DAYS), st.integers(1, 6), st.integers(1, 3)
rows = st.lists(st.tuples(key, day, value), max_size=4, unique_by=lambda row: row[0])
steps = st.one_of(
    st.tuples(st.just("append"), rows),
    st.tuples(st.just("replace_days"), st.lists(day, max_size=3, unique=True), rows),
    st.tuples(st.just("amend"), rows, st.lists(key, max_size=3, unique=True)),
    st.tuples(st.just("replace"), rows),
    st.tuples(st.just("again")),
    st.tuples(st.just("tidy")),
)


def frame(name, given_rows):
    made = [_row(name, *row) for row in given_rows]
    return frame_of(name, *made) if made else frame_of(name).clear()


def _row(name, number, day, value):
    if name == "agent":
        return {"agent_id": number, "name": str(value)}
    if name == "event":
        return {"event_id": number, "day": day, "minutes": value, "at": pl.select(pl.lit(day).cast(pl.Datetime)).item()}
    return {"due_id": number, "announced": day, "amount": value}


def do(tables, name, step):
    """One change of a table by its public methods, in what the callers promise of their arguments."""
    kind, *given = step
    table = TABLES[name]
    there = tables.scan(name).collect()
    if kind == "append":
        tables.append(name, frame(name, given[0]).join(there, on=table.key, how="anti"))
    elif kind == "replace_days" and table.day:
        days = given[0]
        elsewhere = there.filter(~pl.col(table.day).is_in(days))
        come = frame(name, given[1]).filter(pl.col(table.day).is_in(days)).join(elsewhere, on=table.key, how="anti")
        tables.replace_days(name, come, days)
    elif kind == "amend":
        amend(tables, name, there, *given)
    elif kind == "replace":
        tables.replace(name, frame(name, given[0]))
    elif kind == "again":
        tables.replace(name, there)
    elif kind == "tidy":
        tables.tidy(name)


def amend(tables, name, there, kept, dropped):
    table = TABLES[name]
    come = frame(name, [row for row in kept if row[0] not in dropped]).with_columns(dropped=False)
    gone = pl.DataFrame({table.key[0]: dropped}, schema={table.key[0]: come.schema[table.key[0]]}).with_columns(
        dropped=True
    )
    ruled = pl.concat([come, gone], how="diagonal")
    days = there.join(ruled, on=table.key, how="semi").select(table.day or pl.lit(None, pl.Date).alias("day"))
    tables.amend(name, ruled, days.to_series().unique().to_list())


def differing(name, old, new):
    """The days whose rows differ; for a table without days, whether any does: {None}."""
    day = TABLES[name].day
    parts = [{part: rows_of(found, day, part) for part in days_of(found, day)} for found in (old, new)]
    return {part for part in {*parts[0], *parts[1]} if parts[0].get(part, []) != parts[1].get(part, [])}


def days_of(found, day):
    return set(found[day]) if day else {None}


def rows_of(found, day, part):
    return sorted((found.filter(pl.col(day) == part) if day else found).iter_rows(), key=repr)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(given_steps=st.lists(steps, min_size=1, max_size=6))
def test_what_differs_is_said_to_have_changed(name, given_steps):
    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables_module, "KEEP_HOURS", 0)
        tables = Tables(Path(root))
        states = [(tables.version(name), tables.scan(name).collect())]
        for step in given_steps:
            do(tables, name, step)
            states.append((tables.version(name), tables.scan(name).collect()))
            for since, old in states:
                told = tables.changed(name, since)
                if told is None:
                    assert since is None or TABLES[name].day is None or replaced(tables, name, since)
                else:
                    assert differing(name, old, states[-1][1]) <= told


def replaced(tables, name, since):
    """Whether other rows were put in the place of a whole table since then."""
    found = [entry for entry in DeltaTable(tables.path(name)).history() if entry["version"] > since]
    return any(entry.get(changes.NOTE) == changes.EVERY for entry in found)


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path / "tables")


def test_the_days_of_each_change_and_no_others(tables):
    a, b, c, d = DAYS[:4]
    assert (tables.version("event"), tables.changed("event", None)) == (None, frozenset())
    tables.append("event", frame("event", [(1, a, 1), (2, b, 1), (3, d, 1)]))
    assert (tables.version("event"), tables.changed("event", None)) == (0, None)
    tables.append("event", frame("event", [(4, a, 1), (5, c, 1)]))
    assert tables.changed("event", 0) == {a, c}
    tables.replace_days("event", frame("event", [(6, b, 1)]), [b, c])
    assert tables.changed("event", 1) == {b, c}
    amend(tables, "event", tables.scan("event").collect(), [(1, d, 2)], [])
    assert tables.changed("event", 2) == {a, d}
    amend(tables, "event", tables.scan("event").collect(), [], [3])
    assert tables.changed("event", 3) == {d}
    assert tables.changed("event", 0) == {a, b, c, d}
    assert tables.changed("event", 9) is None


def test_the_version_is_that_of_the_log_also_after_a_checkpoint(tables):
    for number in range(3):
        tables.append("event", frame("event", [(number, DAYS[number], 1)]))
        assert tables.version("event") == DeltaTable(tables.path("event")).version() == number
    DeltaTable(tables.path("event")).create_checkpoint()
    for entry in (tables.path("event") / "_delta_log").glob("*.json"):
        entry.unlink()
    assert tables.version("event") == 2
    assert tables.changed("event", 2) == frozenset()
    assert tables.changed("event", 1) is None


def test_tidying_and_remembering_a_file_change_nothing(tables, monkeypatch):
    monkeypatch.setattr(tables_module, "KEEP_HOURS", 0)
    for number in range(3):
        tables.append("event", frame("event", [(number, DAYS[0], 1)]))
    tables.tidy("event")
    tables.append("event", frame("event", []), ["empty.parquet"])
    assert tables.version("event") > 3
    assert tables.changed("event", 2) == frozenset()


def test_the_same_table_delivered_again_is_no_change(tables):
    tables.replace("agent", frame("agent", [(1, FIRST, 1)]), ["a"])
    tables.replace("agent", frame("agent", [(1, FIRST, 1)]), ["b"])
    assert (tables.changed("agent", 0), tables.ingested("agent", ["b"])) == (frozenset(), {"b"})
    tables.replace("agent", frame("agent", [(1, FIRST, 2)]), ["c"])
    assert tables.changed("agent", 1) is None


def test_a_commit_of_others_leaves_it_open(tables):
    tables.append("premium_due", frame("premium_due", [(1, FIRST, 1)]))
    write_deltalake(tables.path("premium_due"), frame("premium_due", [(2, FIRST, 1)]), mode="append")
    tables.append("premium_due", frame("premium_due", [(3, FIRST, 1)]))
    assert tables.changed("premium_due", 0) is None
    assert tables.changed("premium_due", 1) == {FIRST}


def test_a_change_of_shape_leaves_it_open(tables):
    tables.append("premium_due", frame("premium_due", [(1, FIRST, 1)]))
    DeltaTable(tables.path("premium_due")).alter.set_table_properties({"delta.appendOnly": "false"})
    assert tables.changed("premium_due", 0) is None


def test_a_note_of_many_days_is_short(tables):
    days = [FIRST + timedelta(at) for at in range(900) if at != 400]
    tables.append("event", frame("event", [(1, FIRST, 1)]))
    tables.replace_days("event", frame("event", []), days)
    (entry,) = DeltaTable(tables.path("event")).history(1)
    assert entry[changes.NOTE] == f"{days[0]}/{days[399]} {days[400]}/{days[-1]}"
    assert tables.changed("event", 0) == frozenset(days)


def test_a_damaged_entry_is_a_user_error(tables):
    for number in range(2):
        tables.append("event", frame("event", [(number, FIRST, 1)]))
    (tables.path("event") / "_delta_log" / f"{1:020}.json").write_bytes(b"\x00garbage")
    with pytest.raises(UserError, match="event: the table refuses"):
        tables.changed("event", 0)


def test_an_unknown_table_has_no_version(tables):
    for ask in (tables.version, lambda name: tables.changed(name, 0)):
        with pytest.raises(UserError, match="polciy"):
            ask("polciy")
