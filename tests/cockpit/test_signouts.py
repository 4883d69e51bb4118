from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cockpit.signouts import SignOuts
from data.clock import Clock

NOW = datetime(2026, 6, 17, 7)
KEPT = timedelta(hours=12)


@pytest.fixture
def signouts(tmp_path):
    return SignOuts(tmp_path / "signed_out", Clock(NOW), KEPT)


def test_nothing_is_ended_before_anybody_signs_out(signouts):
    assert "a1" not in signouts


def test_what_was_ended_is_ended_for_every_process(signouts):
    signouts.add("a1")
    signouts.add("a1")
    other = SignOuts(signouts.folder, Clock(NOW), KEPT)
    assert "a1" in other
    assert "b2" not in other


def test_it_is_kept_as_long_as_a_token_may_live(signouts):
    signouts.add("a1")
    replace(signouts, clock=Clock(NOW + KEPT)).add("b2")
    assert "a1" in signouts
    replace(signouts, clock=Clock(NOW + KEPT + timedelta(seconds=1))).add("c3")
    assert "a1" not in signouts
    assert "b2" in signouts
