from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from data.errors import UserError
from metrics.base import Base
from metrics.customers import counted, spells_of
from metrics.ground import Ground
from metrics.measures.kinds import CustomerFlag
from metrics.window import Window
from tests.metrics.hand import ORGS, A, B, Rows, at_units, base, june, moves

STAFF = moves((1, june(1), "onboard", A), (2, june(1), "onboard", B))


def proposal(agent, day, customer=7, proposals=1):
    return {"agent_id": agent, "customer_id": customer, "day": june(day), "visits": 1, "proposals": proposals}


def told(*proposals, **tables):
    return base(movement=STAFF, customer_day=list(proposals), **tables)


def test_a_customer_counts_once_with_the_last_proposer():
    sums = told(proposal(1, 2), proposal(2, 5), proposal(1, 3)).sums("mtd", june(20))
    assert at_units(sums["proposal_cust"]) == (0, 1, 1)


def test_of_two_proposers_on_a_day_the_higher_id_has_the_customer():
    assert at_units(told(proposal(2, 5), proposal(1, 5)).sums("mtd", june(20))["proposal_cust"]) == (0, 1, 1)


def test_a_visit_without_a_proposal_is_none():
    assert told(proposal(1, 2, proposals=0)).sums("mtd", june(20))["proposal_cust"][0] == 0


@pytest.mark.parametrize(("after", "counts"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_an_application_counts_within_thirty_days_of_the_first_proposal(after, counts):
    applied = [{"application_id": 1, "day": june(2) + timedelta(days=after), "agent_id": 2, "customer_id": 7}]
    book = told(proposal(1, 2), proposal(1, 20), application=applied)
    assert book.sums("ytd", june(30) + timedelta(days=10))["proposal_cust_apply"][0] == counts


def test_an_application_after_the_day_is_not_known_yet():
    applied = [{"application_id": 1, "day": june(9), "agent_id": 1, "customer_id": 7}]
    book = told(proposal(1, 2), application=applied)
    assert [book.sums("mtd", june(day))["proposal_cust_apply"][0] for day in (8, 9)] == [0, 1]


FIRST, LAST = date(2026, 5, 20), date(2026, 6, 16)
GROUND = Ground(ORGS, WorkCalendar(), FIRST, LAST)
PERIODS = st.sampled_from(["day", "mtd", "ytd"])
DAYS = st.dates(FIRST, LAST)
OFTEN = st.one_of(st.just(LAST), DAYS)
CUSTOMERS, AGENTS = st.integers(1, 4), st.integers(1, 5)
ACTS = st.lists(st.tuples(CUSTOMERS, AGENTS, OFTEN), max_size=12)
LATER = st.lists(st.tuples(CUSTOMERS, OFTEN), max_size=6)
SPELLS = st.lists(st.tuples(CUSTOMERS, st.sampled_from(ORGS.units[:3]), DAYS), unique_by=lambda row: (row[0], row[2]))
POSTS = Base.load(Rows(movement=STAFF), ORGS, WorkCalendar(), FIRST, LAST).roster


def test_a_row_of_a_day_that_is_not_replaced_is_refused():
    source = CustomerFlag("seen", "customer_day", lambda _: None)
    engine, frames = engine_of(source, [(1, 1, LAST)], [], [], [])
    with pytest.raises(UserError, match="2026-06-16: is not among the days to be replaced"):
        engine.with_days([FIRST], frames["acts"])


def frame(rows, **schema):
    return pl.DataFrame(rows, schema, orient="row")


def engine_of(source, acts, later, begins, asked):
    """The flag of these acts; customers are served from each of `begins` on to the next, and asked about in `asked`."""
    served = [
        (who, unit, since, min((on for one, _, on in begins if one == who and on > since), default=date.max))
        for who, unit, since in begins
    ]
    frames = {"acts": frame(acts, customer_id=pl.Int64, agent_id=pl.Int32, day=pl.Date)}
    frames |= {"followed": frame(later, customer_id=pl.Int64, day=pl.Date)} if source.then else {}
    frames["served"] = frame(served, customer_id=pl.Int64, unit_id=pl.String, since=pl.Date, until=pl.Date)
    if source.among:
        frames["among"] = frame(asked, customer_id=pl.Int64, since=pl.Date, until=pl.Date)
    return counted(source, frames, POSTS, GROUND, spells_of(source, frames, GROUND)), frames


@pytest.mark.parametrize("credit", ["actor", "server"])
@pytest.mark.parametrize("among", [None, lambda _: None])
@given(
    ACTS, LATER, ACTS, st.sets(OFTEN, max_size=3), SPELLS,
    st.lists(st.tuples(CUSTOMERS, DAYS, DAYS), max_size=5), PERIODS, OFTEN,
)  # fmt: skip
def test_days_are_replaced_as_if_they_had_been_so(credit, among, acts, later, other, days, begins, asked, period, day):
    source = CustomerFlag(
        "seen", "customer_day", lambda _: None, credit, among=among, then="kept", followed=lambda _: None, within=9
    )
    new, old = [row for row in other if row[-1] in days], [row for row in acts if row[-1] not in days]
    engine = engine_of(source, acts, later, begins, asked)[0]
    window = Window.of(GROUND.calendar, period, day)
    window = replace(window, first=max(window.first, FIRST))
    for name in engine.names:
        engine.count(name, replace(window, last=LAST))
    frames = engine_of(source, new, later, begins, asked)[1]
    found = engine.with_days(days, frames["acts"].clear()).with_days(days, frames["acts"])
    now = engine_of(source, old + new, later, begins, asked)[0]
    for name in engine.names:
        assert found.count(name, window).tolist() == now.count(name, window).tolist()
