from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from metrics.catalogue import Catalogue
from metrics.status import STATUSES, Judge, graded
from tests.metrics.hand import ORGS
from tests.metrics.test_targets import targets

DAY = date(2026, 6, 16)


class Found:
    """An evaluation of one indicator."""

    def __init__(self, value, target, denominator=None):
        self.value, self.target, self.denominator = lambda _: value, lambda _: target, lambda _: denominator


def judge(catalogue, name, value, target, at=("mtd", DAY), pace=None, **changes):
    """The status of the one indicator at headquarters."""
    one = Catalogue({name: replace(catalogue[name], **changes)}, catalogue.bands)
    found = Found(*(np.full(len(ORGS), part, dtype=float) for part in (value, target)))
    grades = Judge(one, targets(), *at, pace or {}).statuses(found, name)
    return None if grades is None else STATUSES[grades[0]]


@pytest.mark.parametrize(
    ("name", "few", "enough"),
    [("new_confirm_rate_6m", 19, 20), ("ren2_rate", 99_999, 100_000)],
)
def test_a_rate_of_too_few_cases_has_no_status(catalogue, name, few, enough):
    below = np.full(len(ORGS), float(enough))
    below[1] = few
    found = Found(np.zeros(len(ORGS)), np.ones(len(ORGS)), below)
    grades = Judge(catalogue, targets(), "mtd", DAY, {}).statuses(found, name)
    assert [STATUSES[grade] for grade in grades[:3]] == ["red", None, "red"]


def test_where_no_miss_is_allowed_the_first_one_is_red(catalogue):
    found = Found(np.zeros(len(ORGS)), np.full(len(ORGS), np.nan), np.ones(len(ORGS)))
    assert STATUSES[Judge(catalogue, targets(), "mtd", DAY, {}).statuses(found, "dr_cover_rate")[0]] == "red"


@pytest.mark.parametrize(("share", "status"), [(0.46, "green"), (0.44, "yellow"), (0.39, "red"), (np.nan, None)])
def test_pace_compares_attainment_with_the_expected_share(catalogue, share, status):
    assert judge(catalogue, "visits", share * 6, 6.0, pace={"visits": 0.5}) == status


def test_without_a_pace_working_days_count(catalogue):
    assert targets().time_progress(DAY) == pytest.approx(12 / 21, abs=0.03)
    assert judge(catalogue, "visits", 0.53 * 6, 6.0) == "green"
    assert judge(catalogue, "visits", 0.43 * 6, 6.0) == "red"


def test_a_pace_is_borrowed_where_there_is_none(catalogue):
    assert judge(catalogue, "policies", 0.31, 1.0, pace={"fyp_regular": 0.3}) == "green"
    assert judge(catalogue, "policies", 0.31, 1.0, pace={"fyp_regular": 0.3, "policies": 0.9}) == "red"


@pytest.mark.parametrize(("ratio", "status"), [(0.98, "green"), (0.96, "yellow"), (0.91, "red")])
def test_level_compares_value_with_target(catalogue, ratio, status):
    assert judge(catalogue, "hc_end", ratio * 50, 50.0) == status


def test_level_is_mirrored_where_lower_is_better(catalogue):
    assert judge(catalogue, "hc_end", 50.0, 50 * 0.98, direction="lower") == "green"
    assert judge(catalogue, "hc_end", 50.0, 50 * 0.91, direction="lower") == "red"


def test_no_rule_no_target_no_status(catalogue):
    assert judge(catalogue, "activity_rate", 0.5, 0.5) is None
    assert judge(catalogue, "hc_end", 50.0, 0.0) is None
    assert judge(catalogue, "hc_end", 50.0, np.nan) is None
    assert judge(catalogue, "visits", 0.0, 6.0, at=("day", DAY)) is None


def test_bands_are_open_at_their_edge():
    edge = np.array([0.97, 0.9699, 0.92, 0.9199])
    assert [STATUSES[place] for place in graded(edge, yellow=0.97, red=0.92)] == ["green", "yellow", "yellow", "red"]


@pytest.mark.parametrize(
    ("direction", "value", "status"),
    [("higher", 0.8, "green"), ("higher", 0.7999, "yellow"), ("higher", 0.65, "yellow"), ("higher", 0.6499, "red"),
     ("lower", -0.8, "green"), ("lower", -0.7999, "yellow"), ("lower", -0.65, "yellow"), ("lower", -0.6499, "red"),
     ("higher", np.nan, None)],
)  # fmt: skip
def test_a_published_band_needs_no_target(catalogue, direction, value, status):
    sign = 1 if direction == "higher" else -1
    band = {"rule": "band", "healthy": 0.8 * sign, "danger": 0.65 * sign, "source_zh": "通知", "source_en": "a notice"}
    assert judge(catalogue, "visits", value, np.nan, direction=direction, **band) == status
    assert judge(catalogue, "visits", value, np.nan, ("day", DAY), direction=direction, **band) is None
