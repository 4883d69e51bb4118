from pathlib import Path

import numpy as np
import pytest
import torch

from avatar.sadtalker.coefficients import Hearing, Manner
from avatar.sadtalker.expression import ExpNet
from avatar.sadtalker.mapping import MappingNet
from avatar.sadtalker.pose import PoseVAE
from avatar.sadtalker.talker import Face, Talker
from tests.avatar.sadtalker.varied import noise, varied

SIDE = 64
KEPT_MB = 15_000 * SIDE * SIDE * 3 / 1e6  # all pictures of ten minutes


class Stub(torch.nn.Module):
    """Paints where the points are, and remembers how many pictures it was asked for."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1), requires_grad=False)
        self.asked = []

    def forward(self, _volume, _compressed, _source, driving):
        self.asked.append(len(driving))
        colour = torch.sigmoid(driving.mean(dim=1) * 3)
        return colour[:, :, None, None].expand(-1, 3, SIDE, SIDE) + self.weight


@pytest.fixture(scope="module")
def talker():
    torch.set_num_threads(1)
    hearing = Hearing(varied(ExpNet(32), 1), varied(PoseVAE(32, trained=False), 2))
    face = Face(noise(73), noise(15, 3, seed=1), noise(1, 4, 2, 2, 2), noise(1, 4, 2, 2, 2))
    return Talker(hearing, varied(MappingNet(73, 32), 3), Stub(), face)


def sound(frames, seed=0):
    return np.random.default_rng(seed).normal(0, 5000, frames * 1920).astype(np.int16)


def pictures(talker, frames=24, seed=3, manner=Manner(), **more):  # noqa: B008 - it never changes
    return list(talker.pictures(sound(frames), frames, seed, manner, **more))


@pytest.mark.parametrize("frames", [1, 8, 9, 32])
def test_one_picture_a_frame_in_batches_of_one_size(talker, frames):
    talker._generator.asked.clear()
    found = pictures(talker, frames)
    assert len(found) == frames
    assert set(talker._generator.asked) == {8}
    assert found[0].shape == (SIDE, SIDE, 3)
    assert found[0].dtype == np.uint8


def test_every_sound_begins_and_ends_at_the_same_rest(talker):
    first, second = pictures(talker), list(talker.pictures(sound(40, 7), 40, 9, Manner()))
    edges = [first[0], first[-1], second[0], second[-1]]
    assert all((edge == first[0]).all() for edge in edges)
    assert max(np.abs(each.astype(int) - first[0]).max() for each in first) > 2


def test_blue_comes_first(talker):
    source = talker._rest.keypoints(talker._canonical)[0].mean(dim=0)
    red, _, blue = (torch.sigmoid(source * 3) * 255).round().int().tolist()
    assert pictures(talker, 8)[0][0, 0].tolist()[::2] == [blue, red]
    assert blue != red


def test_the_same_seed_gives_the_same_film_and_another_another(talker):
    first, again, other = (np.stack(pictures(talker, seed=seed)) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_one_picture_from_the_middle_is_that_of_the_film(talker):
    assert (pictures(talker, 40, begin=17)[0] == pictures(talker, 40)[17]).all()


def resident_mb():
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4096 / 1e6


def test_ten_minutes_need_no_more_memory_than_one(talker):
    pictures(talker, 1500)
    stream = talker.pictures(sound(15_000), 15_000, 1, Manner())
    next(stream)
    began, most, count = resident_mb(), 0.0, 1
    for _ in stream:
        count += 1
        if count % 500 == 0:
            most = max(most, resident_mb())
    assert count == 15_000
    assert most - began < KEPT_MB / 4
