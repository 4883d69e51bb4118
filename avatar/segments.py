"""One sentence as filmed, kept by what is in it: the same sentence is rendered once, by whoever comes first."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from avatar import splice
from avatar.board import Block
from avatar.encoder import GRID_FRAMES, GRID_SAMPLES, OPTIONS
from avatar.files import locked, replacing, sweep
from avatar.stage import Timing
from avatar.types import FPS, RATE, Frame, Take

LEAD, TAIL = 0.12, 0.28  # seconds of silence around the speech
RAMP = 240  # samples over which speech that starts or ends loudly is faded: 5 ms, no click


@dataclass(frozen=True, eq=False)
class Segment:
    """A take among its neighbours: what stands on the board already and what stays, and where in the film it is."""

    take: Take
    blocks: tuple[Block, ...]
    before: frozenset[Block]
    after: frozenset[Block]
    frame: Frame | None
    chapters: tuple[str, ...]

    @cached_property
    def pcm(self) -> npt.NDArray[np.int16]:
        """The sound with its silence, a whole number of grid steps, int16 (samples,)."""
        speech = self.take.speech.pcm
        lead = round(LEAD * RATE)
        steps = ceil((lead + len(speech) + TAIL * RATE) / GRID_SAMPLES)
        padded = np.zeros(steps * GRID_SAMPLES, np.int16)
        padded[lead : lead + len(speech)] = speech * _ramp(len(speech))
        return padded

    @property
    def frames(self) -> int:
        return len(self.pcm) // GRID_SAMPLES * GRID_FRAMES

    @property
    def seconds(self) -> float:
        return self.frames / FPS

    @property
    def line(self) -> str:
        """What stands in the foot of the picture."""
        return self.frame.ticker if self.frame else ""

    @property
    def timings(self) -> tuple[Timing, ...]:
        """When each block is shown."""
        return tuple(
            Timing(order, block not in self.before, block not in self.after, self.frames)
            for order, block in enumerate(self.blocks)
        )

    def key(self, version: str) -> str:
        """The digest of all that shows or sounds; `version` stands for the art, the fonts and the code."""
        take = self.take
        shown = (take.shot, take.caption, take.chapter, self.frame, self.chapters)
        flags = [(block in self.before, block in self.after) for block in self.blocks]
        text = repr((version, OPTIONS, shown, flags, take.speech.words, take.speech.visemes))
        return hashlib.sha256(text.encode() + take.speech.pcm.tobytes()).hexdigest()


def _ramp(samples: int) -> npt.NDArray[np.float32]:
    from_edge = np.minimum(np.arange(samples), np.arange(samples)[::-1])
    return np.minimum(from_edge / RAMP, 1).astype(np.float32)


@dataclass(frozen=True)
class SegmentCache:
    """Rendered segments in `folder`; a file is whole or absent, and one of two who want it makes it."""

    folder: Path

    def get(self, key: str, frames: int, render: Callable[[Path], None]) -> tuple[Path, bool]:
        """The segment's file, and whether it was made now; one that is cut short or unreadable is made again."""
        path = self.folder / key[:2] / f"{key}.mp4"
        if splice.frames_in(path) == frames:
            path.touch()
            return path, False
        with locked(self.folder / "locks" / key[:2]):
            if splice.frames_in(path) == frames:
                return path, False
            sweep(path.parent, key)
            with replacing(path) as part:
                render(part)
        return path, True

    def forget(self, before: datetime) -> int:
        """Remove the segments that no film has used since; returns how many."""
        old = [path for path in self.folder.glob("*/*.mp4") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)
