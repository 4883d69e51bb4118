"""Each kind's engine on random rows, against counting by hand."""

from dataclasses import replace
from datetime import date, timedelta

import narwhals as nw
import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import WorkCalendar
from metrics.agents import Crowd, Flag, IdleFlag, acts, by_agent, whole_months
from metrics.cohorts import Items, Joiners, items
from metrics.customers import acted, counted, spells_of
from metrics.ground import Ground
from metrics.loading import by_day
from metrics.measures.kinds import AgentFlag, Cohort, CustomerFlag, Idle, Recruits
from metrics.posts import posts
from metrics.roster import Roster
from metrics.window import Window
from tests.metrics.hand import ORGS

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
CALENDAR = WorkCalendar()
GROUND = Ground(ORGS, CALENDAR, FIRST, LAST)
UNITS = ORGS.units[:3]
AGENTS, CUSTOMERS = st.integers(1, 4), st.integers(1, 3)
DAYS = st.dates(FIRST, LAST)
MOVES = st.lists(
    st.tuples(AGENTS, DAYS, st.sampled_from(["onboard", "transfer", "terminate"]), st.sampled_from(UNITS)), max_size=9
)
WINDOWS = st.builds(lambda period, day: Window.of(CALENDAR, period, day), st.sampled_from(["day", "mtd", "ytd"]), DAYS)


def lazy(rows, **schema):
    return nw.from_native(pl.LazyFrame(list(rows), schema, orient="row"))


def collected(plan):
    return plan.to_native().collect()


def movement(moves):
    rows = ((at, *move) for at, move in enumerate(moves))
    return lazy(rows, movement_id=pl.Int64, agent_id=pl.Int32, day=pl.Date, kind=pl.String, unit_id=pl.String)


def roster(moves):
    return Roster.from_posts(collected(posts(movement(moves))), ORGS.units)


def stands(moves, agent, day):
    """(unit, on the staff) after the last movement up to a day; (None, False) before the first."""
    own = sorted((on, at, unit, kind) for at, (who, on, kind, unit) in enumerate(moves) if who == agent and on <= day)
    return (own[-1][2], own[-1][3] != "terminate") if own else (None, False)


def tally(units):
    """How many of these units are each of UNITS."""
    return [sum(unit == own for unit in units) for own in UNITS]


@given(MOVES, st.lists(st.tuples(AGENTS, DAYS, st.integers(-2, 3)), max_size=12), WINDOWS, st.integers(1, 3))
def test_an_agent_flag_is_a_sum_that_is_large_enough(moves, rows, window, least):
    source = AgentFlag("flag", "policy", lambda _: lazy(rows, agent_id=pl.Int32, day=pl.Date, amount=pl.Int64), least)
    people, frame = roster(moves), collected(acts(source, {}, (FIRST, LAST)))
    flag = Flag(source, people, by_agent(frame, people, GROUND, FIRST), None)
    sums = {
        who: sum(n for one, day, n in rows if one == who and window.first <= day <= window.last) for who in range(5)
    }
    earned = [stands(moves, who, window.last)[0] for who, total in sums.items() if total >= least]
    assert flag.count("flag", window)[:3].tolist() == tally(earned)


@given(
    MOVES,
    st.lists(st.tuples(AGENTS, DAYS, st.integers(-2, 3)), max_size=12),
    st.lists(st.tuples(AGENTS, st.one_of(st.just(LAST), DAYS), st.integers(-2, 3)), max_size=6),
    WINDOWS,
)
def test_days_of_an_agent_flag_are_replaced_as_if_they_had_been_so(moves, rows, new, window):
    source = AgentFlag("flag", "policy", lambda _: lazy(rows, agent_id=pl.Int32, day=pl.Date, amount=pl.Int64), 2)
    people, days = roster(moves), {row[1] for row in new}

    def flag(rows):
        frame = lazy(rows, agent_id=pl.Int32, day=pl.Date, amount=pl.Int64).to_native().collect()
        return Flag(source, people, by_agent(frame, people, GROUND, FIRST), None), frame

    windows = window, replace(window, last=LAST)
    before = flag(rows)[0].with_days({LAST}, flag([row for row in rows if row[1] == LAST])[1])
    assert [before.count("flag", one).tolist() for one in windows] == [
        flag(rows)[0].count("flag", one).tolist() for one in windows
    ]
    found = before.with_days(days, flag(new)[1])
    now = flag([row for row in rows if row[1] not in days] + new)[0]
    for one in windows:
        assert found.count("flag", one).tolist() == now.count("flag", one).tolist()
    firsts = [[part.tolist() for part in one.first_days(window.first, window.last)] for one in (found, now)]
    assert firsts[0] == firsts[1]


