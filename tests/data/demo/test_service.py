from types import SimpleNamespace

import numpy as np
import pytest

from data.demo import constants as c
from data.demo import service


def test_a_suspect_policy_is_twelve_times_as_often_misleading() -> None:
    count = 200_000
    policies = SimpleNamespace(issued=np.zeros(count, np.int32), regular=np.ones(count, bool))
    suspect = np.arange(count) % 2 == 0
    notes = service.recordings(policies, 0, suspect, np.random.default_rng(7))
    assert len(notes.policy) == pytest.approx(c.RECORDED * count, rel=0.01)
    hit = notes.code >= 2
    rates = [hit[suspect[notes.policy] == odd].mean() for odd in (True, False)]
    assert rates[0] / rates[1] == pytest.approx(12, rel=0.1)
    assert not (hit & (notes.code % 2 == 1)).any()


def recorded(count: int = 100_000) -> tuple[SimpleNamespace, np.ndarray, service.Notes]:
    """Policies of which the even ones must be recorded, and the recordings that chance made."""
    issued = np.arange(count, dtype=np.int32) % 300 + 10
    policies = SimpleNamespace(
        issued=issued, applied=issued - 2, regular=np.arange(count) % 4 > 0, unit=np.arange(count) // 500
    )
    required, nobody = np.arange(count) % 2 == 0, np.zeros(count, bool)
    noted = service.recordings(policies, 0, nobody, np.random.default_rng(7))
    noted = service.must_record(policies, noted, 0, required, nobody, np.random.default_rng(8))
    return policies, required, noted


def test_nearly_every_sale_that_must_be_is_recorded_in_time_and_once() -> None:
    policies, required, noted = recorded()
    there = np.bincount(noted.policy, minlength=len(required))
    assert there.max() == 1
    assert there[required].mean() == pytest.approx(c.MUST_RECORD, abs=0.002)
    assert there[~required & policies.regular].mean() == pytest.approx(c.RECORDED, abs=0.01)
    assert not there[~required & ~policies.regular].any()
    assert (noted.day <= policies.issued[noted.policy]).all()
    assert (np.diff(noted.day) >= 0).all()
    assert ((noted.code % 2) == 1).mean() == pytest.approx(c.QC_PASS, abs=0.03)


def test_a_third_is_checked_by_a_person_within_the_free_look_period() -> None:
    policies, _, noted = recorded()
    checks = service.checks(policies, noted, np.random.default_rng(9))
    after = checks.checked - policies.issued[noted.policy]
    in_time = after <= c.FREELOOK_DAYS
    assert (after > 0).all()
    assert in_time.mean() == pytest.approx(c.CHECKED, abs=0.005)
    by_unit = np.bincount(policies.unit[noted.policy], in_time) / np.bincount(policies.unit[noted.policy])
    assert by_unit.min() >= 0.30  # the regulator's floor, in every unit
    assert checks.minutes.mean() == pytest.approx(c.RECORDING_MINUTES, rel=0.05)
    passed = noted.code % 2 == 1
    assert checks.rework[passed].mean() == pytest.approx(c.RERECORDED[0], abs=0.01)
    assert checks.rework[~passed].mean() == pytest.approx(c.RERECORDED[1], abs=0.02)


def test_a_suspect_sale_misleads_in_the_later_recordings_too() -> None:
    policies, required, _ = recorded()
    suspect, nothing = np.arange(len(required)) % 3 == 0, np.zeros(0, np.int32)
    noted = service.must_record(
        policies, service.Notes(nothing, nothing, nothing), 0, required, suspect, np.random.default_rng(8)
    )
    hit = noted.code >= 2
    assert hit[suspect[noted.policy]].mean() / hit[~suspect[noted.policy]].mean() == pytest.approx(12, rel=0.15)
