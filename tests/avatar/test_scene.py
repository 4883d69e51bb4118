from functools import partial

import av
import cv2
import numpy as np
import pytest

from avatar.captions import Part
from avatar.pose import Pose
from avatar.rig import Rig
from avatar.scene import BOARD, FOOT, PRESENTER, WHOLE, Scene, Screen, rig_origin
from avatar.sprites import Sprite, from_bgra
from avatar.stage import Captions

EMPTY = Captions((), (), 0.12, 50)


@pytest.fixture
def scene(easel):
    still = easel.scenery("backdrop")
    return Scene(still, [from_bgra(easel.scenery("desk"))], (), EMPTY)


@pytest.fixture
def drawing(easel):
    rig = Rig(easel, *rig_origin())
    return lambda **pose: partial(rig.draw, pose=Pose(**pose))


def luma(frame):
    return frame.to_ndarray(format="gray").astype(int)


def test_areas_lie_on_even_pixels_within_the_picture():
    for area in (PRESENTER, BOARD, FOOT, WHOLE):
        assert all(edge % 2 == 0 for edge in (area.x0, area.y0, area.x1, area.y1))
        assert area.x1 <= 1280
        assert area.y1 <= 720


def test_a_part_converted_alone_equals_the_whole_converted(scene, drawing):
    scene.bgr(0, drawing(yaw=0.4, roll=1.0))
    whole = Screen()
    whole.show(WHOLE, scene.picture)
    inner = np.s_[100:600, 40:640]
    assert np.abs(luma(scene.screen.frame)[inner] - luma(whole.frame)[inner]).mean() < 0.5


def test_colours_are_bt709():
    still = np.zeros((720, 1280, 4), np.uint8)
    still[..., :3] = (0, 0, 255)
    screen = Screen()
    screen.show(WHOLE, still)
    planes = [int(np.frombuffer(memoryview(plane), np.uint8)[5]) for plane in screen.frame.planes]
    assert planes == pytest.approx([63, 102, 240], abs=2)


def test_nothing_of_the_presenter_reaches_out_of_its_area(scene, drawing):
    far = drawing(yaw=1, pitch=1, roll=3, dx=8, dy=8, swing=1.2, breath=1)
    for pose in (far, drawing(yaw=-1, pitch=-1, roll=-3, dx=-8, dy=-8, swing=-1.2)):
        scene.bgr(0, pose)
        part = PRESENTER.of(scene.picture)[..., :3].astype(int) - PRESENTER.of(scene.still)[..., :3]
        assert not part[0].any()
        assert not part[:, 0].any()
        assert not part[:, -1].any()


def test_the_desk_covers_all_below_the_captions_edge(scene, drawing):
    before = FOOT.of(scene.picture).copy()
    scene.frame(3, drawing(dy=8))
    assert (FOOT.of(scene.picture) == before).all()


def test_only_what_changed_is_drawn_again(scene, drawing, monkeypatch):
    shown = []
    monkeypatch.setattr(scene.screen, "show", lambda area, _: shown.append(area))
    for index in range(3):
        scene.frame(index, drawing())
    assert shown.count(BOARD) == shown.count(FOOT) == 1
    assert shown.count(PRESENTER) == 3


def test_a_still_is_the_same_picture(scene, drawing):
    picture = scene.bgr(0, drawing())
    assert picture.shape == (720, 1280, 3)
    frame = scene.screen.frame
    assert isinstance(frame, av.VideoFrame)
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(int)
    assert np.corrcoef(gray.ravel(), luma(frame).ravel())[0, 1] > 0.98


def test_captions_are_drawn_on_the_desk(easel, drawing):
    band = np.zeros((40, 400, 4), np.uint8)
    band[..., :3] = 255
    captions = Captions((Part(("a",), 0.0, 2.0),), (Sprite(440, 640, band),), 0.12, 50)
    still = easel.scenery("backdrop")
    scene = Scene(still, [from_bgra(easel.scenery("desk"))], (), captions)
    assert scene.bgr(20, drawing())[660, 640].tolist() == [255, 255, 255]
    assert (scene.bgr(49, drawing())[660, 640] == scene.still[660, 640, :3]).all()
