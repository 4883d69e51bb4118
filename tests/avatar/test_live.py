import base64
import itertools
import re

import numpy as np
import pytest

from avatar import acting, board, live, rig
from avatar.easel import BOXES
from avatar.scene import ORIGIN
from avatar.segments import LEAD
from avatar.sprites import shift
from avatar.types import FPS, RATE
from data.errors import UserError
from tests.avatar.test_film import FRAME, takes


@pytest.fixture(scope="module")
def segments(studio):
    return studio._plan(takes(), FRAME)


@pytest.fixture(scope="module")
def made(studio):
    return studio.live(takes(), FRAME)


def unpacked(text, width):
    rows = np.frombuffer(base64.b64decode(text), "<i2").reshape(-1, width)
    return np.cumsum(rows, axis=0, dtype=np.int16)


def at(changes, frame):
    """The state of a list of changes in a frame."""
    return tuple(next(state for since, *state in reversed(changes) if since <= frame))


def test_every_layer_is_where_the_film_has_it_in_every_frame(made, segments, easel):
    frames = [list(rig.placed(easel.presenter, pose)) for segment in segments for pose in acting.poses(segment)]
    assert made.document["frames"] == len(frames)
    for number, told in enumerate(made.document["presenter"]):
        places = unpacked(told["places"], 6) / live.SCALE
        for frame, place in zip(frames, places, strict=True):
            one = frame[number]
            a, b, c, d, e, f = place
            wanted = shift(*ORIGIN) @ one.place @ shift(*BOXES[one.layer][:2])
            assert one.layer == told["layer"]
            assert np.abs(np.array([[a, c, e], [b, d, f]]) - wanted[:2]).max() <= 1 / live.PIXELS


def test_the_mouth_opens_when_it_speaks_and_is_drawn_once_for_each_shape(made):
    mouth = next(told for told in made.document["presenter"] if told["layer"] == "mouth")
    numbers = unpacked(mouth["drawings"], 1)[:, 0]
    drawings = made.document["drawings"]
    assert len(set(numbers)) > 3
    assert numbers[0] == numbers[-1]
    assert len(set(drawings)) == len(drawings)


def test_no_two_drawings_of_the_presenter_share_an_id(made):
    numbers = {
        int(number) for told in made.document["presenter"] for number in set(unpacked(told["drawings"], 1)[:, 0])
    }
    ids = [set(re.findall(r'\bid="([^"]+)"', made.document["drawings"][number])) for number in numbers]
    assert all(ids)
    assert all(a.isdisjoint(b) for a, b in itertools.combinations(ids, 2))


def test_cards_come_and_go_as_in_the_film(made, segments):
    for told, segment in zip(made.document["segments"], segments, strict=True):
        assert len(told["cards"]) == len(board.layout(segment.take.shot))
        for card, timing in zip(told["cards"], segment.timings, strict=True):
            for frame in range(segment.frames):
                state = timing.state(frame)
                assert at(card["states"], frame) == pytest.approx((state.opacity, state.dx, state.reveal), abs=1e-3)


def test_the_dot_rides_to_the_end_of_its_curve(made):
    card = next(card for told in made.document["segments"] for card in told["cards"] if card["dot"] is not None)
    xs = [x for _, x, _ in card["rides"]]
    assert xs == sorted(xs)
    assert len(set(xs)) > 5


def test_captions_are_written_and_shown(made, segments):
    for told, segment in zip(made.document["segments"], segments, strict=True):
        assert "".join("".join(lines) for lines in told["captions"]) == segment.take.caption
        assert {part for _, part, strength in told["caption"] if strength} == set(range(len(told["captions"])))


def test_sound_and_pictures_are_as_long_and_the_starts_are_the_films(made, segments):
    assert made.seconds == len(made.pcm) / RATE
    starts = [told["start"] / FPS + LEAD for told in made.document["segments"]]
    assert made.starts == tuple(starts)
    assert starts[1] - starts[0] == pytest.approx(segments[0].seconds)


def test_nothing_to_show_is_said(studio):
    with pytest.raises(UserError, match="no sentence"):
        studio.live([], FRAME)
