"""Answers as one sound."""

from io import BytesIO

import av
import numpy as np
import pytest

from avatar.types import RATE, Speech
from briefing.speech.clip import PAUSE, clip, starts


def tone(seconds):
    wave = np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)
    return Speech((wave * 12000).astype(np.int16), (), ())


def test_sentences_follow_each_other_with_a_pause_before_each():
    assert starts([tone(1), tone(2)]) == pytest.approx([PAUSE, 2 * PAUSE + 1])


def test_the_sound_is_whole_and_plays():
    with av.open(BytesIO(clip([tone(1), tone(0.5)], "Answer"))) as file:
        frames = list(file.decode(audio=0))
    seconds = sum(frame.samples for frame in frames) / frames[0].sample_rate
    assert seconds == pytest.approx(1.5 + 2 * PAUSE, abs=0.1)
    assert max(np.abs(frame.to_ndarray()).max() for frame in frames) > 0.25
