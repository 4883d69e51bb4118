"""A few sentences as one sound for a page: AAC in MP4, which every browser plays."""

from collections.abc import Sequence
from io import BytesIO

import av
import numpy as np

from avatar.types import RATE, Speech

EVERY = 2
RATE_OF = RATE // EVERY
"""Enough for speech, and twice as quick to make."""
PAUSE = 0.28
"""Seconds before each sentence."""
BITS = 40_000
PACKET = 1024


def starts(speeches: Sequence[Speech]) -> list[float]:
    """When each sentence begins, in seconds."""
    lengths = [PAUSE + speech.seconds for speech in speeches]
    return [sum(lengths[:at]) + PAUSE for at in range(len(lengths))]


def clip(speeches: Sequence[Speech]) -> bytes:
    """The sentences one after another."""
    silence = np.zeros(int(PAUSE * RATE), np.int16)
    pcm = np.concatenate([part for speech in speeches for part in (silence, speech.pcm)])[::EVERY]
    file = BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=RATE_OF, layout="mono")
        stream.bit_rate, stream.options = BITS, {"aac_coder": "fast"}
        for at in range(0, len(pcm), PACKET):
            samples = (pcm[at : at + PACKET] / np.float32(32768)).astype(np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE_OF, at
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
