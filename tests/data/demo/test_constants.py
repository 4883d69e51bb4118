"""The constants agree with one another."""

from itertools import pairwise

import numpy as np
import pytest

from data.demo import constants as c
from data.errors import UserError


def test_sizes_grow():
    sizes = list(c.SIZES.values())
    for smaller, larger in pairwise(sizes):
        assert all(np.array(smaller.orgs) <= np.array(larger.orgs))
        assert smaller.agents < larger.agents
    assert c.size_of("S") is c.SIZES["S"]


def test_an_unknown_size_offers_the_others():
    with pytest.raises(UserError, match=r"size XL: is unknown\. Choose one of XS, S, M, L"):
        c.size_of("XL")


@pytest.mark.parametrize("season", ["SALES", "SALES_EARLY_CNY", "VISITING", "RECRUITING", "PROPOSING"])
def test_a_season_has_twelve_months(season):
    weights = getattr(c, season)
    assert len(weights) == 12
    assert sum(weights) == pytest.approx(12, abs=0.3)


def test_payments_grow_from_nothing_and_never_to_all():
    for share in (c.PAID_SHARE, c.PAID_SHARE_ORPHAN):
        assert len(share) == len(c.PAID_AFTER)
        assert share[0] == 0
        assert (np.diff(share) > 0).all()
        assert share[-1] < 1
    assert (np.array(c.PAID_SHARE[1:]) > np.array(c.PAID_SHARE_ORPHAN[1:])).all()
    assert c.PAID_AFTER[-1] == c.GRACE_DAYS + 1


def test_leaving_grows_rarer_after_half_a_year():
    months, rates = zip(*c.HAZARDS, strict=True)
    assert list(months) == sorted(months)
    assert list(rates[1:]) == sorted(rates[1:], reverse=True)


def test_shares_are_shares():
    for share in (c.SEGMENT_SHARES, c.MEETING_MODES, c.VISIT_MODES):
        assert sum(share) == pytest.approx(1)
    assert c.WITHDRAWN < 1 - c.ISSUE_RATE
    assert all(0 < rate < 1 for rate in (*c.RECRUITING_RATES, c.LICENSED, c.CONFIRMED, c.DEMOTED, c.LOANS))
    assert max(c.DEBIT_TRIES) < c.GRACE_DAYS


def test_rules_pass_three_of_four_applications():
    same_day = c.ISSUE_LAGS[0] / sum(c.ISSUE_LAGS)
    passed = c.ISSUE_RATE * (same_day * c.AUTO_SAME_DAY + (1 - same_day) * c.AUTO_LATER)
    assert passed == pytest.approx(0.78, abs=0.01)
