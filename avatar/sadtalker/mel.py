"""Sound as the audio networks were trained on it: log-mel bands of 16 kHz speech, in windows of a fifth of a second.

Time is cut into pieces, so that the memory beside the result does not grow with the sound.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from avatar.types import FPS
from avatar.types import RATE as FILM_RATE

Sound = npt.NDArray[np.float32]

RATE = 16_000
FFT, HOP, BANDS = 800, 200, 80
LOWEST, HIGHEST = 55.0, 7600.0  # Hz
EMPHASIS = 0.97
REFERENCE_DB, FLOOR_DB, PEAK = 20.0, -100.0, 4.0  # 0 dB above the reference is +4, the floor -4
STEPS = RATE // HOP  # columns a second
WINDOW = 16  # columns seen for one picture
AHEAD = 2  # pictures by which its window begins earlier
PIECE = 4096  # columns worked out at once
TAPS = 96  # to each side in the filter before every third sample is taken
LINEAR, LINEAR_TOP, LOG_STEP = 200 / 3, 1000.0, np.log(6.4) / 27  # Slaney's scale: Hz a mel, up to, then logarithmic


def speech(pcm: npt.NDArray[np.int16]) -> Sound:
    """A film's sound, int16 at 48 kHz, as float -1..1 at 16 kHz."""
    third, low = FILM_RATE // RATE, _low_pass()
    padded = np.pad(pcm, (TAPS, TAPS + third))
    heard = len(pcm) // third
    sound = np.empty(heard, np.float32)
    for first in range(0, heard, RATE):
        count = min(RATE, heard - first)
        part = padded[first * third : (first + count) * third + 2 * TAPS].astype(np.float32)
        sound[first : first + count] = np.convolve(part, low, "valid")[::third][:count]
    return sound


@cache
def _low_pass() -> Sound:
    """A windowed sinc that ends at half of the lower rate, of sum 1 / 32768."""
    at = np.arange(-TAPS, TAPS + 1)
    taps = np.sinc(at * RATE / FILM_RATE) * np.blackman(len(at))
    return np.asarray(taps / taps.sum() / 32768, np.float32)


def mel(sound: Sound) -> Sound:
    """Log-mel columns of 16 kHz sound, -4..4, shape (1 + samples // 200, 80)."""
    emphasised = np.append(sound[:1], sound[1:] - np.float32(EMPHASIS) * sound[:-1])
    padded = np.pad(emphasised, FFT // 2)
    views = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    return np.concatenate([_columns(views[first : first + PIECE]) for first in range(0, len(views), PIECE)])


def _columns(views: Sound) -> Sound:
    hann = np.hanning(FFT + 1)[:-1]
    loudness = np.abs(np.fft.rfft(views * hann)) @ _filters().T
    decibel = 20 * np.log10(np.maximum(loudness, 10 ** (FLOOR_DB / 20))) - REFERENCE_DB
    share = (decibel - FLOOR_DB) / -FLOOR_DB
    return np.clip(2 * PEAK * share - PEAK, -PEAK, PEAK).astype(np.float32)


@cache
def _filters() -> npt.NDArray[np.float64]:
    """Triangles of equal area on Slaney's mel scale, shape (80, 401)."""
    edges = _hertz(np.linspace(_mels(LOWEST), _mels(HIGHEST), BANDS + 2))
    bins = np.linspace(0, RATE / 2, FFT // 2 + 1)
    low, middle, high = (edges[at : at + BANDS, None] for at in range(3))
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    triangles: npt.NDArray[np.float64] = np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)
    return triangles


def _mels(hertz: float) -> float:
    low = min(hertz, LINEAR_TOP) / LINEAR
    return float(low + max(0.0, np.log(hertz / LINEAR_TOP)) / LOG_STEP)


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    knee = LINEAR_TOP / LINEAR
    return np.where(mels < knee, mels * LINEAR, LINEAR_TOP * np.exp((mels - knee) * LOG_STEP))


def windows(columns: Sound, pictures: npt.NDArray[np.intp]) -> Sound:
    """What the networks hear for each of `pictures` (numbers of frames), shape (len(pictures), 80, 16).

    Before the beginning and after the end the first and the last column are heard.
    """
    first = np.trunc(STEPS * (pictures - AHEAD) / FPS).astype(np.intp)
    at = np.clip(first[:, None] + np.arange(WINDOW), 0, len(columns) - 1)
    return columns[at].transpose(0, 2, 1)


def batches(count: int, size: int) -> Iterator[npt.NDArray[np.intp]]:
    """The numbers 0..count-1 in order, `size` at a time; the last are fewer."""
    for first in range(0, count, size):
        yield np.arange(first, min(first + size, count))
