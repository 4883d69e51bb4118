from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from avatar.fonts import FAMILIES, convert_all
from cockpit.assets import PACKAGE


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return convert_all(PACKAGE, tmp_path_factory.mktemp("fonts"))


def test_both_weights_of_every_subset_come_out_as_truetype(converted: list[Path]) -> None:
    assert len(converted) == 2 * len(FAMILIES)
    assert all(path.read_bytes()[:4] == b"\0\1\0\0" for path in converted)


def test_the_family_is_the_one_that_the_art_asks_for(converted: list[Path]) -> None:
    named = {TTFont(path)["name"].getDebugName(1) for path in converted}
    assert named == set(FAMILIES.values())
