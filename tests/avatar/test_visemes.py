import numpy as np
import pytest

from avatar.types import FPS, Viseme
from avatar.visemes import JAW, OPEN, PRESS, SHAPES, influence, track, with_pauses

OPEN_M_OPEN = (Viseme("aa", 0.2, 0.5), Viseme("PP", 0.5, 0.62), Viseme("aa", 0.62, 0.92))
LOUD = np.ones(30)


def test_lips_close_on_pp_even_between_open_vowels():
    mouth = track(OPEN_M_OPEN, 30, LOUD)
    closed = round((0.56 - 0.035) * FPS)
    assert mouth[closed, OPEN] < 0.12
    assert mouth[closed, PRESS] > 0.8
    assert mouth[round(0.33 * FPS), OPEN] > 0.8


def test_neighbours_colour_a_weak_shape():
    between = track((Viseme("ou", 0, 0.3), Viseme("kk", 0.3, 0.36), Viseme("ou", 0.36, 0.7)), 30, LOUD)
    alone = track((Viseme("kk", 0.2, 0.5),), 30, LOUD)
    assert between[8, 1] < alone[8, 1] - 0.3


def test_a_louder_voice_opens_the_mouth_further():
    loud, quiet = track(OPEN_M_OPEN, 30, LOUD), track(OPEN_M_OPEN, 30, 0 * LOUD)
    assert loud[8, OPEN] == pytest.approx(quiet[8, OPEN] * 1.14 / 0.72)
    assert loud[8, JAW] > quiet[8, JAW]


def test_a_pause_closes_the_mouth():
    mouth = track((Viseme("aa", 0, 0.2), Viseme("aa", 0.9, 1.1)), 30, LOUD)
    assert mouth[round(0.55 * FPS), OPEN] < 0.02


def test_gaps_are_filled_and_unknown_shapes_rest():
    filled = with_pauses((Viseme("aa", 0.5, 0.7), Viseme("??", 0.7, 0.8)), 1.0)
    assert [v.shape for v in filled] == ["sil", "aa", "sil", "sil"]
    assert len(SHAPES) == 15


def test_influence_is_greatest_while_the_shape_lasts():
    pull = influence(np.array([0.0, 0.45, 0.6]), Viseme("aa", 0.4, 0.5))
    assert pull.argmax() == 1
    assert pull[0] < 0.01
