from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from metrics.base import Base
from metrics.warnings.cause import Inquiry
from metrics.warnings.report import judged_month
from metrics.warnings.volumes import Book


@pytest.fixture(scope="module")
def inquiry(wounded_book, settings) -> Inquiry:
    month = wounded_book.calendar.month(wounded_book.as_of)
    return Inquiry(wounded_book, settings, judged_month(wounded_book, settings, month))


def place(inquiry: Inquiry, org: str) -> int:
    return inquiry.book.orgs.index(org)


def test_the_child_with_most_of_the_gap_is_named(inquiry):
    cause = inquiry.cause("visits", place(inquiry, "8601"))
    missing = -inquiry.judged["visits"].standing.gap_volume[:, -1]
    assert cause.org == "860101"
    share = missing[place(inquiry, "860101")] / missing[place(inquiry, "8601")]
    assert cause.share == pytest.approx(min(share, 1.0))


def test_the_chain_names_what_fell_before_it(inquiry):
    cause = inquiry.cause("fyp_regular", place(inquiry, "860101"))
    assert [link.indicator for link in cause.chain] == ["proposals", "visits", "visit_agent_rate"]
    for link in cause.chain[:2]:
        assert link.change == pytest.approx(link.value / link.usual - 1)
        assert link.change < -0.4


def test_the_usual_is_a_working_day_s_plan_at_the_usual_attainment(inquiry):
    visits = inquiry.cause("fyp_regular", place(inquiry, "860101")).chain[1]
    assert visits.usual == pytest.approx(40 * 22 / 26, rel=0.1)
    assert visits.value == pytest.approx(0.35 * visits.usual, rel=0.2)


def test_a_healthy_org_has_no_chain(inquiry):
    cause = inquiry.cause("fyp_regular", place(inquiry, "860201"))
    assert cause is None or not cause.chain


def test_the_share_of_agents_with_a_visit_can_be_the_cause(wounded, orgs, calendar, settings, wounded_book):
    """Half of the sick sub-branch's agents stop altogether."""
    idle = (pl.col("day") >= date(2026, 6, 1)) & (pl.col("agent_id") <= 20)
    hurt = replace(wounded, frames=wounded.frames | {"agent_day": wounded.frames["agent_day"].filter(~idle)})
    book = Book(Base.load(hurt, orgs, calendar, wounded_book.base.cube.first, wounded_book.as_of), wounded_book.as_of)
    asked = Inquiry(book, settings, judged_month(book, settings, calendar.month(book.as_of)))
    link = asked.cause("visits", orgs.index("860101")).chain[-1]
    assert link.indicator == "visit_agent_rate"
    assert (link.value, link.usual) == (pytest.approx(0.4, abs=0.1), pytest.approx(1.0, abs=0.1))


def test_windows_are_working_weeks_without_gap_or_overlap(inquiry):
    spans = inquiry.windows(4)
    assert spans[0][1] == date(2026, 6, 16)
    assert [len(inquiry.book.calendar.workdays(*span)) for span in spans] == [5, 5, 5, 5]
    assert all(newer[0].toordinal() - older[1].toordinal() == 1 for newer, older in pairwise(spans))


def test_no_cause_where_nothing_is_missing(inquiry):
    ahead = inquiry.judged["visits"].standing.gap_volume[:, -1] > 0
    assert ahead.any()
    at = int(ahead.nonzero()[0][0])
    assert inquiry.cause("visits", at) is None or inquiry.cause("visits", at).org == inquiry.book.orgs.ids[at]


def test_a_gap_that_all_children_share_is_the_org_s_own(inquiry):
    cause = inquiry.cause("visits", place(inquiry, "8601010101"))
    assert (cause.org, cause.share) == ("8601010101", 1.0)


def test_a_link_speaks_beyond_noise_only(inquiry, settings):
    patient = replace(settings, cause=replace(settings.cause, z=1_000.0))
    asked = Inquiry(inquiry.book, patient, inquiry.judged)
    assert asked.cause("fyp_regular", place(inquiry, "860101")) is None
