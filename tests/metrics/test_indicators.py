"""Every indicator against its hand-written SQL twin, at random organisations, days and periods."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest

from data.calendar import PERIODS, WorkCalendar
from data.schemas import TABLES
from metrics.catalogue import load
from metrics.indicators import REASONS, Formulas
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
    connection.executemany("INSERT INTO workday VALUES (?)", [[day] for day in WORKDAYS])
    connection.execute((TWINS / "preamble.sql").read_text())
    return connection


def answers(facts, name, questions):
    """What a twin says to each question: (numerator, denominator, value)."""
    facts.execute("DELETE FROM ask")
    facts.executemany(
        """INSERT INTO ask SELECT *, CASE period WHEN 'day' THEN as_of WHEN 'mtd' THEN date_trunc('month', as_of)
        WHEN 'qtd' THEN date_trunc('quarter', as_of) ELSE date_trunc('year', as_of) END
        FROM (SELECT ?::INTEGER AS n, ? AS org, ?::DATE AS as_of, ? AS period)""",
        [[n, *question] for n, question in enumerate(questions)],
    )
    rows = facts.execute((TWINS / f"{name}.sql").read_text()).fetchall()
    found = {n: row for n, *row in rows}
    assert len(rows) == len(questions) == len(found)
    return [found[n] for n in range(len(questions))]


@pytest.fixture(scope="module")
def evaluate(base, catalogue):
    formulas = Formulas(catalogue, base.orgs)
    return cache(lambda period, day: formulas.evaluate(base.at(period, day), period))


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


@pytest.mark.parametrize("name", load().ids)
def test_equals_its_sql_twin(name, facts, evaluate, catalogue):
    indicator, place = catalogue[name], catalogue.ids.index(name)
    questions = list(asked(indicator, len(name)))
    seen = 0
    for (org, day, period), row in zip(questions, answers(facts, name, questions), strict=True):
        found, node = evaluate(period, day), ORGS.index(org)
        reason = REASONS[found.reasons[node, place]]
        if reason in ("not_meaningful", "no_data"):
            assert np.isnan(found.values[node, place])
            assert reason == "no_data" or LEVEL[len(org)] not in indicator.levels
            continue
        seen += 1
        ours = (part[node, place] for part in (found.numerators, found.denominators, found.values))
        for what, mine, theirs in zip(("numerator", "denominator", "value"), ours, row, strict=True):
            expected = np.nan if theirs is None else float(theirs)
            assert mine == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True), (what, org, day, period)
    assert seen > sum(LEVEL[len(org)] in indicator.levels for org, _, _ in questions) / 2


LEVEL = {2: "hq", 4: "branch", 6: "sub_branch", 8: "district", 10: "department", 12: "unit"}


def test_a_past_day_reads_as_it_did_then(base, insurer, orgs, calendar):
    """What happened later changes nothing: facts cut at the day give the same measures."""
    day = date(2026, 3, 31)
    cut = type(base).load(insurer, orgs, calendar, FIRST, day)
    for period in PERIODS:
        now, then = base.sums(period, day), cut.sums(period, day)
        assert all(np.array_equal(now[name], then[name]) for name in now)


@pytest.mark.parametrize("period", PERIODS)
def test_children_sum_to_their_parent(base, orgs, period):
    for day in (date(2026, 1, 31), date(2026, 5, 1), date(2026, 6, 16)):
        for name, values in base.sums(period, day).items():
            for org in orgs:
                children = [values[orgs.index(child)] for child in orgs.children(org.id)]
                if children and not (org.level == "department" and name in ("zero_depts", "depts_total")):
                    assert values[orgs.index(org.id)] == sum(children), (name, org.id)
