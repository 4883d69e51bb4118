from pathlib import Path

import pytest

from cockpit import renderer
from cockpit import settings as configuration
from cockpit.check import findings
from cockpit.cli import main
from cockpit.desk import Desk
from cockpit.settings import Settings
from data.errors import UserError
from metrics.catalogue import load


def settings(home: Path, which: str) -> Settings:
    return configuration.load({"COCKPIT_HOME": str(home), "COCKPIT_RENDERER": which})


@pytest.mark.parametrize("which", ["drawn", "auto"])
def test_where_nothing_is_prepared_the_drawn_presenter_is_filmed(tmp_path: Path, which: str) -> None:
    assert renderer.performer(settings(tmp_path, which)) is None


@pytest.mark.needs("torch")
def test_asked_for_by_name_it_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="sadtalker prepare"):
        renderer.performer(settings(tmp_path, "sadtalker"))


def test_without_its_packages_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match=r"torch and safetensors.*requirements-sadtalker\.txt"):
        renderer.performer(settings(tmp_path, "sadtalker"))
    assert renderer.performer(settings(tmp_path, "auto")) is None


def test_terminals_draw_the_drawn_presenter_and_films_too_without_another(tmp_path: Path) -> None:
    desk = Desk(settings(tmp_path, "auto"), load())
    assert desk.studio is desk.drawn
    assert desk.drawn.renderer.startswith("drawn")


@pytest.mark.needs("torch")
def test_what_needs_no_film_works_without_a_portrait(tmp_path: Path) -> None:
    desk = Desk(settings(tmp_path, "sadtalker"), load())
    desk.tidy()
    assert desk.drawn.renderer.startswith("drawn")
    with pytest.raises(UserError, match="no portrait is prepared"):
        _ = desk.studio


def test_how_long_it_takes_is_said() -> None:
    told = renderer.estimate(9.5)
    assert told == "SadTalker without a GPU: 9.5 s a picture, 3 h 58 min for a minute of film."


def test_check_says_who_is_filmed(tmp_path: Path) -> None:
    found = {which: _presenter(settings(tmp_path, which)) for which in ("drawn", "sadtalker", "auto")}
    assert found["drawn"].startswith("ok")
    assert "drawn" in found["drawn"]
    assert "sadtalker prepare" in found["sadtalker"]
    assert found["auto"].startswith("ok")
    assert "drawn" in found["auto"]


def _presenter(given: Settings) -> str:
    return next(str(finding) for finding in findings(given) if finding.part == "presenter")


@pytest.mark.needs("torch")
def test_what_is_missing_from_the_users_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    sheet = tmp_path / "somebody.toml"
    command = ["sadtalker", "prepare", "--weights", str(tmp_path), "--portrait", str(sheet)]
    assert main(command) == 2
    assert str(sheet) in capsys.readouterr().err
