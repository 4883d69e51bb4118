"""SadTalker as the studio's performer: a portrait stands there, and its face is painted anew for every picture."""

import hashlib
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from avatar.performer import Drawing
from avatar.sadtalker import PREPARED
from avatar.sadtalker.coefficients import Hearing
from avatar.sadtalker.geometry import feather, resized
from avatar.sadtalker.prepared import Prepared, prepared
from avatar.sadtalker.talker import Talker
from avatar.scene import ORIGIN, PRESENTER
from avatar.segments import Segment
from avatar.sprites import Pixels, from_bgra, put
from avatar.types import FPS, RATE

BATCHES = {"cuda": 8, "cpu": 1}
WIDTH, HEIGHT = PRESENTER.x1 - PRESENTER.x0, PRESENTER.y1 - PRESENTER.y0


class Portrayed:
    """Lets a prepared portrait speak."""

    def __init__(self, kept: Prepared, talker: Talker, precision: str) -> None:
        self._kept, self._talker = kept, talker
        self.name = f"sadtalker {kept.key}, {precision}, code {version()}"
        self.key = f"{self.name} {kept.manner}"
        self._place()

    def _place(self) -> None:
        """The portrait as large as the presenter's area allows, on its lower edge; the face's square in it."""
        height, width = self._kept.picture.shape[:2]
        scale = min(WIDTH / width, HEIGHT / height)
        size = (round(width * scale), round(height * scale))
        picture = np.asarray(cv2.resize(self._kept.picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        left = min(max(ORIGIN[0] - PRESENTER.x0 - size[0] // 2, 0), WIDTH - size[0])
        self._body = from_bgra(picture, left, HEIGHT - size[1])
        box, self._side = self._kept.box, round(self._kept.box.side * scale)
        x, y = round(box.x * scale), round(box.y * scale)
        self._corner = (left + x, HEIGHT - size[1] + y)
        opaque = resized(box.of(self._kept.picture), self._side)[..., 3]
        self._alpha = np.asarray(np.rint(opaque * feather(self._side)), np.uint8)

    def drawings(self, segment: Segment) -> Iterator[Drawing]:
        pictures = self._talker.pictures(segment.pcm, segment.frames, _seed(segment), self._kept.manner)
        return (partial(self._draw, picture=picture) for picture in pictures)

    def still(self, segment: Segment, at: int) -> Drawing:
        awake = replace(self._kept.manner, blinks=0)
        picture = next(self._talker.pictures(segment.pcm, segment.frames, _seed(segment), awake, begin=at))
        return partial(self._draw, picture=picture)

    def seconds_a_picture(self) -> float:
        """How long one picture takes here, from painting one batch."""
        silence = np.zeros(self._talker.batch * RATE // FPS, np.int16)
        began = time.perf_counter()
        done = len(list(self._talker.pictures(silence, self._talker.batch, 0, self._kept.manner)))
        return (time.perf_counter() - began) / done

    def _draw(self, canvas: Pixels, picture: Pixels) -> None:
        put(canvas, self._body)
        face = np.dstack([resized(picture, self._side), self._alpha])
        put(canvas, from_bgra(face, *self._corner))


def _seed(segment: Segment) -> int:
    return zlib.crc32(segment.take.speech.pcm.tobytes())


@cache
def version() -> str:
    """A digest of every line of this folder: a change of any paints anew."""
    lines = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(lines)).hexdigest()[:12]


def ready(keep: Path) -> bool:
    """Whether a portrait is prepared and a CUDA device there to paint it."""
    return (keep / PREPARED).is_file() and torch.cuda.is_available()


def portrayed(keep: Path) -> Portrayed:
    """The portrait kept in `keep`, on a CUDA device if one is there; UserError where it or its weights are missing."""
    kept, device = prepared(keep), "cuda" if torch.cuda.is_available() else "cpu"
    weights = kept.weights
    hearing = Hearing(weights.expression().to(device), weights.pose().to(device), device)
    painter = fast(weights.generator()) if device == "cuda" else weights.generator()
    talker = Talker(hearing, weights.mapped().to(device), painter, kept.face, BATCHES[device])
    return Portrayed(kept, talker, "bfloat16" if device == "cuda" else "float32")


def fast(generator: nn.Module) -> nn.Module:
    """The generator as a CUDA device paints soonest: compiled for one size of batch."""
    return torch.compile(lowered(generator).to("cuda"), dynamic=False)


def lowered(generator: nn.Module) -> nn.Module:
    """The generator in bfloat16, its plane convolutions with channels last."""
    for part in generator.modules():
        if isinstance(part, nn.Conv2d):
            part.to(memory_format=torch.channels_last)
    return generator.to(torch.bfloat16)
