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
