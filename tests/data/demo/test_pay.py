from datetime import date

import numpy as np
import pytest

from data.demo import careers, pay, rates
from data.demo.days import date_of, number
from data.demo.dice import streams


@pytest.fixture(scope="module")
def steps(drawn):
    world = drawn.world
    return careers.draw(world.people, world.orgs, world.line, streams(7)["careers"])


@pytest.fixture(scope="module")
def sales(drawn):
    return pay.Sales.of(drawn.world, drawn.policies)


def test_commissions_are_those_of_the_month(drawn, sales):
    policies, line = drawn.policies, drawn.world.line
    june = (policies.issued >= number(date(2025, 6, 1))) & (policies.issued < number(date(2025, 7, 1)))
    own = policies.take(june)
    whole = rates.cents("commission", own.premium, own.product, own.pay_years).sum()
    assert sales.commissions[line.months.index(date(2025, 6, 1))].sum() == whole


def test_everybody_past_probation_is_appraised_at_each_quarters_end(drawn, sales, steps):
    rows, people = pay.appraisals(sales, steps, streams(7)["appraisals"]), drawn.world.people
    days = np.unique(rows.day)
    assert [date_of(day) for day in days[-3:]] == [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]
    day = int(days[-1])
    due = np.flatnonzero((people.joined <= day - pay.PROBATION) & (people.left > day))
    assert rows.agent[rows.day == day].tolist() == due.tolist()


def test_who_sold_passes_and_heads_are_demoted_rather_than_failed(drawn, sales, steps):
    rows = pay.appraisals(sales, steps, streams(7)["appraisals"])
    last = rows.take(rows.day == rows.day.max())
    month = drawn.world.line.months.index(date(2026, 3, 1))
    sold = sales.commissions[month - 2 : month + 1].sum(axis=0)[last.agent] > 0
    good = last.result <= pay.KEEP
    assert good[sold].mean() == pytest.approx(0.96, abs=0.02)
    assert good[~sold].mean() == pytest.approx(0.55, abs=0.07)
    heads = steps.ranks(drawn.world.people.size, int(rows.day.max()))[last.agent] > 0
    assert (last.result[heads] != pay.FAIL).all()
    assert (last.result[~heads] != pay.DEMOTE).all()


def test_pay_follows_the_month_before(drawn, sales, steps):
    rows = pay.incomes(sales, steps, streams(7)["income"])
    assert {date_of(day).day for day in np.unique(rows.day)} == {10}
    assert date_of(rows.day.max()) == date(2026, 6, 10)
    june = rows.take(rows.day == number(date(2026, 6, 10)))
    earned = sales.commissions[drawn.world.line.months.index(date(2026, 5, 1))][june.agent]
    allowance = june.amount - earned
    assert (allowance > 0).all()
    heads = steps.ranks(drawn.world.people.size, number(date(2026, 6, 10)))[june.agent]
    assert allowance[heads == 3].mean() > allowance[heads == 1].mean() > 1.5 * allowance[heads == 0].mean()


def test_only_who_is_there_is_paid_for_a_month_worked(drawn, sales, steps):
    rows, people = pay.incomes(sales, steps, streams(7)["income"]), drawn.world.people
    assert (people.left[rows.agent] > rows.day).all()
    month = rows.day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(int)
    assert (people.joined[rows.agent] < month).all()
