from datetime import date
from pathlib import Path

import pytest

from briefing.speech.edge import EdgeEngine
from cockpit import settings as configuration
from cockpit.desk import Desk
from cockpit.orders import Order
from data.errors import UserError
from metrics.catalogue import load

ORDER = Order("8601", date(2026, 6, 17), "zh")


def desk(home: Path, **more: str) -> Desk:
    return Desk(configuration.load({"COCKPIT_HOME": str(home), **more}), load())


def test_an_edition_is_made_when_its_mark_is_there(tmp_path: Path) -> None:
    made = desk(tmp_path)
    assert not made.made(ORDER)
    folder = tmp_path / "editions" / "8601" / "2026-06-17" / "zh"
    folder.mkdir(parents=True)
    (folder / "film.mp4").touch()
    assert not made.made(ORDER)
    (folder / "edition.json").touch()
    assert made.made(ORDER)


def test_text_leaves_the_house_only_where_the_setting_says_so(tmp_path: Path) -> None:
    at_home, online = desk(tmp_path), desk(tmp_path, COCKPIT_ONLINE_VOICE="1")
    assert [engine.name for engine in at_home.speaker.engines] == ["espeak-ng"]
    assert [engine.name for engine in online.speaker.engines] == ["edge-tts", "espeak-ng"]
    at_home.close()
    online.close()


def test_the_online_voice_goes_the_way_that_the_settings_name(tmp_path: Path) -> None:
    proxy, authority = "http://proxy.example:3128", tmp_path / "none.pem"
    made = desk(tmp_path, COCKPIT_ONLINE_VOICE="1", COCKPIT_VOICE_PROXY=proxy)
    engine = made.speaker.engines[0]
    assert isinstance(engine, EdgeEngine)
    assert engine.proxy == proxy
    made.close()
    blind = desk(tmp_path, COCKPIT_ONLINE_VOICE="1", COCKPIT_VOICE_CA=str(authority))
    with pytest.raises(UserError, match=r"none\.pem"):
        _ = blind.speaker
    blind.close()
