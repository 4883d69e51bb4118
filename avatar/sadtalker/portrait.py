"""A portrait: a picture and five points marked by hand, so that no detector is needed."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from avatar.sadtalker.geometry import Box, Points, box
from avatar.sprites import Pixels
from data.errors import UserError

STYLES, MOST_BLINKS = 46, 60
KEYS = ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
REMEDY = (
    'Give image = "FILE" and, in its pixels as seen, left_eye, right_eye, nose, mouth_left and mouth_right = [x, y].'
)


@dataclass(frozen=True, eq=False)
class Portrait:
    """`picture` is BGRA; `points` are (5, 2): eyes, nose, corners of the mouth, each pair from the left.

    `style`, 0 to 45, is a way of moving the head; `blinks` are those a minute.
    """

    picture: Pixels
    points: Points
    style: int = 0
    blinks: float = 16.0

    @property
    def box(self) -> Box:
        height, width = self.picture.shape[:2]
        return box(self.points, width, height)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.picture.tobytes() + self.points.tobytes()).hexdigest()[:12]


def portrait(sheet: Path) -> Portrait:
    """Read a portrait's TOML file; UserError where it, or its picture, cannot be used."""
    try:
        told = tomllib.loads(sheet.read_text("utf-8"))
        points = np.array([told[key] for key in KEYS], np.float64).reshape(len(KEYS), 2)
        image, style, blinks = sheet.parent / told["image"], int(told.get("style", 0)), float(told.get("blinks", 16))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, OSError) as error:
        raise UserError(str(sheet), f"is no portrait ({error})", REMEDY) from error
    picture = _picture(image)
    _check(sheet, picture, points)
    if not (0 <= style < STYLES and 0 <= blinks <= MOST_BLINKS):
        what = f"style {style} or blinks {blinks:g} cannot be"
        raise UserError(
            str(sheet), what, f"Give a style from 0 to {STYLES - 1} and 0 to {MOST_BLINKS} blinks a minute."
        )
    return Portrait(picture, points, style, blinks)


def _picture(path: Path) -> Pixels:
    found = cv2.imread(str(path), cv2.IMREAD_UNCHANGED) if path.is_file() else None
    if found is None or found.dtype != np.uint8 or found.ndim != 3:  # noqa: PLR2004 - height, width, colours
        raise UserError(str(path), "is no picture in colour", "Give a PNG or JPEG with 8 bits a colour.")
    return np.asarray(found if found.shape[2] == len("BGRA") else cv2.cvtColor(found, cv2.COLOR_BGR2BGRA), np.uint8)


def _check(sheet: Path, picture: Pixels, points: Points) -> None:
    size = np.array(picture.shape[1::-1])
    if ((points < 0) | (points >= size)).any():
        raise UserError(str(sheet), f"a point lies outside of the {size[0]} x {size[1]} pixels", REMEDY)
    if points[0, 0] >= points[1, 0] or points[3, 0] >= points[4, 0] or points[:2, 1].mean() >= points[3:, 1].mean():
        raise UserError(str(sheet), "left and right, or eyes and mouth, are exchanged", REMEDY)
