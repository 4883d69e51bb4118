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


def cube(flows=(), spells=()):
    rows = lazy(flows, unit_id=pl.String, day=pl.Date, cash=pl.Int64)
    flow = Flows("policy", lambda _: rows, money=("cash",), owner="unit_id")
    held = lazy(spells, unit_id=pl.String, since=pl.Date, until=pl.Date, amount=pl.Int64)
    stock = Stock("held", "policy", lambda _: held, begin="before")
    span = (FIRST, LAST)
    frames = [plan.to_native().collect() for plan in (flow_rows(flow, {}, span), stock_rows(stock, {}, span))]
    return Cube.of(GROUND, [(flow, frames[0])], [(stock, frames[1])])


def stood(spells, unit, day):
    return sum(amount for own, since, until, amount in spells if own == unit and since <= day < (until or date.max))


@given(ROWS, DAYS, DAYS)
def test_a_flow_is_the_sum_of_its_days(rows, one, other):
    first, last = min(one, other), max(one, other)
    found = cube(rows).flow("cash", first, last)[:2].tolist()
    assert found == [sum(v for own, day, v in rows if own == unit and first <= day <= last) for unit in UNITS]


@given(SPELLS, DAYS)
def test_a_stock_is_what_stands_at_the_end_of_the_day(spells, day):
    assert cube(spells=spells).stock("held", day)[:2].tolist() == [stood(spells, unit, day) for unit in UNITS]


@given(SPELLS, DAYS)
def test_its_beginning_is_the_end_of_the_day_before(spells, day):
    found = cube(spells=spells).count("before", Window.of(CALENDAR, "mtd", day))[:2].tolist()
    assert found == [stood(spells, unit, day.replace(day=1) - timedelta(days=1)) for unit in UNITS]
