import argparse
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cockpit import commands
from cockpit import settings as configuration
from cockpit.audit import Entry, Log
from cockpit.followups import Entry as LedgerEntry
from cockpit.followups import Ledger
from cockpit.settings import Settings
from data.errors import UserError
from tests.cockpit import world


@pytest.fixture
def settings(home: Path) -> Settings:
    return configuration.load({"COCKPIT_HOME": str(home)})


def test_without_a_snapshot_it_says_which_command_makes_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="python -m cockpit compute"):
        commands.published(configuration.load({"COCKPIT_HOME": str(tmp_path)}))


def test_this_morning_speaks_of_the_published_snapshot(settings: Settings) -> None:
    assert commands.morning_snapshot(settings, world.TODAY).version == world.usual().version


def test_a_morning_after_the_data_is_refused_with_their_last_day(settings: Settings) -> None:
    with pytest.raises(UserError, match="2026-06-16"):
        commands.morning_snapshot(settings, world.TODAY + timedelta(days=1))


def test_without_tables_the_tree_is_the_snapshot_s(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    commands.orgs(settings, argparse.Namespace())
    listed = json.loads(capsys.readouterr().out)
    assert [org["id"] for org in listed] == list(world.usual().orgs.ids)


def test_the_audit_log_is_printed_for_a_user_from_a_day_on(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for at, user in (
        (datetime(2026, 6, 16, 9), "hq"),
        (datetime(2026, 6, 17, 9), "hq"),
        (datetime(2026, 6, 17, 9), "unit"),
    ):
        Log(settings.audit).add(Entry(at, user, ("86",), "view", "drill", "86"))
    commands.audit(settings, argparse.Namespace(user="hq", since=date(2026, 6, 17)))
    (line,) = capsys.readouterr().out.splitlines()
    assert (json.loads(line)["user"], json.loads(line)["at"]) == ("hq", "2026-06-17 09:00:00")


def test_a_warning_says_how_far_it_is_followed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ledger, now = Ledger(settings.followups), datetime(2026, 6, 17, 7)
    ledger.observe(world.usual(), now)
    ledger.add([LedgerEntry(now, "860101-fyp_regular-2026-06", "acknowledged", "branch", owner="Li Na")])
    commands.warnings(settings, argparse.Namespace(org="8601"))
    told = {row["indicator"]: (row["state"], row["owner"]) for row in json.loads(capsys.readouterr().out)}
    assert told == {"fyp_regular": ("acknowledged", "Li Na"), "ren_month_rate": ("open", "manager.sub_branch")}


def test_a_token_opens_for_whom_it_was_made(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    commands.token(settings, argparse.Namespace(user="branch"))
    assert capsys.readouterr().out.count(".") >= 1
    with pytest.raises(UserError, match="nobody"):
        commands.token(settings, argparse.Namespace(user="nobody"))


def test_json_keeps_chinese_and_writes_days(capsys: pytest.CaptureFixture[str]) -> None:
    commands.print_json({"name": "江城", "day": date(2026, 6, 17)})
    out = capsys.readouterr().out
    assert "江城" in out
    assert json.loads(out)["day"] == "2026-06-17"


def test_a_folder_is_where_the_caller_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert commands.folder("out") == tmp_path / "out"


def test_cpu_seconds_count_work_and_not_waiting() -> None:
    before = commands.cpu_seconds()
    sum(range(3_000_000))
    assert commands.cpu_seconds() > before
