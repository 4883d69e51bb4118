from datetime import date
from pathlib import Path

from cockpit import settings as configuration
from cockpit.desk import Desk
from cockpit.orders import Order
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
