from datetime import date

import numpy as np
import pytest

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
