"""From sound to 70 numbers a picture: expression and pose, blinking, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from avatar.sadtalker.expression import EXPRESSION
from avatar.sadtalker.mel import Sound, batches, windows
from avatar.sadtalker.pose import BLOCK, LATENT, POSE
from avatar.types import FPS

BLINK = (0.5, 0.9, 1.0, 0.9, 0.5)  # lids by picture
QUIET = 10  # pictures at either end without a blink
AT_ONCE = 64  # windows heard at once
SMOOTHED, DEGREE = 13, 2  # pictures and degree of the curve through the poses
MINUTE = 60 * FPS


@dataclass(frozen=True)
class Manner:
    """How someone holds themselves: a style of moving the head, 0 to 45, and blinks a minute."""

    style: int = 0
    blinks: float = 16.0


@dataclass(frozen=True)
class Hearing:
    """The two networks that listen."""

    expression: nn.Module
    pose: nn.Module
    device: str = "cpu"

    @torch.inference_mode()
    def coefficients(
        self, columns: Sound, frames: int, portrait: torch.Tensor, manner: Manner, seed: int
    ) -> torch.Tensor:
        """(frames, 70 or 73), as many as `portrait` has, of which the last 3 are the face's place."""
        portrait = portrait.to(self.device)
        lids = blinks(frames, np.random.default_rng(seed), manner.blinks)
        face, pose = portrait[:EXPRESSION], portrait[EXPRESSION : EXPRESSION + POSE]
        parts = [
            torch.cat([self._expression(columns, at, face, lids) for at in batches(frames, AT_ONCE)]),
            pose + smoothed(self._poses(columns, frames, pose, manner.style, seed)),
            portrait[EXPRESSION + POSE :].expand(frames, -1),
        ]
        return torch.cat(parts, dim=1)

    def _expression(
        self, columns: Sound, at: npt.NDArray[np.intp], face: torch.Tensor, lids: npt.NDArray[np.float32]
    ) -> torch.Tensor:
        return self.expression(self._heard(columns, at), face.expand(len(at), -1), self._there(lids[at, None]))

    def _poses(self, columns: Sound, frames: int, pose: torch.Tensor, style: int, seed: int) -> torch.Tensor:
        """The departure from the portrait's pose: none at first, then by blocks; the last ends with the sound."""
        dice = torch.Generator().manual_seed(seed)
        moves = [pose.new_zeros(1, POSE)]
        for at in batches(frames - 1, BLOCK):
            heard = np.maximum(np.arange(at[-1] + 2 - BLOCK, at[-1] + 2), 1)
            thrown = torch.randn(LATENT, generator=dice).to(self.device)
            moves.append(self.pose(self._heard(columns, heard), pose, thrown, style)[-len(at) :])
        return torch.cat(moves)

    def _heard(self, columns: Sound, at: npt.NDArray[np.intp]) -> torch.Tensor:
        return self._there(windows(columns, at))

    def _there(self, values: npt.NDArray[np.float32]) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(values)).to(self.device)


def blinks(frames: int, rng: np.random.Generator, per_minute: float) -> npt.NDArray[np.float32]:
    """The lids by picture, 0 open to 1 shut; blinks at random, as many a minute as told on average."""
    lids = np.zeros(frames, np.float32)
    if not per_minute:
        return lids
    mean, at = MINUTE / per_minute, QUIET
    while (at := at + round(mean * rng.uniform(0.5, 1.5))) + len(BLINK) + QUIET < frames:
        lids[at : at + len(BLINK)] = BLINK
    return lids


def smoothed(values: torch.Tensor) -> torch.Tensor:
    """Each value on the parabola through its neighbours (frames, n); at the ends, on that of the first and last 13."""
    width = min(SMOOTHED, (len(values) - 1) // 2 * 2 + 1)
    if width <= DEGREE:
        return values
    fit = _fit(width).to(values)
    half = width // 2
    inner = values.unfold(0, width, 1) @ fit[half]
    return torch.cat([fit[:half] @ values[:width], inner, fit[half + 1 :] @ values[-width:]])


def _fit(width: int) -> torch.Tensor:
    """What least squares makes of `width` values: a matrix (width, width)."""
    powers = np.vander(np.arange(width) - width // 2, DEGREE + 1)
    return torch.from_numpy(powers @ np.linalg.pinv(powers))
