"""Lineage: the rows of every measure of every indicator add up to it, at random organisations, days and periods."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from data.calendar import PERIODS
from metrics.derived import Facts
from metrics.evidence import Evidence
from metrics.indicators import Formulas
from metrics.lineage import Ask, trace
from metrics.measures import MEASURES, SOURCES
from metrics.window import Window
from tests.metrics.facts import FIRST, LAST, tree_rows

ORGS = tree_rows()["org_id"].sort().to_list()
TRIES = 6
UNIQUE = {"agent_flag": "agent_id", "customer_flag": "customer_id", "team_flag": "unit_id"}
COUNTED = [name for name, one in MEASURES.items() if one.kind not in ("target", "calendar")]


class Held:
    """The tables, each read once."""

    def __init__(self, tables):
        self.scan = cache(lambda name: tables.scan(name).collect().lazy())


@pytest.fixture(scope="module")
def held(insurer):
    return Held(insurer)


@pytest.fixture(scope="module")
def facts(held, calendar, base):
    return Facts(held, calendar, (base.first, LAST))


@pytest.fixture(scope="module")
def evidence(base, facts):
    sources = {one.id: source for source in SOURCES for one in source.measures}
    return lambda org: Evidence(base, facts, sources, org)


def asked(seed):
    """The company's two years as a whole, then random orgs, days and periods."""
    yield from (("86", day, "ytd") for day in (date(2025, 12, 31), LAST))
    random = np.random.default_rng(seed)
    for _ in range(TRIES):
        day = FIRST + timedelta(days=int(random.integers(0, (LAST - FIRST).days + 1)))
        yield ORGS[int(random.integers(0, len(ORGS)))], day, PERIODS[int(random.integers(0, len(PERIODS)))]


@pytest.mark.parametrize("name", COUNTED)
def test_the_rows_of_a_measure_add_up_to_it(name, base, evidence):
    seen = 0
    for org, day, period in asked(len(name)):
        window = Window.of(base.calendar, period, day)
        rows, value = evidence(org).rows(name, window), base.nodes(name, window)[base.orgs.index(org)]
        assert (org, day, period, rows["amount"].sum()) == (org, day, period, value)
        seen += len(rows)
        key = UNIQUE.get(MEASURES[name].kind)
        if key and name != "fyp_top10pct":
            assert rows[key].is_unique().all()
            assert rows["amount"].eq(1).all()
    assert seen


@pytest.mark.parametrize("name", ["activity_rate", "fyp_yoy", "team_qualified_rate", "ren_month_rate"])
def test_a_number_is_traced_to_all_its_measures(name, held, orgs, calendar, catalogue, base):
    for org, day in (("86", date(2026, 6, 16)), ("8601", date(2026, 3, 31))):
        found = trace(held, orgs, calendar, catalogue, Ask(catalogue[name], org, "mtd", day))
        told = Formulas(catalogue, orgs, [name]).evaluate(base.at("mtd", day), "mtd").value(name)[orgs.index(org)]
        assert found.value == (None if np.isnan(told) else told)
        assert tuple(part.name for part in found.parts) == catalogue.measures(name)
        assert all(part.adds_up for part in found.parts)


def test_a_measure_of_last_year_is_traced_to_last_year(held, orgs, calendar, catalogue):
    ask = Ask(catalogue["fyp_yoy"], "86", "mtd", date(2026, 6, 16))
    now, before = trace(held, orgs, calendar, catalogue, ask).parts
    assert (now.last, before.last.year, before.name) == (ask.day, 2025, "fyp_regular_ly")
    assert before.rows["day"].is_between(before.first, before.last).all()


def test_a_plan_and_a_month_on_a_single_day_have_no_rows(held, orgs, calendar, catalogue):
    plan = trace(held, orgs, calendar, catalogue, Ask(catalogue["fyp_target_rate"], "86", "mtd", date(2026, 6, 16)))
    assert [(part.rows is None, part.adds_up) for part in plan.parts] == [(False, True), (True, None)]
    day = trace(held, orgs, calendar, catalogue, Ask(catalogue["ren_month_rate"], "86", "day", date(2026, 6, 16)))
    assert [(part.value, part.rows) for part in day.parts] == [(None, None)] * 2


def test_money_is_shown_in_yuan_and_json_has_the_first_rows(held, orgs, calendar, catalogue):
    found = trace(held, orgs, calendar, catalogue, Ask(catalogue["ren_cash"], "86", "ytd", date(2026, 6, 16)))
    (part,) = found.parts
    assert part.rows["amount"].sum() == pytest.approx(part.value)
    told = found.to_json()["measures"][0]
    assert (told["count"], len(told["rows"])) == (len(part.rows), min(100, len(part.rows)))
    assert found.rows().columns[0] == "measure"


def test_an_outcome_after_the_day_is_not_told(held, orgs, calendar, catalogue):
    ask = Ask(catalogue["ren_month_rate"], "86", "mtd", date(2026, 3, 10))
    due = next(part for part in trace(held, orgs, calendar, catalogue, ask).parts if part.name == "ren_due")
    paid = due.rows["ren_paid_month"]
    assert 0 < paid.null_count() < len(paid)
    assert paid.max() <= ask.day
    assert due.rows["policy_id"].null_count() == 0
