import numpy as np
import pytest

from avatar.sadtalker.geometry import READ_SCALE, STANDARD, Box, aligned, box, feather, resized
from data.errors import UserError

POINTS = np.array([[115, 140], [185, 140], [150, 180], [125, 220], [175, 220]], np.float64)


def test_the_square_is_upright_about_the_face():
    assert box(POINTS, 600, 600) == Box(6, 4, 288)


def test_the_square_stays_within_the_picture():
    assert box(POINTS, 300, 400) == Box(6, 4, 288)
    assert box(POINTS + np.array([100, 0]), 300, 400) == Box(12, 4, 288)
    assert box(POINTS, 250, 400).side == 250


def test_a_face_too_small_is_refused():
    with pytest.raises(UserError, match="wide"):
        box(POINTS / 8, 300, 400)


def test_the_mean_face_is_read_where_it_belongs():
    """Marks at the points of the mean face, three times as large and off the middle, come back aligned."""
    size, scale, place = 800, 3 * READ_SCALE, np.array([380.0, 430.0])
    upward = STANDARD[:, :2] * scale + place
    points = np.stack([upward[:, 0], size - 1 - upward[:, 1]], axis=1)
    picture = np.zeros((size, size, 3), np.uint8)
    for x, y in points.round().astype(int):
        picture[y - 6 : y + 7, x - 6 : x + 7] = 255
    read, done = aligned(picture, points)
    assert read.shape == (224, 224, 3)
    assert done == pytest.approx([1 / 3, *place], rel=0.05)
    for x, y in STANDARD[:, :2] * READ_SCALE:
        assert read[round(111 - y), round(112 + x)].min() > 100


def test_a_square_fades_towards_its_edges():
    found = feather(100)
    assert found[50, 50] == 1
    assert found[0].max() == found[:, -1].max() == 0
    assert (np.diff(found[50, :50]) >= 0).all()
    assert (found == found.T).all()


def test_a_picture_is_resized_to_a_square():
    assert resized(np.zeros((30, 30, 4), np.uint8), 12).shape == (12, 12, 4)
