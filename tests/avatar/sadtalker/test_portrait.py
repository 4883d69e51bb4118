import cv2
import numpy as np
import pytest

from avatar.sadtalker.geometry import Box
from avatar.sadtalker.portrait import portrait
from data.errors import UserError

SHEET = """image = "face.png"
left_eye = [115, 140]
right_eye = [185, 140]
nose = [150, 180]
mouth_left = [125, 220]
mouth_right = [175, 220]
"""


@pytest.fixture
def sheet(tmp_path):
    cv2.imwrite(str(tmp_path / "face.png"), np.full((400, 300, 3), 90, np.uint8))
    path = tmp_path / "somebody.toml"
    path.write_text(SHEET, "utf-8")
    return path


def test_a_sheet_names_a_picture_and_five_points(sheet):
    found = portrait(sheet)
    assert found.picture.shape == (400, 300, 4)
    assert (found.picture[..., 3] == 255).all()
    assert found.points[2].tolist() == [150, 180]
    assert (found.style, found.blinks) == (0, 16)
    assert found.box == Box(6, 4, 288)


def test_a_manner_may_be_told(sheet):
    sheet.write_text(SHEET + "style = 12\nblinks = 0\n", "utf-8")
    assert (portrait(sheet).style, portrait(sheet).blinks) == (12, 0)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("nose = [150, 180]\n", "", "nose"),
        ("nose = [150, 180]", "nose = [150]", "portrait"),
        ("[150, 180]", "[350, 180]", "outside"),
        ("left_eye = [115", "left_eye = [195", "exchanged"),
        ("220]", "100]", "exchanged"),
        ("face.png", "nobody.png", "picture"),
        ("nose", "style = 46\nnose", "style"),
        ("nose", "blinks = -1\nnose", "blinks"),
        ("image = ", "image ", "portrait"),
    ],
)
def test_what_cannot_be_used_is_named(sheet, before, after, told):
    sheet.write_text(SHEET.replace(before, after), "utf-8")
    with pytest.raises(UserError, match=told):
        portrait(sheet)
    with pytest.raises(UserError, match="nowhere"):
        portrait(sheet.with_name("nowhere.toml"))
