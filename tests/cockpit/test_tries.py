from datetime import datetime, timedelta

from cockpit import tries as module
from cockpit.tries import LIMIT, WINDOW, Tries
from data.clock import Clock

NOW = datetime(2026, 6, 17, 7)


def test_the_sixth_try_must_wait_for_the_window():
    tries = Tries(Clock(NOW))
    for _ in range(LIMIT):
        assert tries.allowed("a")
        tries.fail("a")
    assert not tries.allowed("a")
    assert tries.allowed("b")
    tries.clock = Clock(NOW + WINDOW + timedelta(seconds=1))
    assert tries.allowed("a")


def test_a_right_password_forgets_the_failures():
    tries = Tries(Clock(NOW))
    for _ in range(LIMIT):
        tries.fail("a")
    tries.forget("a")
    assert tries.allowed("a")


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 10)
    tries = Tries(Clock(NOW))
    for number in range(50):
        tries.fail(str(number))
    assert len(tries.failures) <= 10
