"""The commands as a script calls them, over one small insurer."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.cli import main
from data import demo

VALUE = {
    "org", "indicator", "period", "value", "numerator", "denominator", "target", "last_year", "previous", "status",
    "as_of", "snapshot",
}  # fmt: skip
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    demo.seed(folder, "XS")
    return folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name in [name for name in os.environ if name.startswith(("COCKPIT_", "REDIS_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COCKPIT_HOME", str(home))

    def call(*words: str) -> tuple[int, str, str]:
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_before_the_first_compute_it_says_what_to_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    code, out, err = run("value", "--org", "86", "--indicator", "visits", "--json")
    assert (code, out) == (2, "")
    assert "python -m cockpit compute" in err
    assert "Traceback" not in err


def test_compute_says_what_it_made(run: Run) -> None:
    code, out, _ = run("compute", "--json")
    made = json.loads(out)
    assert code == 0
    assert set(made) == {"snapshot", "orgs", "indicators", "cells", "cpu_s", "wall_s", "peak_rss_mb"}
    assert made["cells"] == made["orgs"] * made["indicators"] * 4
    assert made["cpu_s"] > 0


def test_orgs_are_a_tree(run: Run) -> None:
    listed = json.loads(run("orgs", "--json")[1])
    assert set(listed[0]) == {"id", "name_zh", "name_en", "level", "parent_id"}
    ids = {org["id"] for org in listed}
    assert [org["id"] for org in listed if org["parent_id"] is None] == ["86"]
    assert all(org["parent_id"] in ids for org in listed if org["parent_id"])


def test_value_has_the_contract_s_fields(run: Run) -> None:
    value = json.loads(run("value", "--org", "86", "--indicator", "fyp_regular", "--json")[1])
    assert set(value) == VALUE
    assert value["period"] == "mtd"
    absent = json.loads(run("value", "--org", "86", "--indicator", "ren_month_rate", "--period", "day", "--json")[1])
    assert set(absent) == VALUE | {"reason"}
    assert absent["value"] is None


def test_warnings_have_the_contract_s_fields(run: Run) -> None:
    told = json.loads(run("warnings", "--org", "86", "--json")[1])
    named = {"rule", "severity", "org", "indicator", "gap", "projection", "cause", "since", "owner", "state"}
    assert all(named <= set(one) for one in told)
    assert len(told) <= 5


def test_an_unknown_org_is_named_with_its_neighbours(run: Run) -> None:
    code, _, err = run("value", "--org", "8699", "--indicator", "visits")
    assert code == 2
    assert "8699" in err


def test_a_day_after_the_data_has_no_edition(run: Run, tmp_path: Path) -> None:
    code, _, err = run("brief", "--date", "2027-01-01", "--out", str(tmp_path))
    assert code == 2
    assert "2026-06-16" in err


def test_a_token_is_for_a_known_user(run: Run) -> None:
    assert run("token", "--user", "branch")[1].strip()
    code, _, err = run("token", "--user", "nobody")
    assert code == 2
    assert "nobody" in err


def test_check_finds_a_set_up_house_complete(run: Run) -> None:
    code, out, err = run("check")
    assert code == 0, err
    assert "offline voice" in out


def test_a_bad_setting_is_a_plain_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_PORT", "many")
    code, _, err = run("orgs")
    assert code == 2
    assert "COCKPIT_PORT" in err
