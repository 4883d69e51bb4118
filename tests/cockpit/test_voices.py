from pathlib import Path

import pytest

from briefing.speech.edge import EdgeEngine
from cockpit import settings as configuration
from cockpit.voices import Voices
from data.errors import UserError


def voices(home: Path, **more: str) -> Voices:
    return Voices(configuration.load({"COCKPIT_HOME": str(home), **more}))


def test_text_leaves_the_house_only_where_the_setting_says_so(tmp_path: Path) -> None:
    at_home, online = voices(tmp_path), voices(tmp_path, COCKPIT_ONLINE_VOICE="1")
    assert [engine.name for engine in at_home.editions.engines] == ["espeak-ng"]
    assert [engine.name for engine in online.editions.engines] == ["edge-tts", "espeak-ng"]
    at_home.close()
    online.close()


def test_the_online_voice_goes_the_way_that_the_settings_name(tmp_path: Path) -> None:
    proxy, authority = "http://proxy.example:3128", tmp_path / "none.pem"
    made = voices(tmp_path, COCKPIT_ONLINE_VOICE="1", COCKPIT_VOICE_PROXY=proxy)
    engine = made.editions.engines[0]
    assert isinstance(engine, EdgeEngine)
    assert engine.proxy == proxy
    made.close()
    blind = voices(tmp_path, COCKPIT_ONLINE_VOICE="1", COCKPIT_VOICE_CA=str(authority))
    with pytest.raises(UserError, match=r"none\.pem"):
        _ = blind.editions
    blind.close()


def test_answers_wait_for_nobody(tmp_path: Path) -> None:
    online = voices(tmp_path, COCKPIT_ONLINE_VOICE="1")
    assert [engine.name for engine in online.answers.engines] == ["espeak-ng"]
    online.close()