@given(MOVES, st.lists(st.tuples(AGENTS, DAYS, st.one_of(st.just(date(9999, 12, 31)), DAYS)), max_size=6), DAYS)
def test_a_crowd_is_who_is_on_the_staff_and_in_a_spell(moves, spells, day):
    people = roster(moves)
    frame = collected(lazy(spells, agent_id=pl.Int32, since=pl.Date, until=pl.Date))
    inside = Crowd.of(frame, people).on(day, people)
    expected = [
        stands(moves, who, day)[1] and any(one == who and since <= day < until for one, since, until in spells)
        for who in people.agents
    ]
    assert inside.tolist() == expected


@given(MOVES, st.lists(st.tuples(AGENTS, DAYS), max_size=6), DAYS)
def test_idle_is_who_has_been_here_longer_and_did_nothing(moves, rows, day):
    source = Idle("idle", "policy", lambda _: lazy(rows, agent_id=pl.Int32, day=pl.Date), months=2)
    people, before = roster(moves), date(2025, 11, 1)
    sums = by_agent(collected(acts(source, {}, (before, LAST))), people, GROUND, before)
    joined = by_day(collected(movement(moves).filter(nw.col("kind") == "onboard")), people)
    found = IdleFlag(source, people, sums, *joined).count("idle", Window.of(CALENDAR, "mtd", day))
    month = day.replace(day=1)
    first = (month - timedelta(days=1)).replace(day=1)
    idle = []
    for who in range(1, 5):
        starts = [on for one, on, kind, _ in moves if one == who and kind == "onboard" and on <= day]
        acted_ = any(one == who and first <= on <= day for one, on in rows)
        unit, staffed = stands(moves, who, day)
        if staffed and starts and not acted_ and whole_months(np.array([max(starts)], "datetime64[D]"), day)[0] > 2:
            idle.append(unit)
    assert found[:3].tolist() == tally(idle)


def test_a_month_is_full_on_the_same_day_or_on_the_last():
    since = np.array(["2025-12-31", "2026-01-28", "2026-01-29", "2026-02-28", "2025-02-28"], "datetime64[D]")
    assert whole_months(since, date(2026, 2, 28)).tolist() == [2, 1, 1, 0, 12]
    assert whole_months(since, date(2026, 2, 27)).tolist() == [1, 0, 0, -1, 11]


ACTS = st.lists(st.tuples(CUSTOMERS, st.integers(1, 5), DAYS), max_size=10)


@given(MOVES, ACTS, st.lists(st.tuples(CUSTOMERS, DAYS), max_size=5), WINDOWS)
def test_a_customer_counts_with_the_last_actor_and_followed_in_time(moves, rows, later, window):
    source = CustomerFlag(
        "seen", "customer_day", lambda _: lazy(rows, customer_id=pl.Int64, agent_id=pl.Int32, day=pl.Date),
        then="kept", followed=lambda _: lazy(later, customer_id=pl.Int64, day=pl.Date), within=10,
    )  # fmt: skip
    frames = {name: collected(plan) for name, plan in acted(source, {}, (FIRST, LAST)).items()}
    engine = counted(source, frames, roster(moves), GROUND, spells_of(source, frames, GROUND))
    seen, kept = [], []
    for who in {row[0] for row in rows}:
        own = sorted((day, agent) for one, agent, day in rows if one == who and window.first <= day <= window.last)
        if not own:
            continue
        unit = stands(moves, own[-1][1], window.last)[0]
        limit = min(own[0][0] + timedelta(days=10), window.last)
        seen.append(unit)
        if any(one == who and own[0][0] <= day <= limit for one, day in later):
            kept.append(unit)
    assert engine.count("seen", window)[:3].tolist() == tally(seen)
    assert engine.count("kept", window)[:3].tolist() == tally(kept)


