"""The whole picture in YUV, of which only what has changed is drawn and converted again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import av
import cv2
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter

from avatar.performer import Drawing
from avatar.sprites import Pixels, Sprite, faded, put
from avatar.stage import Captions, Entrance
from avatar.types import HEIGHT, WIDTH

ORIGIN = (345, 286)  # the rig's origin on the screen


@dataclass(frozen=True)
class Area:
    """A rectangle of the picture; even numbers, for colour has half the resolution."""

    x0: int
    y0: int
    x1: int
    y1: int

    def of(self, picture: Pixels, scale: int = 1) -> Pixels:
        return picture[self.y0 // scale : self.y1 // scale, self.x0 // scale : self.x1 // scale]


PRESENTER = Area(32, 96, 656, 616)  # everything that the presenter can touch
BOARD = Area(676, 0, 1280, 588)
FOOT = Area(0, 616, 1280, 720)
WHOLE = Area(0, 0, WIDTH, HEIGHT)


class Screen:
    """A yuv420p frame (BT.709, limited range) into which areas of a BGRA picture are converted."""

    def __init__(self) -> None:
        self.frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        self._planes = _planes(self.frame)
        self._reformatters: dict[Area, VideoReformatter] = {}

    def show(self, area: Area, pixels: Pixels) -> None:
        source = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(pixels), format="bgra")
        reformatter = self._reformatters.setdefault(area, VideoReformatter())
        part = reformatter.reformat(
            source, format="yuv420p", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709, threads=1
        )
        for plane, piece, scale in zip(self._planes, _planes(part), (1, 2, 2), strict=True):
            area.of(plane, scale)[:] = piece


def _planes(frame: av.VideoFrame) -> list[Pixels]:
    """Writable arrays over the planes of a yuv420p frame."""
    return [np.frombuffer(memoryview(p), np.uint8).reshape(p.height, p.line_size)[:, : p.width] for p in frame.planes]


@dataclass
class Scene:
    """One segment's pictures.

    `behind` is what stands behind the presenter, BGRA (720, 1280, 4); `fronts` stand before.
    """

    behind: Pixels
    fronts: Sequence[Sprite]
    entrances: Sequence[Entrance]
    captions: Captions
    picture: Pixels = field(init=False)
    _shown: dict[Area, object] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.still = self.behind.copy()
        for sprite in self.fronts:
            put(self.still, sprite)
        self.picture = self.still.copy()
        self.screen = Screen()
        self.screen.show(WHOLE, self.picture)
        self._near = [sprite.moved(-PRESENTER.x0, -PRESENTER.y0) for sprite in self.fronts if sprite.y < PRESENTER.y1]
        self._presenter = np.ascontiguousarray(PRESENTER.of(self.behind))

    def frame(self, index: int, drawing: Drawing) -> av.VideoFrame:
        """The picture of one frame; the same object every time, drawn anew."""
        self._show_board(index)
        self._show_captions(index)
        self._show_presenter(drawing)
        return self.screen.frame

    def bgr(self, index: int, drawing: Drawing) -> Pixels:
        """The same picture for a still, (720, 1280, 3)."""
        self.frame(index, drawing)
        PRESENTER.of(self.picture)[:] = self._presenter
        return np.asarray(cv2.cvtColor(self.picture, cv2.COLOR_BGRA2BGR), np.uint8)

    def _show_board(self, index: int) -> None:
        states = tuple(entrance.state(index) for entrance in self.entrances)
        if self._is_new(BOARD, states):
            BOARD.of(self.picture)[:] = BOARD.of(self.still)
            for entrance, state in zip(self.entrances, states, strict=True):
                entrance.draw(self.picture, state)
            self.screen.show(BOARD, BOARD.of(self.picture))

    def _show_captions(self, index: int) -> None:
        part, opacity = self.captions.state(index)
        if self._is_new(FOOT, (part, opacity)):
            FOOT.of(self.picture)[:] = FOOT.of(self.still)
            if opacity:
                put(self.picture, faded(self.captions.sprites[part], opacity))
            self.screen.show(FOOT, FOOT.of(self.picture))

    def _show_presenter(self, drawing: Drawing) -> None:
        np.copyto(self._presenter, PRESENTER.of(self.behind))
        drawing(self._presenter)
        for sprite in self._near:
            put(self._presenter, sprite)
        self.screen.show(PRESENTER, self._presenter)

    def _is_new(self, area: Area, state: object) -> bool:
        if self._shown.get(area) == state:
            return False
        self._shown[area] = state
        return True


def rig_origin() -> tuple[int, int]:
    return ORIGIN[0] - PRESENTER.x0, ORIGIN[1] - PRESENTER.y0
