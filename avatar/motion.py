"""Head, eyes, brows, hair and breath of a speaking presenter.

Every segment starts and ends in the resting pose, so films join anywhere.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from avatar import visemes
from avatar.pose import REST_SMILE, Mouth, Pose
from avatar.types import FPS, RATE, Viseme

Track = npt.NDArray[np.float64]

BLINK = (0.45, 0.95, 1.0, 0.7, 0.35, 0.12)  # lid by frame
BREATH_SECONDS = 3.6
EASE_SECONDS = 0.45  # from and to the resting pose
MOUTH_EASE = 0.2
GLANCE = (0.35, 1.45)  # seconds between which the eyes visit the card
DOUBLE_BLINK = 0.12  # how often one blink follows another
WAVES_PEAK = 1.9  # of the four waves of a drift
HOP = RATE // FPS


@dataclass(frozen=True)
class Act:
    """What the presenter is given to do: `seed` varies the idle motion, `mood` runs from -1 grave to 1 glad."""

    visemes: tuple[Viseme, ...]
    loudness: Track
    seed: int
    mood: float = 0.0
    glance: bool = False


def loudness(pcm: npt.NDArray[np.int16]) -> Track:
    """Per frame, 0..1 against the voice's own loud passages; `pcm` is a whole number of frames at RATE."""
    level = np.sqrt((pcm.astype(np.float64).reshape(-1, HOP) ** 2).mean(axis=1))
    heard = level[level > 1]
    share: Track = np.clip(level / (np.percentile(heard, 92) if len(heard) else 1.0), 0, 1)
    return share


def step(share: Track) -> Track:
    """0 to 1 with a soft start and end."""
    u = np.clip(share, 0, 1)
    return u * u * (3 - 2 * u)


def ease(frames: int, seconds: float = EASE_SECONDS) -> Track:
    """0 at both ends, 1 in between."""
    t = np.arange(frames) / FPS
    return step(t / seconds) * step(((frames - 1) / FPS - t) / seconds)


def smooth(values: Track, width: int) -> Track:
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(values, (width // 2, width - 1 - width // 2), mode="edge")
    return np.convolve(padded, window / window.sum(), "valid")


def drift(frames: int, seed: int, size: float, hz: float = 0.13) -> Track:
    """Slow wandering about 0: a few sines of unrelated frequency."""
    rng, t = np.random.default_rng(seed), np.arange(frames) / FPS
    waves = [
        np.sin(2 * np.pi * hz * 1.7**i * rng.uniform(0.8, 1.2) * t + rng.uniform(0, 2 * np.pi)) * 0.62**i
        for i in range(4)
    ]
    total: Track = np.sum(waves, axis=0)
    return size * total / WAVES_PEAK


def blinks(frames: int, rng: np.random.Generator) -> Track:
    """A blink every few seconds, now and then a double one, none in the first and last frames."""
    lid, at = np.zeros(frames), rng.uniform(0.8, 1.6)
    while at * FPS < frames - 10:
        span = slice(int(at * FPS), int(at * FPS) + len(BLINK))
        lid[span] = np.maximum(lid[span], BLINK)
        at += rng.uniform(2.2, 4.6) if rng.random() > DOUBLE_BLINK else 0.35
    return lid


def glance(frames: int) -> Track:
    """One look at the card and back, 0..1."""
    start, end = GLANCE
    share = np.clip((np.arange(frames) / FPS - start) / (end - start), 0, 1)
    look: Track = np.sin(share * np.pi) ** 2
    return look


def _tracks(act: Act, frames: int) -> dict[str, Track]:
    level = smooth(act.loudness, 9)
    stress = smooth(np.maximum(0, act.loudness - smooth(act.loudness, 25)), 7)
    look = glance(frames) if act.glance else np.zeros(frames)
    seed = act.seed
    tracks = {
        "yaw": drift(frames, seed, 0.55) + 0.8 * look,
        "pitch": drift(frames, seed + 1, 0.35, 0.17) + 1.5 * stress - 0.1 * level,
        "roll": drift(frames, seed + 2, 1.15, 0.11) + 0.5 * look,
        "dx": drift(frames, seed + 3, 3.2, 0.09),
        "dy": drift(frames, seed + 4, 1.3, 0.12) + 4.5 * stress,
        "brow": np.clip(2.4 * smooth(stress, 9) + drift(frames, seed + 5, 0.18, 0.2) + 0.08 * act.mood, -0.3, 0.9),
        "concern": np.full(frames, max(0.0, -act.mood) * 0.5) * (0.6 + 0.4 * level),
        "gx": drift(frames, seed + 6, 0.10, 0.3) + 0.75 * look,
        "gy": drift(frames, seed + 7, 0.10, 0.3) + 0.15 * look,
        "breath": 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / FPS / BREATH_SECONDS),
    }
    tracks["swing"] = _lag(tracks["roll"] + 0.22 * tracks["dx"])
    return tracks


def _lag(angle: Track) -> Track:
    """Hair follows the head a little later: the angle some frames ago, less the angle now."""
    return np.clip(smooth(np.concatenate([np.repeat(angle[:1], 5), angle])[: len(angle)], 5) - angle, -1.2, 1.2)


def poses(act: Act) -> list[Pose]:
    """One pose for every frame of `act.loudness`; the first and the last are the resting pose."""
    frames = len(act.loudness)
    gate, lips = ease(frames), ease(frames, MOUTH_EASE)[:, None]
    rest = np.array(visemes.SHAPES["sil"])
    mouth = rest + (visemes.track(act.visemes, frames, act.loudness) - rest) * lips
    tracks = {name: values * gate for name, values in _tracks(act, frames).items()}
    tracks["smile"] = REST_SMILE + gate * (0.16 * act.mood - 0.20 * smooth(act.loudness, 9))
    tracks["blink"] = blinks(frames, np.random.default_rng(act.seed))
    rows = zip(*(values.tolist() for values in tracks.values()), strict=True)
    return [
        Pose(**dict(zip(tracks, row, strict=True)), mouth=Mouth(*lips_now))
        for row, lips_now in zip(rows, mouth.tolist(), strict=True)
    ]
