"""Every sale has an agent who was there, a customer of theirs, and days in order."""

import numpy as np
import pytest

from data.demo import constants as c
from data.demo import policies
from data.demo.policies import NEVER
from data.demo.products import PAY_YEARS, PRODUCTS


def test_days_come_in_order(drawn):
    cases = drawn.cases
    assert (cases.proposed <= cases.applied).all()
    assert (cases.applied <= cases.issued).all()
    assert (np.diff(cases.applied) >= 0).all()


def test_sellers_are_there(drawn):
    cases, people = drawn.cases, drawn.world.people
    issued = cases.take(cases.issued < NEVER)
    assert (people.joined[cases.agent] <= cases.applied).all()
    assert (people.left[issued.agent] > issued.issued).all()
    assert (people.spells.unit_on(issued.agent, issued.issued) == issued.unit).all()


def test_customers_belong_to_the_sellers_circle(drawn):
    for rows in (drawn.cases, drawn.policies):
        assert (rows.customer // 10_000 == rows.agent + 1).all()


def test_the_circle_moves_on():
    agent, joined, dice = np.zeros(20_000, np.int32), np.zeros(1, np.int32), np.random.default_rng(1)
    young, old = (policies.customers(agent, np.full(20_000, day), joined, dice) for day in (30, 3_000))
    assert np.median(old) > np.median(young) + 500
    assert young.min() >= 10_000


def test_products_and_premiums_fit(drawn):
    cases = drawn.cases
    regular = np.array([row[5] for row in PRODUCTS])
    assert (regular[cases.product] == cases.regular).all()
    assert cases.regular.mean() == pytest.approx(c.REGULAR_SHARE, abs=0.005)
    assert np.isin(cases.pay_years[cases.regular], PAY_YEARS).all()
    assert (cases.pay_years[~cases.regular] == 1).all()
    assert (cases.premium > 0).all()


def test_the_best_sell_most(drawn):
    sold = np.bincount(drawn.cases.agent, minlength=drawn.world.people.size)
    skill = drawn.world.people.skill
    best, worst = skill > np.quantile(skill, 0.9), skill < np.quantile(skill, 0.1)
    assert sold[best].mean() > 4 * sold[worst].mean()


def test_the_older_book_is_older_and_regular(drawn):
    book, first = drawn.policies.take(drawn.case < 0), drawn.world.line.first
    assert (book.issued <= first).all()
    assert (first - book.issued).max() <= 10 * 365 + 3 * 366
    assert book.regular.all()
    assert len(book.agent) == pytest.approx(drawn.size.agents * drawn.size.book, rel=0.01)
