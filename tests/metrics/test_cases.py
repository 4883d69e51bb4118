"""Rates are judged from enough cases on; a rule that allows no miss, and what is no rate, from the first."""

import numpy as np
import pytest

from metrics.cases import Cases

NUMBERS = np.array([0.0, 1.0, 2.0, 19.0, 20.0, 99_999.0, 100_000.0, np.nan])


@pytest.mark.parametrize(
    ("name", "few"),
    [
        ("new_confirm_rate_6m", 4),
        ("attendance_rate", 4),
        ("recruit_target_rate", 4),
        ("hc_net_growth_rate", 4),
        ("ren2_rate", 6),
        ("persist_13m", 6),
        ("ren_month_rate", 6),
        ("freelook_cancel_rate", 6),
        ("fyp_target_rate", 6),
    ],
)
def test_a_rate_needs_cases_or_premium_enough(catalogue, name, few):
    found = Cases(catalogue).enough(name, NUMBERS)
    assert found.tolist() == [False] * few + [True] * (len(NUMBERS) - 1 - few) + [False]


@pytest.mark.parametrize("name", ["licensed_rate", "dr_cover_rate", "visits", "fyp_pace_gap", "hc_end"])
def test_where_no_miss_is_allowed_or_nothing_is_divided_every_case_counts(catalogue, name):
    assert Cases(catalogue).enough(name, NUMBERS) is None


def test_without_a_denominator_there_is_nothing_to_hold_it_against(catalogue):
    assert Cases(catalogue).enough("ren2_rate", None) is None
