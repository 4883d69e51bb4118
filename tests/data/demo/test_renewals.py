import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo import constants as c
from data.demo import renewals


@given(st.integers(-40, 100), st.booleans())
def test_payments_only_grow(day, orphan):
    after, gone = np.array([day, day + 1], float), np.array([orphan, orphan])
    share = renewals.curve(after, gone)
    assert 0 <= share[0] <= share[1] <= 1


def test_payments_follow_the_table():
    own = np.zeros(7, bool)
    share = renewals.curve(np.array(c.PAID_AFTER, float), own) * c.PAID_SHARE[-1]
    assert share == pytest.approx(c.PAID_SHARE)
    assert renewals.curve(np.array([8.0]), np.array([True]))[0] < renewals.curve(np.array([8.0]), np.array([False]))[0]


def test_orphans_are_kept_less_often_and_old_policies_more():
    pay_no = np.array([2, 3, 4, 9])
    own, other = (renewals.chance(pay_no, np.full(4, orphan)) for orphan in (False, True))
    assert (own > other).all()
    assert (np.diff(own[:3]) > 0).all()
    assert own[2] == own[3]


def test_steps_follow_one_another(drawn):
    steps = renewals.steps(drawn.dues, np.random.default_rng(1))
    paid = drawn.dues.paid[steps.due]
    assert (steps.day <= paid).all()
    contact, promise = (np.full(len(drawn.dues.due), -1) for _ in range(2))
    contact[steps.due[steps.kind == 1]] = steps.day[steps.kind == 1]
    promise[steps.due[steps.kind == 2]] = steps.day[steps.kind == 2]
    assert (contact[promise >= 0] >= 0).all()
    assert (promise[promise >= 0] >= contact[promise >= 0]).all()


def test_realised_payments_meet_their_chances(drawn):
    dues = drawn.dues
    for after in (-1, 10, 30):
        day = (dues.due + after).astype(np.int32)
        assert (dues.paid <= day).mean() == pytest.approx(dues.chance_by(day).mean(), abs=0.004)
