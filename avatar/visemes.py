"""15 mouth shapes as seven numbers each, blended into one track.

The blend is Cohen and Massaro's: every shape pulls with its dominance, most while it lasts and quickly less on both
sides, so neighbours colour one another, and closed lips win.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from avatar.types import FPS, Viseme

Track = npt.NDArray[np.float64]

# open, wide, teeth, tongue, tuck, press, jaw: the fields of Mouth.
SHAPES: dict[str, tuple[float, ...]] = {
    "sil": (0.00, 0.00, 0.30, 0.00, 0.00, 0.05, 0.00),
    "PP": (0.00, -0.05, 0.00, 0.00, 0.00, 1.00, 0.05),
    "FF": (0.14, 0.15, 0.90, 0.00, 1.00, 0.00, 0.10),
    "TH": (0.26, 0.10, 0.70, 1.00, 0.00, 0.00, 0.20),
    "DD": (0.24, 0.20, 0.75, 0.80, 0.00, 0.00, 0.20),
    "kk": (0.30, 0.10, 0.45, 0.10, 0.00, 0.00, 0.30),
    "CH": (0.26, -0.45, 0.95, 0.10, 0.00, 0.00, 0.12),
    "SS": (0.20, 0.45, 1.00, 0.20, 0.00, 0.00, 0.08),
    "nn": (0.22, 0.15, 0.55, 0.90, 0.00, 0.00, 0.20),
    "RR": (0.26, -0.35, 0.45, 0.30, 0.00, 0.00, 0.20),
    "aa": (0.92, 0.10, 0.50, 0.00, 0.00, 0.00, 1.00),
    "E": (0.52, 0.50, 0.65, 0.10, 0.00, 0.00, 0.50),
    "ih": (0.34, 0.75, 0.80, 0.20, 0.00, 0.00, 0.25),
    "oh": (0.62, -0.55, 0.20, 0.00, 0.00, 0.00, 0.65),
    "ou": (0.32, -1.00, 0.05, 0.00, 0.00, 0.00, 0.25),
}
DOMINANCE = {
    "PP": 3.2, "FF": 2.6, "CH": 1.5, "ou": 1.5, "oh": 1.2, "aa": 1.2, "TH": 1.2, "SS": 1.1,
    "E": 1.0, "ih": 1.0, "sil": 0.9, "RR": 0.9, "DD": 0.7, "nn": 0.6, "kk": 0.5,
}  # fmt: skip
OPEN, PRESS, JAW = 0, 5, 6

LEAD = 0.035  # the mouth is this much ahead of the sound, in seconds
PAUSE = 0.09  # a longer gap closes the mouth
FALL = {"sil": 0.03}  # how quickly a shape lets go, in seconds
SPEECH_FALL = 0.034
SHORTEST = 0.03  # what half a shape lasts at least
SIL_INSET = 0.02  # a pause gives way to its neighbours
QUIET, LOUD = 0.72, 0.42  # share of the opening at no loudness, and what full loudness adds


def with_pauses(visemes: Sequence[Viseme], end: float) -> list[Viseme]:
    """In order of time, the gaps filled with the mouth at rest; unknown shapes rest too."""
    filled, last = [], 0.0
    for viseme in sorted(visemes, key=lambda v: v.start):
        if viseme.start - last > PAUSE:
            filled.append(Viseme("sil", last, viseme.start))
        filled.append(viseme if viseme.shape in SHAPES else Viseme("sil", viseme.start, viseme.end))
        last = max(last, viseme.end)
    return [*filled, Viseme("sil", last, max(end, last))]


def influence(times: Track, viseme: Viseme) -> Track:
    """How strongly a shape pulls at each time: its dominance while it lasts, then a quick fall on both sides."""
    inset = SIL_INSET if viseme.shape == "sil" else 0.0
    half = max(0.0, max((viseme.end - viseme.start) / 2, SHORTEST) - inset)
    beyond = np.maximum(0, np.abs(times - (viseme.start + viseme.end) / 2) - half)
    pull: Track = np.exp(-((beyond / FALL.get(viseme.shape, SPEECH_FALL)) ** 1.3)) * DOMINANCE[viseme.shape]
    return pull


def track(visemes: Sequence[Viseme], frames: int, loudness: Track) -> Track:
    """Mouth parameters at the frame centres, shape (frames, 7); a louder voice opens the mouth further.

    Source: M. Cohen, D. Massaro, Modeling Coarticulation in Synthetic Visual Speech, 1993.
    """
    times = (np.arange(frames) + 0.5) / FPS + LEAD
    total, weight = np.zeros((frames, len(SHAPES["sil"]))), np.full(frames, 1e-6)
    for viseme in with_pauses(visemes, frames / FPS + 1):
        pull = influence(times, viseme)
        total += pull[:, None] * np.array(SHAPES[viseme.shape])
        weight += pull
    mouth: Track = total / weight[:, None]
    mouth[:, [OPEN, JAW]] *= (QUIET + LOUD * loudness)[:, None]
    return mouth
