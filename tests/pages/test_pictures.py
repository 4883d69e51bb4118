"""The pictures of the pages in docs: one a page, shown in docs/pages.md with a sentence, and light."""

import re

import pytest
from PIL import Image

from cockpit.shell import NAMES
from tests.conftest import ROOT

DOCS = ROOT / "docs"
LIGHT = 300_000


@pytest.mark.parametrize("name", [*NAMES, "headlines"])
def test_every_page_has_its_picture_and_its_sentence(name):
    before, shown, _ = (DOCS / "pages.md").read_text("utf-8").partition(f"({name}.png)")
    assert shown
    assert re.search(r"\*\*[^*]+\.\*\* \S.+\.\n\n!\[[^]]+\]$", before, re.DOTALL)
    with Image.open(DOCS / f"{name}.png") as picture:
        assert picture.size == (1920, 1080)


def test_pictures_are_light_and_each_is_shown_somewhere():
    told = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *DOCS.glob("*.md")])
    for picture in DOCS.glob("*.png"):
        assert picture.stat().st_size < LIGHT, picture.name
        assert f"{picture.name})" in told, picture.name
