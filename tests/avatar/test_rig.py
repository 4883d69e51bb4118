import numpy as np
import pytest

from avatar.pose import REST, Mouth, Pose
from avatar.rig import MOUTH_Y, Rig, mouth_params
from avatar.visemes import SHAPES

X, Y = 160, 180


def drawn(easel, pose):
    canvas = np.full((360, 320, 4), 90, np.uint8)
    Rig(easel, X, Y).draw(canvas, pose)
    return canvas[..., :3].astype(int)


def lips(picture):
    return picture[Y + MOUTH_Y - 25 : Y + MOUTH_Y + 40, X - 30 : X + 30]


def dark(picture):
    """How many pixels at the mouth are as dark as its inside."""
    return int((lips(picture).sum(axis=2) < 200).sum())


def test_the_mouth_is_open_on_aa_and_closed_on_pp(easel):
    assert dark(drawn(easel, Pose(mouth=Mouth(*SHAPES["aa"])))) > 300
    assert dark(drawn(easel, Pose(mouth=Mouth(*SHAPES["PP"])))) == 0


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"sil"}))
def test_every_shape_differs_from_rest(easel, shape):
    difference = np.abs(lips(drawn(easel, Pose(mouth=Mouth(*SHAPES[shape])))) - lips(drawn(easel, REST)))
    assert difference.mean() > 1


def test_closed_lids_hide_the_eyes(easel):
    white = [
        (drawn(easel, Pose(blink=blink))[Y - 12 : Y + 8, X - 60 : X - 20].min(axis=2) > 235).sum() for blink in (0, 1)
    ]
    assert white[0] > 40
    assert white[1] == 0


def test_rest_is_drawn_the_same_every_time(easel):
    rig, pictures = Rig(easel, X, Y), []
    for pose in (REST, Pose(dx=3, roll=1, breath=1), REST):
        canvas = np.full((360, 320, 4), 90, np.uint8)
        rig.draw(canvas, pose)
        pictures.append(canvas)
    assert (pictures[0] == pictures[2]).all()
    assert (pictures[0] != pictures[1]).any()


def test_mouth_parameters_are_rounded_so_that_drawings_come_again():
    assert mouth_params(Mouth(open=0.501), 0.42) == mouth_params(Mouth(open=0.499), 0.41)
    assert mouth_params(Mouth(open=0.7), 0.42) != mouth_params(Mouth(open=0.5), 0.42)
