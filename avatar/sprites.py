"""Pictures with soft edges, blended into a frame by whole numbers.

A sprite is BGRA with the colour premultiplied and, in the fourth channel, how much of the picture below shows
through (255 - alpha): one four-channel warp costs a third of two three-channel ones.
"""

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

IDENTITY: Matrix = np.eye(3)
NOTHING = (0, 0, 0, 255)  # what lies outside a sprite: no colour, all of the picture below
cv2.setNumThreads(1)


@dataclass(frozen=True, eq=False)
class Sprite:
    """`pixels` is (height, width, 4) uint8; `x`, `y` is where its corner belongs."""

    x: int
    y: int
    pixels: Pixels

    @property
    def right(self) -> int:
        return self.x + int(self.pixels.shape[1])

    @property
    def bottom(self) -> int:
        return self.y + int(self.pixels.shape[0])

    def moved(self, dx: int, dy: int) -> "Sprite":
        return Sprite(self.x + dx, self.y + dy, self.pixels)


def from_bgra(bgra: Pixels, x: int = 0, y: int = 0) -> Sprite:
    """A sprite of straight-alpha BGRA, trimmed to what is visible."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(bgra[..., 3]))
    if not width:
        return Sprite(x, y, np.array([[NOTHING]], np.uint8))
    visible = np.ascontiguousarray(bgra[top : top + height, left : left + width])
    alpha = visible[..., 3]
    pixels = np.empty_like(visible)
    cv2.multiply(visible, cv2.merge([alpha] * 4), dst=pixels, scale=1 / 255)
    pixels[..., 3] = 255 - alpha
    return Sprite(x + left, y + top, pixels)


def shift(x: float, y: float) -> Matrix:
    moved = IDENTITY.copy()
    moved[0, 2], moved[1, 2] = x, y
    return moved


def turn(degrees: float, x: float = 0, y: float = 0, squeeze: float = 1.0) -> Matrix:
    """A rotation about x, y after a horizontal squeeze about the same point."""
    co, si = cos(radians(degrees)), sin(radians(degrees))
    a, b = co * squeeze, si * squeeze
    return np.array([[a, -si, x - a * x + si * y], [b, co, y - b * x - co * y], [0, 0, 1]], np.float64)


def blend(region: Pixels, pixels: Pixels) -> None:
    """Lay `pixels` over `region` (same height and width, four channels; the fourth of `region` means nothing)."""
    keep = cv2.cvtColor(cv2.extractChannel(pixels, 3), cv2.COLOR_GRAY2BGRA)
    cv2.multiply(region, keep, dst=region, scale=1 / 255)
    cv2.add(region, pixels, dst=region)


def warped(sprite: Sprite, transform: Matrix, size: tuple[int, int]) -> Sprite | None:
    """The sprite through an affine transform into a canvas of `size` (width, height); None if it falls outside."""
    matrix = transform @ shift(sprite.x, sprite.y)
    height, width = sprite.pixels.shape[:2]
    corners = matrix[:2] @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]], np.float64)
    left, top = np.maximum(np.floor(corners.min(axis=1)), 0).astype(int).tolist()
    right, bottom = np.minimum(np.ceil(corners.max(axis=1)), size).astype(int).tolist()
    if left >= right or top >= bottom:
        return None
    local = (shift(-left, -top) @ matrix)[:2]
    pixels = cv2.warpAffine(
        sprite.pixels, local, (right - left, bottom - top), flags=cv2.INTER_LINEAR, borderValue=NOTHING
    )
    return Sprite(left, top, np.asarray(pixels, np.uint8))


def put(canvas: Pixels, sprite: Sprite | None) -> None:
    """Blend a sprite at its own place, cut at the edges of the canvas."""
    if sprite is None:
        return
    left, top = max(sprite.x, 0), max(sprite.y, 0)
    right, bottom = min(sprite.right, canvas.shape[1]), min(sprite.bottom, canvas.shape[0])
    if left < right and top < bottom:
        part = sprite.pixels[top - sprite.y : bottom - sprite.y, left - sprite.x : right - sprite.x]
        blend(canvas[top:bottom, left:right], np.ascontiguousarray(part))


def faded(sprite: Sprite, opacity: float) -> Sprite:
    """The sprite at 0..1 of its strength."""
    if opacity >= 1:
        return sprite
    rest = np.array(NOTHING, np.float64) * (1 - opacity)
    pixels = np.empty_like(sprite.pixels)
    cv2.addWeighted(
        sprite.pixels, opacity, np.broadcast_to(rest, sprite.pixels.shape).astype(np.uint8), 1, 0, dst=pixels
    )
    return Sprite(sprite.x, sprite.y, pixels)


def wiped(sprite: Sprite, share: float) -> Sprite | None:
    """The left part of a sprite, 0..1 of its width."""
    columns = round(sprite.pixels.shape[1] * share)
    return Sprite(sprite.x, sprite.y, sprite.pixels[:, :columns]) if columns else None
