from datetime import date

import numpy as np
import polars as pl
import pytest

from metrics.warnings.settings import load

RULES = {path.indicator: path for path in load().paths}
MAY = date(2026, 5, 1)


@pytest.mark.parametrize("indicator", RULES)
def test_a_parent_holds_what_its_children_hold(healthy_book, indicator):
    orgs = healthy_book.orgs
    volume = healthy_book.volume(RULES[indicator], healthy_book.calendar.month(MAY))
    children = [orgs.index(child) for child in orgs.children("8601")]
    assert volume[orgs.index("8601")] == pytest.approx(volume[children].sum(axis=0))
    assert volume.shape == (len(orgs), 32)
    assert volume[0].sum() > 0


@pytest.mark.parametrize("indicator", ["visits", "fyp_regular", "hc_producing", "ren_month_rate"])
def test_the_month_adds_up_to_the_measure(healthy_book, indicator):
    measure = {"ren_month_rate": "ren_paid_month"}.get(indicator, indicator)
    whole = healthy_book.base.sums("mtd", date(2026, 5, 31))[measure]
    volume = healthy_book.volume(RULES[indicator], healthy_book.calendar.month(MAY))
    assert volume.sum(axis=1) == pytest.approx(whole)


@pytest.mark.parametrize("indicator", RULES)
def test_nothing_comes_after_the_as_of_day(healthy_book, indicator):
    june = healthy_book.volume(RULES[indicator], healthy_book.calendar.month(healthy_book.as_of))
    assert not june[:, 17:].any()
    assert june[0, 15:17].all()


def test_agents_count_once_on_their_first_day(wounded, healthy_book):
    may = pl.col("issued").is_between(date(2026, 5, 1), date(2026, 5, 31))
    assert wounded.frames["policy"].filter(may).height > 0
    volume = healthy_book.volume(RULES["hc_producing"], healthy_book.calendar.month(MAY))
    assert volume[0].sum() <= 160
    assert volume.max() > 0


def test_premium_paid_before_the_month_is_its_opening(healthy_book):
    volume = healthy_book.volume(RULES["ren_month_rate"], healthy_book.calendar.month(MAY))
    items = healthy_book.base.cohorts["ren_paid_month"]
    may = (items.day >= items.number(MAY)) & (items.day <= items.number(date(2026, 5, 31)))
    early = items.amount[may & (items.outcomes["ren_paid_month"] < items.number(MAY))].sum()
    assert volume[0, 0] == early > 0


def test_a_rate_s_plan_is_the_premium_that_it_promises(healthy_book):
    month = healthy_book.calendar.month(MAY)
    due = healthy_book.due_of(month)["ren_due"]
    assert healthy_book.target(RULES["ren_month_rate"], month) == pytest.approx(0.51 * due)


def test_a_month_without_plan_has_no_target(healthy_book):
    before = healthy_book.calendar.month(date(2024, 9, 1))
    assert np.isnan(healthy_book.target(RULES["visits"], before)).all()
    assert not healthy_book.cases(RULES["visits"], before).any()
