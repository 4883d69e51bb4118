from datetime import date

import numpy as np
import pytest

from metrics.base import Base
from metrics.measures import MEASURES
from tests.metrics.hand import A, base, june, moves, policy
from tests.metrics.test_cohorts import item

STAFF = moves((1, date(2026, 2, 10), "onboard", A))


@pytest.mark.parametrize(("measure", "first"), [("hc_end", 2), ("coh3_size", 5), ("ren_due", 4), ("p13_base", 6)])
def test_a_measure_begins_with_its_facts_and_its_lead(measure, first):
    book = base(movement=STAFF, premium_due=[item(1, date(2026, 4, 3), 2)])
    months = [month for month in range(1, 13) if not np.isnan(book.at("mtd", date(2026, month, 5))[measure]).any()]
    assert months == list(range(first, 13))


def test_a_table_without_rows_gives_no_number():
    book = base(movement=STAFF)
    assert np.isnan(book.at("mtd", june(5))["policies"]).all()
    assert np.isnan(book.at("mtd", june(5))["zero_depts"]).all()


def test_a_year_begins_before_its_facts():
    book = base(movement=STAFF, policy=[policy(1, 1, june(3))])
    assert np.isnan(book.at("ytd", june(5))["policies"]).all()
    assert book.at("mtd", june(5))["policies"][0] == 1


def test_money_becomes_yuan_counts_stay():
    told = base(movement=STAFF, policy=[policy(1, 1, june(3), 12_345)]).at("mtd", june(5))
    assert (told["fyp_regular"][0], told["policies"][0]) == (123.45, 1.0)


def test_every_measure_is_there_in_every_period():
    book = base(movement=STAFF)
    for period in ("day", "mtd", "qtd", "ytd"):
        assert set(book.at(period, june(5))) == set(MEASURES)
    assert np.isnan(book.at("day", june(5))["ren_due"]).all()


SOME = {"policies", "fyp_regular", "hc_begin", "proposal_cust", "ren_due", "ren_contacted", "hc_visit", "coh3_size"}


def test_only_some_measures_are_what_they_are_among_all(insurer, base) -> None:
    some = Base.load(insurer, base.orgs, base.calendar, date(2026, 1, 1), june(30), only=frozenset(SOME))
    assert set(some.engines) == SOME
    for name, values in some.sums("ytd", june(30)).items():
        np.testing.assert_array_equal(values, base.sums("ytd", june(30))[name])


def test_measures_of_teams_may_be_asked_for_with_what_they_stand_on(insurer, base) -> None:
    names = frozenset({"fyp", "fyp_regular", "hc_active", "zero_depts"})
    some = Base.load(insurer, base.orgs, base.calendar, date(2026, 1, 1), june(30), only=names)
    assert set(some.engines) == names
