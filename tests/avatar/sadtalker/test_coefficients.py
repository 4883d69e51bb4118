import numpy as np
import pytest
import torch

from avatar.sadtalker.coefficients import Hearing, Manner, blinks, smoothed
from tests.avatar.sadtalker.varied import noise


class Ear(torch.nn.Module):
    """Answers with what it was asked: the first number of each window."""

    def forward(self, windows, reference, blink):
        return reference + windows[:, :1, 0] + 100 * blink


class Neck(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.asked, self.dice = [], []

    def forward(self, windows, _pose, dice, _style):
        self.asked.append(windows[:, 0, -1].tolist())
        self.dice.append(dice)
        return windows[:, 0, :1].repeat(1, 6) * 0 + len(self.asked)


COLUMNS = np.repeat(np.arange(1000, dtype=np.float32)[:, None], 80, axis=1)


def coefficients(frames, seed=1, portrait=None, manner=Manner(blinks=0)):  # noqa: B008 - it never changes
    neck = Neck()
    given = noise(73) if portrait is None else portrait
    return Hearing(Ear(), neck).coefficients(COLUMNS, frames, given, manner, seed), neck, given


@pytest.mark.parametrize("frames", [1, 2, 5, 12, 13, 32, 33, 34, 65, 200])
def test_there_are_as_many_as_pictures(frames):
    found, neck, portrait = coefficients(frames)
    assert found.shape == (frames, 73)
    assert len(neck.asked) == -(-(frames - 1) // 32)
    assert torch.allclose(found[:, 70:], portrait[70:].expand(frames, 3))


def test_the_last_block_ends_with_the_sound_and_the_first_picture_has_no_pose_of_its_own():
    _, neck, _ = coefficients(35)
    heard = [15 + int(80 * (at - 2) / 25) for at in range(35)]
    assert neck.asked == [heard[1:33], heard[3:35]]


def test_a_short_sound_repeats_its_second_window_before():
    _, neck, _ = coefficients(4)
    assert neck.asked == [[12] * 29 + [12, 15, 18]]


def test_the_poses_move_from_the_portraits():
    found, _, portrait = coefficients(100)
    departed = found[:, 64:70] - portrait[64:70]
    assert departed[50].tolist() == pytest.approx([2] * 6)


def test_the_same_seed_gives_the_same():
    first, neck, portrait = coefficients(70, 5, manner=Manner(blinks=60))
    again, same, _ = coefficients(70, 5, portrait, Manner(blinks=60))
    other, unlike, _ = coefficients(70, 6, portrait, Manner(blinks=60))
    assert torch.equal(first, again)
    assert torch.equal(neck.dice[1], same.dice[1])
    assert not torch.equal(neck.dice[1], unlike.dice[1])
    assert not torch.equal(neck.dice[0], neck.dice[1])
    assert not torch.equal(first, other)


def test_blinks_come_as_often_as_told_and_never_at_the_ends():
    found = blinks(15_000, np.random.default_rng(1), 16)
    shut = np.flatnonzero(found == 1)
    assert 130 < len(shut) < 190
    assert found[shut[0] - 2 : shut[0] + 3].tolist() == pytest.approx([0.5, 0.9, 1, 0.9, 0.5])
    assert len(set(np.diff(shut).tolist())) > 20
    assert not found[:10].any()
    assert not found[-10:].any()
    assert not blinks(15_000, np.random.default_rng(1), 0).any()


@pytest.mark.needs("librosa")
@pytest.mark.parametrize("frames", [13, 14, 40])
def test_poses_are_smoothed_as_scipy_does(frames):
    from scipy.signal import savgol_filter  # noqa: PLC0415 - comes with librosa

    values = noise(frames, 6)
    expected = savgol_filter(values.numpy(), 13, 2, axis=0)
    assert np.abs(smoothed(values).numpy() - expected).max() < 1e-5


@pytest.mark.parametrize("frames", [1, 2, 3, 4, 12])
def test_a_parabola_stays_what_it_is(frames):
    at = torch.arange(float(frames))[:, None]
    values = torch.cat([at, 3 - at, at * at / 10, at * 0 + 1, at, at], dim=1)
    assert torch.allclose(smoothed(values), values, atol=1e-4)
