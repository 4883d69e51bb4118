"""Fonts, sprites and one studio for all tests of this room."""

from pathlib import Path

import pytest

from avatar.easel import Easel
from avatar.film import Studio
from avatar.glyphs import Faces
from avatar.presenters import presenter


@pytest.fixture(scope="session")
def faces(fonts):
    return Faces(fonts)


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def easel(faces, cache):
    return Easel(presenter("xiaochen"), faces, cache / "sprites")


@pytest.fixture(scope="session")
def studio(fonts, cache):
    return Studio("xiaochen", fonts, cache)
