"""Where the face is in a portrait: the square that moves, and the picture of it that the reader of faces expects."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from avatar.sprites import Pixels
from data.errors import UserError

Points = npt.NDArray[np.float64]

STANDARD: Points = np.array(
    [
        [-0.31148657, 0.09036078, 0.13377953],
        [0.30979887, 0.08972035, 0.13179526],
        [0.0032535, -0.24617933, 0.55244243],
        [-0.25216928, -0.5813392, 0.22405732],
        [0.2484662, -0.5812824, 0.22235769],
    ]
)
"""Eyes, nose and corners of the mouth of the mean face, y up."""
READ_SIZE, READ_SCALE = 224, 102.0  # pixels of the aligned picture, and pixels in it for a unit of the mean face
BY_EYES, BY_MOUTH, LOWER = 2.0, 1.8, 0.1  # half the square, in distances of the eyes, or of eyes and mouth
LEAST = 64  # pixels of a square worth moving
FEATHER = 0.12  # of the square's side, over which its edge fades


@dataclass(frozen=True)
class Box:
    """A square of a picture, in whole pixels."""

    x: int
    y: int
    side: int

    def of(self, picture: Pixels) -> Pixels:
        return np.ascontiguousarray(picture[self.y : self.y + self.side, self.x : self.x + self.side])


def box(points: Points, width: int, height: int) -> Box:
    """The square about a face of five points (left eye, right eye, nose, mouth left, mouth right), within the picture.

    It is that of the FFHQ data set, upright.
    """
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    half = max(BY_EYES * np.hypot(*(points[1] - points[0])), BY_MOUTH * np.hypot(*(mouth - eyes)))
    side = min(round(2 * half), width, height)
    if side < LEAST:
        raise UserError(
            "portrait", f"the face is {side} pixels wide", f"Give a larger picture, or points {LEAST} apart."
        )
    x, y = np.rint(eyes + LOWER * (mouth - eyes) - side / 2).astype(int).tolist()
    return Box(min(max(x, 0), width - side), min(max(y, 0), height - side), side)


def resized(picture: Pixels, size: int) -> Pixels:
    way = cv2.INTER_AREA if size < len(picture) else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (size, size), interpolation=way), np.uint8)


def aligned(rgb: Pixels, points: Points) -> tuple[Pixels, Points]:
    """The face brought to the mean face's place and size, RGB (224, 224, 3), and what was done: scale, x, y."""
    height, width = rgb.shape[:2]
    upward = np.stack([points[:, 0], height - 1 - points[:, 1]], axis=1)
    unit, place = _pose(upward)
    scale = READ_SCALE / unit
    size = (int(width * scale), int(height * scale))
    left = int(size[0] / 2 - READ_SIZE / 2 + (place[0] - width / 2) * scale)
    top = int(size[1] / 2 - READ_SIZE / 2 + (height / 2 - place[1]) * scale)
    picture = Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC)
    read = picture.crop((left, top, left + READ_SIZE, top + READ_SIZE))
    return np.asarray(read, np.uint8), np.array([scale, *place])


def _pose(points: Points) -> tuple[float, Points]:
    """A unit of the mean face in pixels, and where its origin lies: weak perspective by least squares."""
    given = np.column_stack([STANDARD, np.ones(len(STANDARD))])
    solved = np.linalg.lstsq(given, points, rcond=None)[0]
    return float(np.linalg.norm(solved[:3], axis=0).mean()), solved[3]


def feather(size: int) -> npt.NDArray[np.float32]:
    """How much of a moved square is shown, 0..1: soft at the edges, (size, size)."""
    from_edge = np.minimum(np.arange(size), np.arange(size)[::-1]) / (FEATHER * size)
    ramp = np.clip(from_edge, 0, 1)
    soft = ramp * ramp * (3 - 2 * ramp)
    return np.asarray(np.outer(soft, soft), np.float32)
