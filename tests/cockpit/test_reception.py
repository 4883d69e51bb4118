from datetime import date

import pytest

from cockpit import settings
from cockpit.orders import Order
from cockpit.reception import Reception, Shelf
from cockpit.users import FileUsers, hash_password
from data.errors import UserError

BRANCH = Order("8601", date(2026, 6, 17), "zh")
LIVE = {"COCKPIT_MODE": "live", "COCKPIT_SECRET_KEY": "k" * 40}


def open_house(home, **environ):
    return Reception.open(settings.load({"COCKPIT_HOME": str(home), **environ}))


def test_a_house_without_a_snapshot_opens(tmp_path):
    house = open_house(tmp_path)
    assert house.snapshot() is None
    assert house.sight(house.users.find("hq")) is None
    assert house.degraded() == []


def test_a_damaged_snapshot_is_said_not_raised(home):
    for file in (home / "store").glob("*.snapshot"):
        file.write_bytes(file.read_bytes()[:-100])
    house = open_house(home)
    assert house.snapshot() is None
    assert len(house.degraded()) == 1
    assert "damaged" in house.degraded()[0]


def test_a_broken_campaign_is_said_with_its_line(home):
    house = open_house(home)
    (home / "campaigns").mkdir()
    (home / "campaigns" / "mine.toml").write_text('id = "mine"\nversion = "one"\n')
    (said,) = house.degraded()
    assert said.startswith("mine.toml")
    assert house.snapshot() is not None


def test_age_is_counted_by_the_houses_clock(reception):
    assert reception.age_s(reception.snapshot()) == 720
    assert reception.today == date(2026, 6, 17)


def test_live_mode_needs_its_users_and_has_no_demo_users(tmp_path):
    with pytest.raises(UserError, match=r"users\.toml"):
        open_house(tmp_path, **LIVE)
    (tmp_path / "users.toml").write_text(f'[li]\norgs = ["86"]\npassword = "{hash_password("s")}"\n')
    house = open_house(tmp_path, **LIVE)
    assert isinstance(house.users, FileUsers)
    assert house.users.find("hq") is None


def test_a_weak_key_opens_nothing(tmp_path):
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(UserError, match="shorter"):
        open_house(tmp_path)


@pytest.mark.usefixtures("edition")
def test_the_shelf_hands_out_complete_editions_only(reception, edition):
    shelf = Shelf(reception.settings.editions)
    assert shelf.edition(BRANCH)["voice"]["engine"] == "espeak-ng"
    (edition / "edition.json").write_text("{")
    assert shelf.edition(BRANCH) is None
    assert shelf.edition(Order("8602", BRANCH.day, "zh")) is None
