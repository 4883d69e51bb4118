"""A few sentences as one sound for a page."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np

from avatar.sound import write_sound
from avatar.types import RATE, Speech

PAUSE = 0.28
"""Seconds before each sentence."""


def starts(speeches: Sequence[Speech]) -> list[float]:
    """When each sentence begins, in seconds."""
    lengths = [PAUSE + speech.seconds for speech in speeches]
    return [sum(lengths[:at]) + PAUSE for at in range(len(lengths))]


def clip(speeches: Sequence[Speech], title: str) -> bytes:
    """The sentences one after another, as Opus in WebM."""
    silence = np.zeros(int(PAUSE * RATE), np.int16)
    pcm = np.concatenate([part for speech in speeches for part in (silence, speech.pcm)])
    file = BytesIO()
    write_sound(pcm, file, title)
    return file.getvalue()
