from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cockpit import check
from cockpit import settings as configuration
from cockpit.checks import Check, Checks
from metrics.report import Report


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


def test_the_last_check_of_the_numbers_is_said(tmp_path: Path) -> None:
    settings = configuration.load({"COCKPIT_HOME": str(tmp_path), "COCKPIT_LANG": "en"})

    def found() -> check.Finding:
        return next(finding for finding in check.findings(settings) if finding.part == "numbers")

    assert (found().ok, found().what) == (True, "None was made yet.")
    report = Report(date(2026, 6, 16), 15, 99, 2, ())
    Checks(settings.checks).keep(Check(datetime(2026, 6, 17, 3, 30), "a", "b", report))
    assert not found().ok
    assert "2 of 99 differ" in str(found())
    assert not found().needed
