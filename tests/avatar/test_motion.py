import numpy as np
import pytest

from avatar import motion
from avatar.pose import REST
from avatar.types import FPS, RATE, Viseme

FRAMES = 200
TALK = tuple(Viseme("aa", 0.12 + i * 0.3, 0.32 + i * 0.3) for i in range(24))


def act(**more):
    loud = np.clip(np.sin(np.arange(FRAMES) / 4), 0, 1)
    return motion.Act(TALK, loud, more.pop("seed", 7), **more)


@pytest.mark.parametrize("mood", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_segment_starts_and_ends_at_rest(mood, seed):
    poses = motion.poses(act(mood=mood, seed=seed, glance=True))
    assert len(poses) == FRAMES
    assert poses[0] == REST
    assert poses[-1] == REST


def test_the_presenter_blinks_breathes_and_moves():
    poses = motion.poses(act())
    assert max(pose.blink for pose in poses) == 1.0
    assert np.ptp([pose.breath for pose in poses]) > 0.9
    assert np.ptp([pose.yaw for pose in poses]) > 0.1
    assert np.ptp([pose.swing for pose in poses]) > 0.02


def test_the_same_seed_moves_the_same_way():
    assert motion.poses(act()) == motion.poses(act())
    assert motion.poses(act()) != motion.poses(act(seed=8))


def test_a_glance_turns_eyes_and_head_to_the_cards():
    middle = round(sum(motion.GLANCE) / 2 * FPS)
    away, there = motion.poses(act())[middle], motion.poses(act(glance=True))[middle]
    assert there.gx > away.gx + 0.6
    assert there.yaw > away.yaw + 0.6


def test_bad_news_sobers_and_good_news_warms():
    grave, glad = (motion.poses(act(mood=mood))[100] for mood in (-1.0, 1.0))
    assert grave.smile < glad.smile
    assert grave.concern > glad.concern == 0


def test_loudness_is_measured_per_frame_against_the_voice_itself():
    pcm = np.zeros(2 * RATE, np.int16)
    pcm[RATE:] = 1000
    level = motion.loudness(pcm)
    assert level.shape == (2 * FPS,)
    assert level[: FPS - 1].max() == 0
    assert level[-1] == 1
    assert motion.loudness(0 * pcm).max() == 0
