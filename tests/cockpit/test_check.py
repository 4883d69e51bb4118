from dataclasses import replace
from pathlib import Path

import pytest

from cockpit import check
from cockpit import settings as configuration


def test_a_missing_part_names_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "WEB_FONTS", tmp_path / "none")
    settings = configuration.load({"COCKPIT_HOME": str(tmp_path)})
    found = {finding.part: finding for finding in check.findings(settings)}
    assert not found["fonts"].ok
    assert "make setup" in str(found["fonts"])
    assert found["COCKPIT_HOME"].ok


def test_a_dead_redis_is_said_and_not_needed(tmp_path: Path) -> None:
    settings = configuration.load({"COCKPIT_HOME": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:1/0"})
    found = {finding.part: finding for finding in check.findings(settings)}
    assert not found["Redis"].ok
    assert not found["Redis"].needed


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = replace(configuration.load({}), home=tmp_path / "file")
    home = next(f for f in check.findings(settings) if f.part == "COCKPIT_HOME")
    assert not home.ok
    assert home.needed
