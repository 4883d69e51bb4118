import numpy as np

from avatar.pose import REST, Mouth, Pose
from avatar.types import FPS, RATE, Speech


def test_a_speech_lasts_as_long_as_its_samples() -> None:
    assert Speech(np.zeros(RATE * 3 // 2, np.int16), (), ()).seconds == 1.5


def test_the_segment_grid_holds_whole_pictures_and_whole_sound_frames() -> None:
    grid = 0.32
    assert (grid * FPS).is_integer()
    assert (grid * RATE / 1024).is_integer()


def test_rest_is_where_nothing_moves() -> None:
    assert Pose() == REST
    assert REST.mouth == Mouth()
    assert (REST.yaw, REST.dx, REST.blink, REST.mouth.open) == (0, 0, 0, 0)
