from datetime import date
from pathlib import Path

from cockpit import settings as configuration
from cockpit.desk import Desk
from cockpit.orders import Order
from metrics.catalogue import load

ORDER = Order("8601", date(2026, 6, 17), "zh")


def desk(home: Path) -> Desk:
    return Desk(configuration.load({"COCKPIT_HOME": str(home)}), load())


def test_an_edition_is_made_when_its_mark_is_there(tmp_path: Path) -> None:
    made = desk(tmp_path)
    assert not made.made(ORDER)
    folder = tmp_path / "editions" / "8601" / "2026-06-17" / "zh"
    folder.mkdir(parents=True)
    (folder / "film.mp4").touch()
    assert not made.made(ORDER)
    (folder / "edition.json").touch()
    assert made.made(ORDER)


def test_a_live_edition_is_made_beside_the_film(tmp_path: Path) -> None:
    made = desk(tmp_path)
    folder = tmp_path / "editions" / "8601" / "2026-06-17" / "zh"
    (folder / "live").mkdir(parents=True)
    (folder / "live" / "edition.json").touch()
    assert made.made_live(ORDER)
    assert not made.made(ORDER)
