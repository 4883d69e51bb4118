from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cockpit import assets
from data.errors import UserError


def test_npm_s_last_words_are_in_the_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "npm"
    script.write_text("#!/bin/sh\necho first >&2\necho the registry is away >&2\nexit 7\n")
    script.chmod(0o755)
    monkeypatch.setattr(assets.shutil, "which", lambda _name: str(script))
    with pytest.raises(UserError, match="the registry is away"):
        assets.install()


def test_the_fonts_hold_the_signs_that_the_films_write(fonts: Path) -> None:
    drawn = set().union(*(TTFont(path).getBestCmap() for path in fonts.glob("*.ttf")))
    assert {ord(sign) for sign in "经营早报预警江城，。%·0123456789Az"} <= drawn
