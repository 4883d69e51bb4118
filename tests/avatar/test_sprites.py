import numpy as np

from avatar.sprites import Sprite, blend, faded, from_bgra, put, shift, turn, warped, wiped


def half_red(height=20, width=30):
    bgra = np.zeros((height, width, 4), np.uint8)
    bgra[5:15, 10:20] = (0, 0, 255, 128)
    return from_bgra(bgra, 100, 50)


def canvas(value=100):
    return np.full((80, 200, 4), value, np.uint8)


def test_a_sprite_is_trimmed_to_what_is_visible():
    sprite = half_red()
    assert (sprite.x, sprite.y, sprite.right, sprite.bottom) == (110, 55, 120, 65)
    assert from_bgra(np.zeros((4, 4, 4), np.uint8)).pixels[0, 0].tolist() == [0, 0, 0, 255]


def test_blending_is_over():
    picture = canvas()
    put(picture, half_red())
    assert np.abs(picture[60, 115, :3].astype(int) - [50, 50, 178]).max() <= 1
    assert (picture[40, 100, :3] == 100).all()


def test_what_leaves_the_canvas_is_cut():
    picture = canvas()
    for dx, dy in ((-115, 0), (85, 0), (0, -60), (0, 20), (500, 500)):
        put(picture, half_red().moved(dx, dy))
    put(picture, None)
    assert picture.shape == (80, 200, 4)


def test_faded_is_between_nothing_and_all():
    whole, half, none = canvas(), canvas(), canvas()
    put(whole, half_red())
    put(half, faded(half_red(), 0.5))
    put(none, faded(half_red(), 0.0))
    assert (none[..., :3] == 100).all()
    assert abs(int(half[60, 115, 2]) - (int(whole[60, 115, 2]) + 100) // 2) <= 2


def test_a_whole_shift_moves_pixels_unchanged():
    moved = warped(half_red(), shift(3, -2), (200, 80))
    assert isinstance(moved, Sprite)
    place = (60 - 2 - moved.y, 115 + 3 - moved.x)
    assert (moved.pixels[place] == half_red().pixels[5, 5]).all()


def test_outside_is_none_and_a_full_turn_is_nothing():
    assert warped(half_red(), shift(900, 0), (200, 80)) is None
    assert np.allclose(turn(360, 5, 7), np.eye(3), atol=1e-9)


def test_a_wipe_shows_the_left_part():
    assert wiped(half_red(), 0.5).pixels.shape == (10, 5, 4)
    assert wiped(half_red(), 0.0) is None


def test_blend_leaves_what_shows_through():
    region, nothing = canvas(77), np.zeros((80, 200, 4), np.uint8)
    nothing[..., 3] = 255
    blend(region, nothing)
    assert (region[..., :3] == 77).all()
