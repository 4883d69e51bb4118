"""Missing facts: which days count, what they hold back, and that nothing yellow or red is built on them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from metrics.base import Base
from metrics.warning import Missing
from metrics.warnings import warn_on
from metrics.warnings.gaps import held_back, missing_days, missing_of, under, verdict
from metrics.warnings.report import judged_month
from metrics.warnings.volumes import Book
from tests.metrics.warnings.conftest import FIRST, Facts, insurer

DAY, SHARE = date(2026, 6, 9), 0.6
EVENTS = (Missing("event", DAY, SHARE),)
PROCESS = {"visits", "proposals"}


def came(*rows):
    """What data.health.delivered_days tells: (table, day, rows, usual)."""
    schema = {"table": pl.String, "day": pl.Date, "rows": pl.Int64, "usual": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def short_of(facts, day, share):
    """The facts with only the first agents' rows of a day: all but `share` of them, the same share in every unit."""
    days = facts.frames["agent_day"]
    kept = (pl.col("day") != day) | (pl.col("agent_id") % 10 >= 10 * share)
    return Facts({**facts.frames, "agent_day": days.filter(kept)})


@pytest.fixture(scope="module")
def thin_books(orgs, calendar, wounded):
    """Both insurers on the evening of DAY, most of that day's events missing."""
    found = {"well": insurer(), "sick": wounded}
    return {
        name: Book(Base.load(short_of(facts, DAY, SHARE), orgs, calendar, FIRST, DAY), DAY)
        for name, facts in found.items()
    }


@pytest.fixture(scope="module")
def judged(thin_books, settings):
    """The visits of the well insurer."""
    book = thin_books["well"]
    return judged_month(book, settings, book.calendar.month(DAY))["visits"]


def said(book, settings, missing=()):
    return {(one.org, one.indicator): one for one in warn_on(book.base, book.as_of, settings, missing)[1]}


@pytest.mark.parametrize(
    ("rows", "usual", "share"),
    [(0, 40.0, 1.0), (23, 40.0, 0.425), (24, 40.0, None), (40, 40.0, None), (0, 19.0, None), (0, None, None)],
)
def test_thin_is_under_three_fifths_of_the_usual_and_few_rows_may_be_none(calendar, settings, rows, usual, share):
    found = missing_of(came(("event", DAY, rows, usual)), calendar, DAY, settings)
    assert found == (() if share is None else (Missing("event", DAY, pytest.approx(share)),))


def test_only_the_last_working_days_are_late(calendar, settings):
    days = [DAY - timedelta(days=back) for back in range(14)]
    found = missing_of(came(*(("event", day, 0, 40.0) for day in days)), calendar, DAY, settings)
    assert [one.day for one in found] == calendar.workdays(date(2026, 6, 3), DAY)
    assert len(found) == settings.data.within


def test_sales_may_be_few_but_not_none(settings):
    rule = next(path for path in settings.paths if path.indicator == "fyp_regular")
    thin, none = Missing("policy", DAY, 0.9), Missing("policy", DAY, 1.0)
    assert under(rule.facts, (thin, none, *EVENTS)) == (none,)
    assert under({"event": "thin"}, (thin, none, *EVENTS)) == EVENTS


def test_what_is_held_back_is_the_plan_s_part_of_those_days(judged):
    at = judged.days.index(DAY)
    step = judged.course.share[0, at] - judged.course.share[0, at - 1]
    assert held_back(judged, EVENTS) == pytest.approx(SHARE * step)
    assert held_back(judged, (*EVENTS, Missing("event", DAY, 0.3))) == pytest.approx(SHARE * step)
    assert held_back(judged, ()) == 0


@pytest.mark.parametrize("name", ["well", "sick"])
def test_what_stands_on_missing_facts_is_grey_and_says_so(thin_books, settings, name):
    bare, told = said(thin_books[name], settings), said(thin_books[name], settings, EVENTS)
    assert {one.severity for one in bare.values() if one.indicator in PROCESS} >= {"red"}
    assert {one.severity for one in told.values() if one.indicator in PROCESS} == {"grey"}
    assert set(told) == set(bare) | {("86", indicator) for indicator in PROCESS}
    for indicator in PROCESS:
        root = told["86", indicator]
        assert (root.rule, root.owner, root.since) == ("W8", "data.sales_app", DAY)
        assert (root.cause.org, root.cause.chain, root.cause.missing) == ("86", (), EVENTS)


def test_what_stands_on_other_facts_is_said_as_ever(thin_books, settings):
    for book in thin_books.values():
        bare, told = said(book, settings), said(book, settings, EVENTS)
        others = {key: one.severity for key, one in bare.items() if one.indicator not in PROCESS}
        assert {key: one.severity for key, one in told.items() if one.indicator not in PROCESS} == others


def test_a_link_is_not_told_where_its_facts_are_missing(thin_books, settings):
    bare, told = (said(thin_books["sick"], settings, missing) for missing in ((), EVENTS))
    links = [{link.indicator for one in found.values() if one.cause for link in one.cause.chain}
             for found in (bare, told)]  # fmt: skip
    assert links[0] >= {"visits", "visit_agent_rate"}
    assert not links[1] & {"visits", "proposals", "visit_agent_rate"}


@pytest.mark.parametrize("share", [0.05, 0.15, 0.25, 0.5, 1.0])
def test_a_little_that_is_missing_changes_nothing(judged, settings, share):
    missing = (Missing("event", DAY, share),)
    held = held_back(judged, missing) / judged.course.share[0, -1]
    assert bool(verdict(judged, missing, settings).missing) == (held >= settings.data.share)
    assert 0.05 < held / share < 0.2


def test_without_a_plan_there_is_nothing_to_wait_for(judged, thin_books, settings):
    nothing = np.full(len(thin_books["well"].orgs), np.nan)
    unplanned = replace(judged, course=replace(judged.course, target=nothing))
    assert verdict(unplanned, EVENTS, settings).missing == ()
    assert verdict(judged, (), settings) == verdict(unplanned, (), settings)
    assert verdict(judged, EVENTS, settings).missing == EVENTS


def test_the_tables_say_what_came(calendar, settings):
    weeks = [DAY - timedelta(weeks=back) for back in range(1, 9)]
    facts = Facts()
    facts.put("delivery", source=["sales_app"] * 9, table=["event"] * 9, file=["x"] * 9, arrived=[*weeks, DAY],
              day=[*weeks, DAY], rows=[*[40] * 8, 10], refused=[0] * 9)  # fmt: skip
    assert missing_days(facts, calendar, DAY, settings) == (Missing("event", DAY, 0.75),)
    assert missing_days(facts, calendar, DAY - timedelta(days=1), settings)[-1:] != (Missing("event", DAY, 0.75),)
