"""An edition that a terminal plays itself: the film's drawings, and for every moment where each of them is.

Nothing is rendered or encoded here; what moves is said as it is in the film, frame by frame or change by change, so
that a terminal needs no knowledge of the presenter (docs/live.md).
"""

import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from avatar import cards, foot
from avatar.acting import poses
from avatar.board import Block
from avatar.easel import BOXES, Easel, layer_svg
from avatar.presenters import presenter as named
from avatar.rig import Placed, placed, snap
from avatar.scene import ORIGIN
from avatar.segments import LEAD, Segment
from avatar.sprites import shift
from avatar.stage import Captions, Timing, ridden
from avatar.types import FPS, HEIGHT, WIDTH

TURNS, PIXELS = 1 << 13, 1 << 4
"""The steps of a matrix's turning part, and of a pixel, in what is sent."""
SCALE = [TURNS] * 4 + [PIXELS] * 2
COARSE = {
    "open": 12, "wide": 4, "teeth": 2, "tongue": 2, "tuck": 2, "press": 2, "smile": 4, "gx": 5, "gy": 5, "jaw": 1,
}  # fmt: skip
"""Steps of the drawings' parameters, fewer than in a film: every drawing is sent once."""
KEEP = 6000
Track = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Live:
    """`document` is JSON; `pcm` its sound, int16 mono at RATE; `starts` are the seconds at which each is spoken."""

    document: dict[str, Any]
    pcm: npt.NDArray[np.int16]
    starts: tuple[float, ...]

    @property
    def seconds(self) -> float:
        return float(self.document["frames"]) / FPS


@dataclass
class Drawings:
    """Every drawing once, by number."""

    easel: Easel
    svgs: list[str] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    def graphic(self, template: str, **params: Any) -> int:
        svg = self.easel.graphic_svg(template, **params)[0]
        return self._number(svg, lambda: svg)

    def layer(self, one: Placed) -> int:
        """A layer of the presenter, its ids like no other's: several stand in one document."""
        params = tuple(
            (name, snap(value, COARSE[name]) if name in COARSE else value) for name, value in one.params.items()
        )
        return self._number((one.layer, params), lambda: _layer_svg(self.easel.presenter.key, one.layer, params))

    def _number(self, key: object, svg: Callable[[], str]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.svgs)
            self.svgs.append(svg())
        return self._numbers[key]


@lru_cache(KEEP)
def _layer_svg(presenter: str, layer: str, params: tuple[tuple[str, float], ...]) -> str:
    """A drawing that comes again in the next edition."""
    uid = f"{layer}{zlib.crc32(repr(params).encode()):08x}"
    return layer_svg(named(presenter), layer, dict(params), uid)


def live(easel: Easel, segments: Sequence[Segment]) -> Live:
    """The segments, at least one, as one edition."""
    drawings, starts = Drawings(easel), [0, *accumulate(segment.frames for segment in segments)]
    document = {
        "fps": FPS,
        "size": [WIDTH, HEIGHT],
        "frames": starts[-1],
        "behind": [[drawings.graphic("backdrop"), 0, 0], *_nameplate(drawings, segments[0])],
        "presenter": _presenter(drawings, segments),
        "desk": [drawings.graphic("desk"), 0, 0],
        "segments": [_segment(drawings, segment, start) for segment, start in zip(segments, starts, strict=False)],
        "drawings": drawings.svgs,
    }
    pcm = np.concatenate([segment.pcm for segment in segments])
    return Live(document, pcm, tuple(start / FPS + LEAD for start in starts[:-1]))


def _presenter(drawings: Drawings, segments: Iterable[Segment]) -> list[dict[str, str]]:
    """The layers from the back to the front, each with its drawing and its matrix by frame."""
    acted = [list(placed(drawings.easel.presenter, pose)) for segment in segments for pose in poses(segment)]
    return [_layer(drawings, track) for track in zip(*acted, strict=True)]


def _layer(drawings: Drawings, track: Sequence[Placed]) -> dict[str, str]:
    layer = track[0].layer
    matrices = shift(*ORIGIN) @ np.stack([one.place for one in track]) @ shift(*BOXES[layer][:2])
    return {
        "layer": layer,
        "drawings": _packed(np.array([[number] for number in _numbers(drawings, track)])),
        "places": _packed(matrices[:, :2].transpose(0, 2, 1).reshape(-1, 6) * SCALE),
    }


def _numbers(drawings: Drawings, track: Sequence[Placed]) -> Iterator[int]:
    """The drawing of every frame; the same parameters come again and again."""
    known: dict[tuple[float, ...], int] = {}
    for one in track:
        params = tuple(one.params.values())
        if params not in known:
            known[params] = drawings.layer(one)
        yield known[params]


def _packed(rows: Track) -> str:
    """What differs from frame to frame, int16 little-endian, in base64; `rows` is (frames, numbers)."""
    whole = np.rint(rows).astype("<i2")
    return b64encode(np.diff(whole, axis=0, prepend=np.zeros_like(whole[:1])).tobytes()).decode()


def _segment(drawings: Drawings, segment: Segment, start: int) -> dict[str, Any]:
    drawn = zip(segment.blocks, segment.timings, strict=True)
    parts = foot.caption_parts(segment.take, drawings.easel)
    captions = Captions(parts, (), LEAD, segment.frames)
    return {
        "start": start,
        "ticker": _ticker(drawings, segment),
        "cards": [_card(drawings, block, timing) for block, timing in drawn],
        "captions": [list(part.lines) for part in parts],
        "caption": _changes([captions.state(frame) for frame in range(segment.frames)]),
    }


def _card(drawings: Drawings, block: Block, timing: Timing) -> dict[str, Any]:
    """Its drawings, and its changes: opacity, pixels to the right, and how far its moving part is drawn."""
    plan = cards.drawing(block.content, block)
    states = [timing.state(frame) for frame in range(timing.frames)]
    edges = [plan.ride[0][0] + one.reveal * (plan.ride[-1][0] - plan.ride[0][0]) for one in states] if plan.ride else []
    return {
        "at": [block.x, block.y],
        "still": drawings.graphic(plan.template, **plan.params),
        "reveal": drawings.graphic(plan.reveal, **plan.params) if plan.reveal else None,
        "dot": drawings.graphic("dot", tint=plan.params["tint"]) if plan.ride else None,
        "states": _changes([(one.opacity, one.dx, round(one.reveal, 3)) for one in states]),
        "rides": _changes([tuple(round(at, 1) for at in ridden(plan.ride, edge)) for edge in edges]),
    }


def _changes(states: Sequence[tuple[float, ...]]) -> list[list[float]]:
    """The frames at which a state is another than before, each followed by the state."""
    return [[at, *state] for at, state in enumerate(states) if at == 0 or state != states[at - 1]]


def _nameplate(drawings: Drawings, segment: Segment) -> list[list[int]]:
    plate = foot.nameplate(drawings.easel, segment.frame) if segment.frame else {}
    return [[drawings.graphic("nameplate", **plate), *foot.NAMEPLATE]] if plate else []


def _ticker(drawings: Drawings, segment: Segment) -> list[int] | None:
    line = foot.ticker(segment.line, segment.chapters, segment.take.chapter)
    return [drawings.graphic("ticker", **line), *foot.FOOT] if line else None
