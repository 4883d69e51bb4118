from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from cockpit import settings
from data.errors import UserError

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_defaults(tmp_path: Path) -> None:
    loaded = settings.load({"COCKPIT_HOME": str(tmp_path)})
    assert (loaded.port, loaded.lang, loaded.demo) == (8501, None, True)
    assert (loaded.brief_at, loaded.check_at) == (time(6, 30), time(3, 30))
    assert loaded.signin_longest == timedelta(days=30)
    assert loaded.redis_url is None
    assert not loaded.online_voice
    assert (loaded.voice_proxy, loaded.voice_ca) == (None, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COCKPIT_PORT", "0"),
        ("COCKPIT_PORT", "eighty"),
        ("COCKPIT_NOW", "tomorrow"),
        ("COCKPIT_LANG", "fr"),
        ("COCKPIT_MODE", "prod"),
        ("COCKPIT_BRIEF_AT", "25:00"),
        ("COCKPIT_CHECK_AT", "night"),
        ("COCKPIT_TICK_S", "often"),
        ("COCKPIT_ONLINE_VOICE", "yes"),
        ("COCKPIT_RENDERER", "neural"),
        ("COCKPIT_SIGNIN_DAYS", "ever"),
        ("COCKPIT_SIGNIN_DAYS", "-1"),
        ("COCKPIT_SIGNIN_DAYS", "366"),
        ("COCKPIT_VOICE_PROXY", "proxy.example:3128"),
        ("COCKPIT_VOICE_PROXY", "socks5://proxy.example"),
    ],
)
def test_a_bad_value_is_named_with_a_remedy(name: str, value: str) -> None:
    with pytest.raises(UserError) as caught:
        settings.load({name: value})
    assert caught.value.where == name
    assert value in str(caught.value)
    assert caught.value.remedy


def test_live_mode_refuses_a_weak_key() -> None:
    with pytest.raises(UserError, match="COCKPIT_SECRET_KEY"):
        settings.load({"COCKPIT_MODE": "live", "COCKPIT_SECRET_KEY": "short"})
    assert settings.load({"COCKPIT_MODE": "live", "COCKPIT_SECRET_KEY": "k" * 32}).secret == b"k" * 32


def test_the_demo_clock_stands_on_the_morning_after_its_last_day(tmp_path: Path) -> None:
    loaded = settings.load({"COCKPIT_HOME": str(tmp_path)})
    assert loaded.clock.now() == datetime(2026, 6, 17, 7)
    (tmp_path / "demo.json").write_text('{"as_of": "2025-03-11"}')
    assert loaded.clock.today() == date(2025, 3, 12)
    given = settings.load({"COCKPIT_HOME": str(tmp_path), "COCKPIT_NOW": "2026-01-05T08:15"})
    assert given.clock.now() == datetime(2026, 1, 5, 8, 15)


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    environ = {"COCKPIT_HOME": str(tmp_path)}
    first, second = settings.load(environ).secret, settings.load(environ).secret
    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_every_setting_is_documented() -> None:
    rows = [line.split("|") for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")]
    documented = {name.strip(" `"): (default.strip(" `"), meaning.strip()) for _, name, default, meaning, _ in rows}
    assert documented == {v.name: (v.default or "empty", v.meaning) for v in settings.VARIABLES}
