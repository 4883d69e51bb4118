"""Sound to int16 mono at the studio's rate."""

from collections.abc import Iterable
from io import BytesIO

import av
import numpy as np
import numpy.typing as npt

from avatar.types import RATE

SILENCE = 150  # of 32,768
TAIL = 0.12  # seconds left after the last sound

Pcm = npt.NDArray[np.int16]


def _joined(frames: Iterable[av.AudioFrame], resampler: av.AudioResampler) -> Pcm:
    """Every frame through the resampler, then what it still holds."""
    made = [part for frame in frames for part in resampler.resample(frame)]
    parts = [frame.to_ndarray().ravel() for frame in (*made, *resampler.resample(None))]
    return np.concatenate([*parts, np.empty(0, np.int16)]).astype(np.int16)


def resample(pcm: Pcm, rate: int) -> Pcm:
    """int16 mono, shape (samples,), from `rate` to RATE."""
    if not len(pcm):
        return pcm
    frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    return _joined([frame], av.AudioResampler(format="s16", layout="mono", rate=RATE))


def trim(pcm: Pcm, until: float) -> Pcm:
    """Without the silence that an engine leaves at the end, but whole to `until` seconds."""
    audible = np.flatnonzero(np.abs(pcm.astype(np.int32)) > SILENCE)
    last = int(audible[-1]) / RATE if len(audible) else 0.0
    return pcm[: int(max(last + TAIL, until) * RATE)]


def decode(data: bytes) -> Pcm:
    """An MP3 (or any sound file) in memory. ValueError where it is none."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        with av.open(BytesIO(data), "r", format="mp3") as container:
            pcm = _joined(container.decode(audio=0), resampler)
    except (av.FFmpegError, IndexError) as error:
        message = f"the sound is no MP3 ({error})"
        raise ValueError(message) from error
    if not len(pcm):
        raise ValueError("the MP3 holds no sound")
    return pcm
