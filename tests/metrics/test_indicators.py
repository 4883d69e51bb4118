"""Every indicator against its hand-written SQL twin, at random organisations, days and periods."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from data.calendar import PERIODS, WorkCalendar
from data.schemas import TABLES
from metrics.catalogue import load
from metrics.indicators import REASONS, Formulas
from metrics.window import Window
from tests.metrics.facts import FIRST, LAST, tree_rows

TWINS = Path(__file__).parent / "sql"
TRIES = 100
ORGS = tree_rows()["org_id"].sort().to_list()
WORKDAYS = WorkCalendar().workdays(date(2023, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def facts(insurer):
    """The fact tables and the calendar's working days in DuckDB, and what the twins stand on."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for name in TABLES:
        frame = insurer.scan(name).collect().to_arrow()
        connection.register("incoming", frame)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608 - a name of the registry
    connection.execute("CREATE TABLE workday (day DATE)")
    connection.register("incoming", pl.DataFrame({"day": WORKDAYS}).to_arrow())
    connection.execute("INSERT INTO workday SELECT day FROM incoming")
    connection.execute((TWINS / "preamble.sql").read_text())
    return connection


def answers(facts, name, questions):
    """What a twin says to each question: (numerator, denominator, value)."""
    asked = pl.DataFrame(questions, schema=["org", "as_of", "period"], orient="row").with_row_index("n")
    facts.register("asked", asked.to_arrow())
    facts.execute("DELETE FROM ask")
    facts.execute(
        """INSERT INTO ask SELECT n, org, as_of, period, CASE period WHEN 'day' THEN as_of
        WHEN 'mtd' THEN date_trunc('month', as_of) WHEN 'qtd' THEN date_trunc('quarter', as_of)
        ELSE date_trunc('year', as_of) END FROM asked"""
    )
    rows = facts.execute((TWINS / f"{name}.sql").read_text()).fetchall()
    found = {n: row for n, *row in rows}
    assert len(rows) == len(questions) == len(found)
    return [found[n] for n in range(len(questions))]


@pytest.fixture(scope="module")
def sheets(base):
    """The measures of a period and day, each worked out once for all indicators."""
    return cache(base.at)


def asked(indicator, seed):
    """Random org, day, period; a third of the days begin or end a month."""
    random = np.random.default_rng(seed)
    for _ in range(TRIES):
        day = FIRST + timedelta(days=int(random.integers(0, (LAST - FIRST).days + 1)))
        edge = random.random()
        if edge < 0.17:
            day = day.replace(day=1)
        elif edge > 0.83:
            day = max(FIRST, day.replace(day=1) - timedelta(days=1))
        yield (
            ORGS[int(random.integers(0, len(ORGS)))],
            day,
            indicator.periods[int(random.integers(0, len(indicator.periods)))],
        )


def test_every_indicator_has_a_twin_and_every_twin_an_indicator(catalogue):
    assert {path.stem for path in TWINS.glob("*.sql")} - {"preamble"} == set(catalogue.ids)


def at(column, node):
    """The node's number; NaN in a column without any."""
    return np.nan if column is None else column[node]


def compared(name, facts, sheets, catalogue, orgs):
    """How many questions had an answer, and where ours is not the twin's: (what, org, day, period, ours, theirs)."""
    indicator, formulas, seen, wrong = catalogue[name], Formulas(catalogue, orgs, [name]), 0, []
    questions = list(asked(indicator, len(name)))
    for (org, day, period), row in zip(questions, answers(facts, name, questions), strict=True):
        found, node = formulas.evaluate(sheets(period, day), period), ORGS.index(org)
        if REASONS[found.reason(name)[node]] in ("not_meaningful", "no_data"):
            assert np.isnan(at(found.value(name), node))
            continue
        seen += 1
        ours = (at(part(name), node) for part in (found.numerator, found.denominator, found.value))
        for what, mine, theirs in zip(("numerator", "denominator", "value"), ours, row, strict=True):
            expected = np.nan if theirs is None else float(theirs)
            if mine != pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True):
                wrong.append((what, org, day, period, mine, expected))
    meant = sum(LEVEL[len(org)] in indicator.levels for org, _, _ in questions)
    assert seen <= meant
    return seen / meant, wrong


@pytest.mark.parametrize("name", load().ids)
def test_equals_its_sql_twin(name, facts, sheets, catalogue, orgs):
    answered, wrong = compared(name, facts, sheets, catalogue, orgs)
    assert not wrong
    assert answered > 1 / 2


@pytest.mark.parametrize("measures", [None, frozenset({"fyp", "hc_end"}), frozenset()])
def test_what_is_prepared_at_once_is_what_is_worked_out_one_by_one(measures, sheets, catalogue, orgs):
    formulas, day = Formulas(catalogue, orgs), date(2026, 6, 16)
    alone, prepared = (formulas.evaluate(sheets("mtd", day), "mtd") for _ in range(2))
    prepared.prepare(measures)
    for name in catalogue.ids:
        for part in ("numerator", "denominator", "value"):
            found, expected = (getattr(one, part)(name) for one in (prepared, alone))
            assert (found is None) == (expected is None)
            if expected is not None:
                np.testing.assert_array_equal(found, expected)


LEVEL = {2: "hq", 4: "branch", 6: "sub_branch", 8: "district", 10: "department", 12: "unit"}


class Cut:
    """The tables as they stood at the end of a day; due items stay, for a random payment may precede its notice."""

    def __init__(self, tables, day):
        self.tables, self.day = tables, day

    def scan(self, name):
        rows, column = self.tables.scan(name), TABLES[name].day
        return rows.filter(pl.col(column) <= self.day) if column and name != "premium_due" else rows


def test_a_past_day_reads_as_it_did_then(base, insurer, orgs, calendar):
    """What happened later changes nothing: tables cut at the day give the same measures."""
    for day in (date(2025, 12, 31), date(2026, 3, 17)):
        cut = type(base).load(Cut(insurer, day), orgs, calendar, base.first, day)
        for period in PERIODS:
            now, then = base.sums(period, day), cut.sums(period, day)
            assert [name for name in now if not np.array_equal(now[name], then[name])] == []


NOT_ADDED = {"fyp_top10pct"}
"""The best tenth of a node is no sum of its children's best tenths."""


def strays(base, orgs, period, day):
    """Measures and orgs where the children do not sum to their parent."""
    found = []
    for name in set(base.engines) - NOT_ADDED:
        if not base.counts(name, period):
            continue
        values = base.nodes(name, Window.of(base.calendar, period, day))
        for org in orgs:
            children = [values[orgs.index(child)] for child in orgs.children(org.id)]
            below = org.level == "department" and name in ("zero_depts", "depts_total")
            if children and not below and values[orgs.index(org.id)] != sum(children):
                found.append((name, org.id))
    return found


@pytest.mark.parametrize("period", PERIODS)
def test_children_sum_to_their_parent(base, orgs, period):
    for day in (date(2026, 1, 31), date(2026, 5, 1), date(2026, 6, 16)):
        assert strays(base, orgs, period, day) == []
