import numpy as np
import pytest

from data.demo import constants as c
from data.demo import debits, sales
from data.demo.dice import streams
from data.demo.products import PRODUCTS
from data.demo.renewals import UNPAID, anniversary
from data.demo.service import NEVER


@pytest.fixture(scope="module")
def signed(drawn):
    return sales.debit(drawn, streams(7)["debits"])


@pytest.fixture(scope="module")
def tries(drawn, signed):
    return debits.tries(drawn.dues, signed, np.random.default_rng(1))


def test_most_customers_with_regular_premium_sign(drawn, signed):
    assert signed[drawn.policies.regular].mean() == pytest.approx(c.DEBIT_SIGNED, abs=0.01)
    assert not signed[~drawn.policies.regular].any()


def test_only_the_signed_are_debited_and_not_before_they_are_due(drawn, signed, tries):
    assert signed[drawn.dues.policy[tries.due]].all()
    assert (tries.day >= drawn.dues.due[tries.due]).all()
    assert not tries.amount.any()


def test_a_success_is_the_payment_and_nothing_follows_it(drawn, tries):
    paid = drawn.dues.paid[tries.due]
    good = tries.kind == 0
    assert (tries.day[good] == paid[good]).all()
    assert (tries.day[~good] < paid[~good]).all()
    assert len(np.unique(tries.due[good])) == good.sum()


def test_three_of_four_tries_succeed(tries):
    assert (tries.kind == 0).mean() == pytest.approx(0.72, abs=0.06)


def test_who_never_pays_fails_at_every_try(drawn, signed, tries):
    never = np.flatnonzero((drawn.dues.paid == UNPAID) & signed[drawn.dues.policy])
    assert (np.bincount(tries.due, minlength=len(drawn.dues.due))[never] == len(c.DEBIT_TRIES)).all()


def test_loans_pay_on_the_last_day_of_grace(drawn):
    loans, dues = debits.loans(drawn.dues, np.random.default_rng(1)), drawn.dues
    ready = (dues.paid == dues.due + c.GRACE_DAYS) & (dues.pay_no > 2)
    assert len(loans.policy) / ready.sum() == pytest.approx(c.LOANS, abs=0.1)
    keys = set(zip(dues.policy[ready].tolist(), dues.paid[ready].tolist(), dues.amount[ready].tolist(), strict=True))
    assert set(zip(loans.policy.tolist(), loans.day.tolist(), loans.amount.tolist(), strict=True)) <= keys


def test_what_matures_had_not_ended(drawn):
    unpaid = drawn.dues.policy[drawn.dues.paid == UNPAID]
    done, policies = debits.maturities(drawn.policies, drawn.last, unpaid), drawn.policies
    assert (drawn.last[done.policy] == NEVER).all()
    assert not np.isin(done.policy, unpaid).any()
    yearly = np.array([row[6] == 1 for row in PRODUCTS])[policies.product[done.policy]]
    for rows, years in ((yearly, 1), (~yearly, c.MATURES_AFTER)):
        assert (done.day[rows] == anniversary(policies.issued[done.policy[rows]], years)).all()
    assert (done.amount[yearly] <= 0.1 * policies.premium[done.policy[yearly]] + 1).all()
    assert (done.amount[~yearly] == 13 * policies.premium[done.policy[~yearly]]).all()
    assert np.count_nonzero((done.day <= drawn.world.line.as_of) & ~yearly) > 0


def test_nothing_falls_due_after_a_term(drawn):
    unpaid = drawn.dues.policy[drawn.dues.paid == UNPAID]
    done = debits.maturities(drawn.policies, drawn.last, unpaid)
    end = np.full(len(drawn.policies.agent), NEVER)
    end[done.policy] = done.day
    assert (drawn.dues.due < end[drawn.dues.policy]).all()
