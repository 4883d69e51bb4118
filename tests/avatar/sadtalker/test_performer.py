from itertools import islice

import av
import numpy as np
import pytest
import torch

from avatar.film import Studio
from avatar.sadtalker.coefficients import Hearing
from avatar.sadtalker.performer import Portrayed, portrayed, ready
from avatar.sadtalker.talker import Talker
from avatar.segments import Segment
from avatar.sprites import put
from avatar.types import Shot, Speech, Take
from tests.avatar.sadtalker.varied import THIN


class Painter(torch.nn.Module):
    """One colour over the face, greener the more its points have moved."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1), requires_grad=False)

    def forward(self, _volume, _compressed, source, driving):
        colour = torch.zeros(len(driving), 3, 128, 128)
        colour[:, 1] = (driving - source).abs().mean(dim=(1, 2)).clamp(0, 1)[:, None, None]
        return colour + self.weight


def take(seconds=0.5, seed=1):
    pcm = np.random.default_rng(seed).normal(0, 4000, round(seconds * 48_000)).astype(np.int16)
    return Take(Speech(pcm, (), ()), Shot(), "早", "")


@pytest.fixture(scope="module")
def performer(kept):
    torch.set_num_threads(1)
    weights = kept.weights
    talker = Talker(Hearing(weights.expression(), weights.pose()), weights.mapped(), Painter(), kept.face)
    return Portrayed(kept, talker, "float32")


def segment(of):
    return Segment(of, (), frozenset(), frozenset(), None, ())


def canvas():
    return np.full((520, 624, 4), 200, np.uint8)


def painted(drawings):
    out = []
    for drawing in drawings:
        out.append(canvas())
        drawing(out[-1])
    return out


def test_one_drawing_for_every_picture_of_the_grid(performer):
    for seconds in (0.1, 0.5, 0.9):
        planned = segment(take(seconds))
        drawings = list(performer.drawings(planned))
        assert len(drawings) == planned.frames
        assert planned.frames % 8 == 0


def test_the_portrait_stands_on_the_lower_edge_and_its_face_moves(performer):
    found = painted(performer.drawings(segment(take())))
    rest, speaking = found[0].astype(int), found[12].astype(int)
    assert (found[-1] == found[0]).all()
    assert (rest[-1, 300] != 200).any()
    assert (rest[:, 2] == 200).all()
    moved = np.argwhere(np.abs(speaking - rest)[..., :3].max(axis=2) > 3)
    (top, left), (bottom, right) = moved.min(axis=0), moved.max(axis=0)
    x, y = performer._corner
    assert x <= left < right <= x + performer._side
    assert y <= top < bottom <= y + performer._side


def test_the_edge_of_the_face_is_the_portraits(performer):
    picture, alone = painted(performer.drawings(segment(take())))[0], canvas()
    put(alone, performer._body)
    x, y = performer._corner
    assert (picture[y, x : x + 40] == alone[y, x : x + 40])[..., :3].all()
    assert (picture[y + performer._side // 2, x + performer._side // 2, :3] == 0).all()


def test_a_still_is_a_picture_of_the_film(performer):
    planned = segment(take())
    (still,) = painted([performer.still(planned, 9)])
    assert (still == painted(performer.drawings(planned))[9]).all()


def test_its_segments_cache_and_join(performer, fonts, cache, tmp_path):
    studio = Studio("xiaochen", fonts, cache, performer)
    takes = [take(seed=1), take(0.8, seed=2)]
    info = studio.film(takes, tmp_path / "film.mp4", {"voice": "espeak-ng"})
    again = studio.film(takes[::-1], tmp_path / "again.mp4", {})
    assert (info.segments_made, again.segments_made) == (2, 0)
    with av.open(str(tmp_path / "film.mp4")) as source:
        assert source.streams.video[0].frames == round(info.duration_s * 25) == 24 + 32
        assert source.metadata["comment"] == f"renderer: {performer.name}; voice: espeak-ng"
        frames = [frame.to_ndarray(format="gray").astype(int) for frame in source.decode(video=0)]
    face = np.s_[250:500, 250:450]
    assert np.abs(frames[23][face] - frames[24][face]).mean() < 2
    assert np.abs(frames[12][face] - frames[24][face]).mean() > 2


def test_its_name_begins_with_its_kind_and_tells_what_made_it(performer, kept):
    assert performer.name.split()[0] == "sadtalker"
    assert kept.key in performer.name
    assert "float32" in performer.name


def test_everything_from_the_kept_files_without_a_gpu(keep):
    """Plumbing, not quality: the random painter paints three pictures."""
    performer = portrayed(keep)
    assert performer._talker.batch == (8 if torch.cuda.is_available() else 1)
    first, second = painted(islice(performer.drawings(segment(take())), 2))
    assert (first != canvas()).any()
    assert (first != second).any()
    assert performer.seconds_a_picture() > 0
    assert ready(keep) == torch.cuda.is_available()
    assert performer._kept.weights.thin == THIN
