from datetime import datetime, timedelta

import pytest

from briefing.speech.breaker import Breaker
from data.clock import Clock

NOON = datetime(2026, 6, 17, 12)


def at(path, minutes):
    return Breaker(path, Clock(NOON + timedelta(minutes=minutes)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "speech" / "breaker.json"


def test_rests_ten_minutes_across_restarts(path):
    assert at(path, 0).rest("edge-tts") is None
    at(path, 0).open("edge-tts", "refused with 403")
    rest = at(path, 9.9).rest("edge-tts")
    assert (rest.until, rest.reason) == (NOON + timedelta(minutes=10), "refused with 403")
    assert at(path, 10).rest("edge-tts") is None


def test_engines_rest_apart(path):
    at(path, 0).open("edge-tts", "x")
    at(path, 5).open("other", "y")
    assert at(path, 6).rest("edge-tts").reason == "x"
    assert at(path, 12).rest("edge-tts") is None
    assert at(path, 12).rest("other").reason == "y"


def test_a_later_failure_prolongs_the_rest(path):
    at(path, 0).open("edge-tts", "x")
    at(path, 8).open("edge-tts", "y")
    assert at(path, 15).rest("edge-tts").reason == "y"


def test_a_clock_set_back_holds_nobody(path):
    at(path, 0).open("edge-tts", "x")
    assert at(path, -60).rest("edge-tts") is None


@pytest.mark.parametrize(
    "text", ["", "{half", "[]", '{"edge-tts": 3}', '{"edge-tts": {"until": "soon", "reason": ""}}']
)
def test_an_unreadable_file_holds_nobody_and_is_written_anew(path, text):
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    assert at(path, 0).rest("edge-tts") is None
    at(path, 0).open("edge-tts", "x")
    assert at(path, 1).rest("edge-tts").reason == "x"
