"""From coefficients to the head: three angles, a shift and 15 points' own movement for each picture."""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

RADIUS = 13  # pictures before and after that are seen
SEEN = 2 * RADIUS + 1
POINTS = 15
BINS, BIN_DEGREES, FIRST_DEGREES = 66, 3, -99
HALF_TURN = 3.14  # the networks were trained with this, not with pi


@dataclass(frozen=True)
class Head:
    """`angles` (n, 3) are yaw, pitch and roll in degrees, `shift` (n, 3), `points` (n, 15, 3)."""

    angles: torch.Tensor
    shift: torch.Tensor
    points: torch.Tensor

    def near(self, rest: "Head", head: torch.Tensor, face: torch.Tensor) -> "Head":
        """This much (n,) of the way from `rest` to here: exactly at rest where the shares are 0."""
        return Head(
            torch.lerp(rest.angles, self.angles, head[:, None]),
            torch.lerp(rest.shift, self.shift, head[:, None]),
            torch.lerp(rest.points, self.points, face[:, None, None]),
        )

    def keypoints(self, canonical: torch.Tensor) -> torch.Tensor:
        """Where the portrait's own points (15, 3) are now, (n, 15, 3); the head shifts up and down only."""
        lift = self.shift * self.shift.new_tensor([0, 1, 0])
        return canonical @ rotation(self.angles).mT + lift[:, None] + self.points


def rotation(angles: torch.Tensor) -> torch.Tensor:
    """Pitch after yaw after roll, (n, 3, 3)."""
    yaw, pitch, roll = (angles / 180 * HALF_TURN).unbind(1)
    return _about(pitch, 1, 2) @ _about(yaw, 2, 0) @ _about(roll, 0, 1)


def _about(angle: torch.Tensor, first: int, second: int) -> torch.Tensor:
    turn = torch.eye(3, dtype=angle.dtype, device=angle.device).repeat(len(angle), 1, 1)
    turn[:, first, first] = turn[:, second, second] = torch.cos(angle)
    turn[:, second, first] = torch.sin(angle)
    turn[:, first, second] = -torch.sin(angle)
    return turn


def degrees(logits: torch.Tensor) -> torch.Tensor:
    """The mean of 66 bins of three degrees, (n,)."""
    bins = torch.arange(BINS, dtype=logits.dtype, device=logits.device)
    return F.softmax(logits, dim=1) @ bins * BIN_DEGREES + FIRST_DEGREES


class MappingNet(nn.Module):
    """`coefficients`: 70 where the portrait is the crop alone, 73 where the crop goes back into its picture."""

    def __init__(self, coefficients: int = 70, thin: int = 1) -> None:
        super().__init__()
        self.coefficients = coefficients
        width = 1024 // thin
        self.first = nn.Sequential(nn.Conv1d(coefficients, width, 7))
        for at in range(3):
            self.add_module(f"encoder{at}", nn.Sequential(nn.LeakyReLU(0.1), nn.Conv1d(width, width, 3, dilation=3)))
        self.fc_roll, self.fc_pitch, self.fc_yaw = (nn.Linear(width, BINS) for _ in range(3))
        self.fc_t, self.fc_exp = nn.Linear(width, 3), nn.Linear(width, 3 * POINTS)

    def forward(self, seen: torch.Tensor) -> Head:
        """Coefficients of the pictures around each, (n, 70 or 73, 27)."""
        out = self.first(seen)
        for step in (self.encoder0, self.encoder1, self.encoder2):
            out = step(out) + out[:, :, 3:-3]
        out = out.mean(dim=2)
        angles = [degrees(layer(out)) for layer in (self.fc_yaw, self.fc_pitch, self.fc_roll)]
        return Head(torch.stack(angles, dim=1), self.fc_t(out), self.fc_exp(out).unflatten(1, (POINTS, 3)))


def around(coefficients: torch.Tensor, pictures: torch.Tensor) -> torch.Tensor:
    """What MappingNet sees of `coefficients` (frames, n) for each of `pictures`; the ends are held."""
    at = pictures[:, None] + torch.arange(-RADIUS, RADIUS + 1, device=pictures.device)
    return coefficients[at.clamp(0, len(coefficients) - 1)].mT