SERVED = st.lists(
    st.tuples(CUSTOMERS, st.sampled_from(UNITS), DAYS), max_size=6, unique_by=lambda row: (row[0], row[2])
)


@given(ACTS, SERVED, st.lists(st.tuples(CUSTOMERS, DAYS, DAYS), max_size=4), WINDOWS)
def test_a_customer_counts_where_they_are_served_if_they_are_asked_about(rows, begins, spells, window):
    served = [
        (who, unit, since, min((other for one, _, other in begins if one == who and other > since), default=date.max))
        for who, unit, since in begins
    ]
    source = CustomerFlag(
        "seen", "customer_day", lambda _: lazy(rows, customer_id=pl.Int64, agent_id=pl.Int32, day=pl.Date),
        credit="server", among=lambda _: lazy(spells, customer_id=pl.Int64, since=pl.Date, until=pl.Date),
    )  # fmt: skip
    frames = {name: collected(plan) for name, plan in acted(source, {}, (FIRST, LAST)).items()}
    places = collected(lazy(served, customer_id=pl.Int64, unit_id=pl.String, since=pl.Date, until=pl.Date))
    frames["served"] = places
    engine = counted(source, frames, roster([]), GROUND, spells_of(source, frames, GROUND))
    day = window.last
    active = {one for one, _, on in rows if window.first <= on <= day}
    asked = {one for one, since, until in spells if since <= day < until}
    units = [unit for who, unit, since, until in served if who in active & asked and since <= day < until]
    assert engine.count("seen", window)[:3].tolist() == tally(units)


ITEMS = st.lists(
    st.tuples(
        st.sampled_from([*UNITS, "?"]), DAYS, st.one_of(st.none(), DAYS), st.integers(1, 9), st.one_of(st.none(), DAYS)
    ),
    max_size=10,
)


@given(
    ITEMS, WINDOWS, st.sampled_from([{}, {"whole": True}, {"whole": True, "lead": 1}, {"whole": True, "rolling": 2}])
)
def test_a_cohort_is_what_was_known_and_its_outcome_what_came(rows, window, shape):
    schema = {"unit_id": pl.String, "day": pl.Date, "known": pl.Date, "amount": pl.Int64, "paid": pl.Date}
    source = Cohort("premium_due", lambda _: lazy(rows, **schema), "due", ("paid",), money=True, **shape)
    engine = Items.of(source, collected(items(source, {})), GROUND)
    first, last = window.first, window.last
    if source.whole:
        months = window.months(source.lead, source.rolling)
        first, last = months[0].first, months[-1].last
    due = [row for row in rows if first <= row[1] <= last and (row[2] or date.min) <= window.last]
    paid = [row for row in due if row[4] and row[4] <= window.last]
    for name, chosen in (("due", due), ("paid", paid)):
        expected = [sum(row[3] for row in chosen if row[0] == unit) for unit in UNITS]
        assert engine.count(name, window)[:3].tolist() == expected


@given(MOVES, st.lists(st.tuples(AGENTS, DAYS), max_size=6), st.sampled_from(["mtd", "ytd"]), DAYS)
def test_recruits_are_followed_from_their_month(moves, passed, period, day):
    people, window = roster(moves), Window.of(CALENDAR, period, day)
    joined = by_day(collected(movement(moves).filter(nw.col("kind") == "onboard")), people)
    confirmed = by_day(collected(lazy(passed, agent_id=pl.Int32, day=pl.Date)), people)
    engine = Joiners(Recruits(1, "size", "alive", "passed"), people, *joined, *confirmed)
    found = {"size": [], "alive": [], "passed": []}
    for own, cohort in zip(window.months(), window.months(1), strict=True):
        end = min(own.last, day)
        for who in range(1, 5):
            starts = [on for one, on, kind, _ in moves if one == who and kind == "onboard" and on in cohort]
            if not starts:
                continue
            unit = stands(moves, who, day)[0]
            found["size"].append(unit)
            found["alive"] += [unit] if stands(moves, who, end)[1] else []
            found["passed"] += [unit] if any(one == who and min(starts) <= on <= end for one, on in passed) else []
    for name, units in found.items():
        assert engine.count(name, window)[:3].tolist() == tally(units)
