"""Flows and stocks of random rows against sums by hand."""

from datetime import date, timedelta

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from metrics.cube import Cube, flow_rows, stock_rows
from metrics.ground import Ground
from metrics.measures.kinds import Flows, Stock
from metrics.posts import FOREVER
from metrics.window import Window
from tests.metrics.hand import ORGS

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)
CALENDAR = WorkCalendar()
GROUND = Ground(ORGS, CALENDAR, FIRST, LAST)
UNITS = ORGS.units[:2]
DAYS = st.dates(FIRST, LAST)
SPREAD = st.dates(FIRST - timedelta(days=9), LAST + timedelta(days=9))
OWNERS = st.sampled_from([*UNITS, "?"])
AMOUNTS = st.integers(-(10**12), 10**12)
ROWS = st.lists(st.tuples(OWNERS, SPREAD, AMOUNTS), max_size=12)
SPELLS = st.lists(st.tuples(OWNERS, SPREAD, st.one_of(st.none(), SPREAD), AMOUNTS), max_size=12)


def lazy(rows, **schema):
    return nw.from_native(pl.LazyFrame(rows, schema, orient="row"))


def flow_of(rows):
    """A source of these rows and the frame of its plan."""
    lazily = lazy(rows, unit_id=pl.String, day=pl.Date, cash=pl.Int64)
    source = Flows("policy", lambda _: lazily, money=("cash",), owner="unit_id")
    return source, flow_rows(source, {}, (FIRST, LAST)).to_native().collect()


def stock_of(spells):
    lazily = lazy(spells, unit_id=pl.String, since=pl.Date, until=pl.Date, amount=pl.Int64)
    source = Stock("held", "policy", lambda _: lazily, begin="before")
    return source, stock_rows(source, {}, (FIRST, LAST)).to_native().collect()


def cube(flows=(), spells=()):
    return Cube.of(GROUND, [flow_of(flows)], [stock_of(spells)])


def cash(rows, first, last):
    return [sum(v for own, day, v in rows if own == unit and first <= day <= last) for unit in UNITS]


def stood(spells, unit, day):
    return sum(amount for own, since, until, amount in spells if own == unit and since <= day < (until or date.max))


@given(ROWS, DAYS, DAYS)
def test_a_flow_is_the_sum_of_its_days(rows, one, other):
    first, last = min(one, other), max(one, other)
    found = cube(rows).flow("cash", first, last)[:2].tolist()
    assert found == cash(rows, first, last)


AGENTS = st.integers(1, 3)
TURNS = st.dictionaries(st.tuples(AGENTS, SPREAD), st.sampled_from(UNITS), max_size=6)


@given(st.lists(st.tuples(AGENTS, SPREAD, AMOUNTS), max_size=12), TURNS, DAYS, st.sampled_from([0, 1, 40]))
def test_what_an_agent_does_counts_where_the_agent_stands_on_that_day(acts, turns, first, more):
    ends = {
        (agent, day): min((other for one, other in turns if one == agent and other > day), default=FOREVER)
        for agent, day in turns
    }
    spells = [(agent, unit, day, ends[agent, day]) for (agent, day), unit in turns.items()]
    posts = lazy(spells, agent_id=pl.Int32, unit_id=pl.String, since=pl.Date, until=pl.Date)
    rows = lazy(acts, agent_id=pl.Int32, day=pl.Date, cash=pl.Int64)
    source, last = Flows("policy", lambda _: rows, money=("cash",)), first + timedelta(days=more)
    found = flow_rows(source, {"posts": posts}, (first, last)).to_native().collect()
    expected = {}
    for agent, day, amount in acts:
        for unit in (unit for one, unit, since, until in spells if one == agent and since <= day < until):
            if first <= day <= last:
                expected[unit, day] = expected.get((unit, day), 0) + amount
    assert {(unit, day): amount for unit, day, amount in found.select("unit_id", "day", "cash").iter_rows()} == expected


@given(ROWS, ROWS, st.sets(st.one_of(st.just(LAST), DAYS), max_size=3), DAYS, DAYS)
def test_days_of_a_flow_are_replaced_as_if_they_had_been_so(rows, others, days, one, other):
    new = [row for row in others if row[1] in days]
    source, frame = flow_of(new)
    placed = frame.join(GROUND.places, on="unit_id")
    found, (first, last) = cube(rows).with_days(source, days, placed), sorted((one, other))
    now = [row for row in rows if row[1] not in days] + new
    assert found.flow("cash", first, last)[:2].tolist() == cash(now, first, last)


@given(SPELLS, DAYS)
def test_a_stock_is_what_stands_at_the_end_of_the_day(spells, day):
    assert cube(spells=spells).stock("held", day)[:2].tolist() == [stood(spells, unit, day) for unit in UNITS]


@given(SPELLS, DAYS)
def test_its_beginning_is_the_end_of_the_day_before(spells, day):
    found = cube(spells=spells).count("before", Window.of(CALENDAR, "mtd", day))[:2].tolist()
    assert found == [stood(spells, unit, day.replace(day=1) - timedelta(days=1)) for unit in UNITS]
