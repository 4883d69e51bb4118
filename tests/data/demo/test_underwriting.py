"""Every application's way fits the day on which its policy is issued."""

import numpy as np
import pytest

from data.demo import constants as c
from data.demo import underwriting as uw
from data.demo.dice import streams
from data.demo.policies import NEVER


@pytest.fixture(scope="module")
def signed(drawn):
    return uw.signing(drawn.cases, streams(7)["underwriting"])


@pytest.fixture(scope="module")
def steps(drawn, signed):
    return uw.steps(drawn.cases, signed, drawn.world.line.first, np.random.default_rng(1))


def of(steps, *kinds):
    return steps.take(np.isin(steps.kind, kinds))


def test_an_application_is_issued_on_the_day_of_its_policy(drawn, steps):
    issued, cases = of(steps, uw.ISSUED), drawn.cases
    assert (issued.at // uw.DAY == cases.issued[issued.case]).all()
    there = (cases.issued < NEVER) & (cases.applied >= drawn.world.line.first)
    assert sorted(issued.case) == np.flatnonzero(there).tolist()


def test_half_are_issued_within_ten_hours_or_so(drawn, signed):
    hours = signed.took[drawn.cases.issued < NEVER] / uw.HOUR
    assert np.median(hours) == pytest.approx(c.TURNAROUND_HOURS, abs=1.5)
    assert hours.min() > 0


def test_customers_sign_by_day_and_on_the_phone(signed):
    assert (signed.second >= 8 * uw.HOUR).all()
    assert (signed.second < 24 * uw.HOUR).all()
    assert (signed.channel == 0).mean() == pytest.approx(c.MOBILE, abs=0.005)


def test_shares_of_the_ways(drawn, steps):
    size = (drawn.cases.applied >= drawn.world.line.first).sum()
    assert len(of(steps, uw.AUTO).case) / size == pytest.approx(0.78, abs=0.01)
    assert len(of(steps, uw.WITHDRAWN).case) / size == pytest.approx(c.WITHDRAWN, abs=0.005)


def test_every_application_goes_one_way(drawn, steps):
    size = len(drawn.cases.applied)
    known = drawn.cases.applied >= drawn.world.line.first
    first = np.bincount(of(steps, uw.AUTO, uw.NOTICE).case, minlength=size)
    ends = np.bincount(of(steps, uw.WITHDRAWN, uw.DECLINED, uw.ISSUED).case, minlength=size)
    assert (first == known).all()
    assert (ends == known).all()
    assert not (ends[~known]).any()


def test_steps_follow_one_another(drawn, signed, steps):
    begin = drawn.cases.applied.astype(np.int64) * uw.DAY + signed.second
    assert (steps.at >= begin[steps.case]).all()
    order = np.lexsort((steps.kind, steps.case))
    same = steps.case[order][1:] == steps.case[order][:-1]
    assert (np.diff(steps.at[order])[same] >= 0).all()
    assert (np.diff(steps.at) >= 0).all()


def test_an_answer_belongs_to_a_notice(steps):
    assert np.isin(of(steps, uw.ANSWERED).case, of(steps, uw.NOTICE).case).all()
    assert not np.isin(of(steps, uw.WITHDRAWN).case, of(steps, uw.ANSWERED).case).any()


def test_applications_before_the_day_have_no_steps(drawn, signed):
    later = uw.steps(drawn.cases, signed, drawn.world.line.as_of, np.random.default_rng(1))
    assert (drawn.cases.applied[later.case] >= drawn.world.line.as_of).all()
    assert len(later.case) > 0
