from datetime import date

import numpy as np
import pytest

from metrics import recount
from metrics.base import Base
from metrics.counts import Counts
from tests.metrics.hand import A, base, june, moves, policy

FACTS = {"movement": moves((1, date(2026, 2, 10), "onboard", A)), "policy": [policy(1, 1, june(3), 250)]}


def test_compared_are_all_periods_each_closed_day_and_each_closed_month_of_the_years_held():
    asked = [(one.period, one.last) for one in recount.windows(base(**FACTS), june(3))]
    assert asked[:4] == [(period, june(3)) for period in ("day", "mtd", "qtd", "ytd")]
    assert asked[4:6] == [("day", june(1)), ("day", june(2))]
    assert asked[6:] == [
        ("mtd", date(2026, month, last)) for month, last in ((5, 31), (4, 30), (3, 31), (2, 28), (1, 31))
    ]


def counted(book: Base) -> Counts:
    recount.count(book, recount.windows(book, june(3)))
    return book.counted


def test_the_same_facts_differ_in_nothing():
    asked = recount.windows(base(**FACTS), june(3))
    report = recount.compared(base(**FACTS), counted(base(**FACTS)), asked, june(3))
    assert (report.differing, report.differences, report.days) == (0, (), 8)
    assert report.values == recount.count(base(**FACTS), asked)


def test_a_number_that_differs_is_told_in_yuan_by_org_and_period():
    kept, full = counted(base(**FACTS)), base(**FACTS | {"policy": [policy(1, 1, june(3), 350)]})
    report = recount.compared(full, kept, recount.windows(full, june(3)), june(3))
    told = [one for one in report.differences if (one.measure, one.org) == ("fyp", A)]
    assert [(one.period, one.day, one.kept, one.full) for one in told] == [
        (period, june(3), 2.5, 3.5) for period in ("day", "mtd", "qtd", "ytd")
    ]
    assert report.differing >= len(report.differences) > len(told)


def test_what_was_never_kept_cannot_be_compared():
    full = base(**FACTS)
    with pytest.raises(KeyError):
        recount.compared(full, Counts(), recount.windows(full, june(3))[:1], june(3))
    assert np.all(full.nodes("fyp", recount.windows(full, june(3))[0]) >= 0)
