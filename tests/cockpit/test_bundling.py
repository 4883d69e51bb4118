import json
from pathlib import Path

import pytest

from cockpit import assets, bundling
from cockpit.terminal.bundle import asset, bundle
from data.errors import UserError


def test_the_board_has_its_words_with_it(tmp_path: Path) -> None:
    bundling.write_words(tmp_path / "words.json")
    told = json.loads((tmp_path / "words.json").read_text("utf-8"))
    assert told["zh"]["period.mtd"] == "月"
    assert told["zh"].keys() == told["en"].keys()
    assert not any(key.startswith("signin.") for key in told["en"])


def test_what_a_script_printed_is_in_the_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho src/board.ts is wrong: $3\nexit 2\n")
    npm.chmod(0o755)
    monkeypatch.setattr(assets.shutil, "which", lambda _name: str(npm))
    with pytest.raises(UserError, match=r"src/board.ts is wrong: build"):
        bundling.script("build")


def test_the_built_board_is_one_script() -> None:
    built = bundle()
    assert built is not None, "run `make setup`"
    assert built.styles == ()
    assert all(asset(script.rpartition("/")[2]) for script in (built.script, built.player))
