"""When things appear: cards slide in one by one, curves grow, captions follow the words, all is gone at the end."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from avatar.captions import Part
from avatar.cards import Card
from avatar.curve import Point
from avatar.sprites import Pixels, Sprite, faded, put, wiped
from avatar.types import FPS

ENTER, LEAVE, STAGGER = 13, 7, 3  # frames
FIRST = 2  # frames before the first card moves
SLIDE = 34  # pixels
REVEAL = 20  # frames in which a curve is drawn
REVEAL_AFTER = 6  # frames after its card has begun to enter
CAPTION_FADE = 5
STEPS = 32  # of opacity: equal pictures are not drawn twice


@dataclass(frozen=True)
class State:
    """How a card is shown in one frame, rounded so that equal frames are equal."""

    opacity: float
    dx: int
    reveal: float


@dataclass(frozen=True)
class Timing:
    """Of a card in a segment of `frames` frames; one that was there before, or stays, neither enters nor leaves."""

    order: int
    enters: bool
    leaves: bool
    frames: int

    def state(self, frame: int) -> State:
        start = FIRST + STAGGER * self.order
        shown = _out((frame - start) / ENTER) if self.enters else 1.0
        left = min((self.frames - 1 - frame) / LEAVE, 1.0) if self.leaves else 1.0
        grown = _in_out((frame - start - REVEAL_AFTER) / REVEAL) if self.enters else 1.0
        opacity = round(min(shown * 1.3, 1.0) * left * STEPS) / STEPS
        return State(opacity, round(SLIDE * (1 - shown)), grown)


@dataclass(frozen=True, eq=False)
class Entrance:
    """A card and when it is shown."""

    card: Card
    timing: Timing

    def state(self, frame: int) -> State:
        return self.timing.state(frame)

    def draw(self, canvas: Pixels, state: State) -> None:
        if not state.opacity:
            return
        for sprite in self._sprites(state.reveal):
            put(canvas, faded(sprite.moved(state.dx, 0), state.opacity))

    def _sprites(self, grown: float) -> list[Sprite]:
        reveal, dot = self.card.reveal, self.card.dot
        sprites = [self.card.still]
        if reveal and (part := wiped(reveal, grown)):
            sprites.append(part)
            if dot:
                sprites.append(self._dot(dot, part.right))
        return sprites

    def _dot(self, dot: Sprite, edge: float) -> Sprite:
        x, y = ridden(self.card.ride, edge)
        height, width = dot.pixels.shape[:2]
        return Sprite(round(x - width / 2), round(y - height / 2), dot.pixels)


@dataclass(frozen=True, eq=False)
class Captions:
    """The parts of a caption in a segment of `frames` frames, in which the sentence begins after `lead` seconds."""

    parts: tuple[Part, ...]
    sprites: tuple[Sprite, ...]
    lead: float
    frames: int

    def state(self, frame: int) -> tuple[int, float]:
        """Which part is shown, and how strongly."""
        if not self.parts:
            return 0, 0.0
        current = max(bisect_right(self.starts, frame) - 1, 0)
        ends = [*self.starts[1:], self.frames]
        edge = min(frame - self.starts[current] + (current > 0), ends[current] - 1 - frame + (current < len(ends) - 1))
        return current, min(max(edge, 0) / CAPTION_FADE, 1.0)

    @cached_property
    def starts(self) -> list[int]:
        """The frame at which each part appears; the first is there from the beginning."""
        return [0, *(round((self.lead + part.start) * FPS) for part in self.parts[1:])]


def ridden(ride: Sequence[Point], edge: float) -> Point:
    """Where the dot on a curve is when the reveal has come to `edge`; at last it is on its end."""
    xs, ys = zip(*ride, strict=True)
    x = min(max(edge, xs[0]), xs[-1])
    return x, float(np.interp(x, xs, ys))


def _out(share: float) -> float:
    """Quick at first, then gently to rest."""
    u = min(max(share, 0.0), 1.0)
    return 1 - (1 - u) ** 3


def _in_out(share: float) -> float:
    u = min(max(share, 0.0), 1.0)
    return u * u * (3 - 2 * u)
