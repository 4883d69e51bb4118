"""From sound to the face: 64 numbers of expression for each picture."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

HEARD = 512  # numbers that tell what a window of sound holds
EXPRESSION = 64
Stride = int | tuple[int, int]
LAYERS: tuple[tuple[int, Stride], ...] = (
    (32, 1), (32, 1), (32, 1), (64, (3, 1)), (64, 1), (64, 1), (128, 3), (128, 1), (128, 1), (256, (3, 2)), (256, 1)
)  # fmt: skip
"""Channels and stride of the layers that see a neighbourhood; two that see all of what is left follow."""


class Heard(nn.Module):
    """Convolution and norm; what came in is added where it has the same shape."""

    def __init__(self, inward: int, outward: int, stride: Stride = 1, kernel: int = 3, pad: int = 1) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(nn.Conv2d(inward, outward, kernel, stride, pad), nn.BatchNorm2d(outward))
        self.adds = inward == outward and pad == 1

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = self.conv_block(x)
        return F.relu(out + x if self.adds else out)


def audio_encoder(thin: int = 1) -> nn.Sequential:
    """Windows (n, 1, 80, 16) to (n, 512, 1, 1); `thin` divides the channels inside."""
    channels = [1, *(wide // thin for wide, _ in LAYERS), HEARD]
    near = [Heard(i, o, stride) for i, o, (_, stride) in zip(channels, channels[1:], LAYERS, strict=False)]
    return nn.Sequential(*near, Heard(channels[-2], HEARD, pad=0), Heard(HEARD, HEARD, kernel=1, pad=0))


class ExpNet(nn.Module):
    """What is heard, the portrait's own expression and the lids give the expression of a picture."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        self.audio_encoder = audio_encoder(thin)
        self.mapping1 = nn.Linear(HEARD + EXPRESSION + 1, EXPRESSION)

    def forward(self, windows: torch.Tensor, reference: torch.Tensor, blink: torch.Tensor) -> torch.Tensor:
        """Windows (n, 80, 16), reference (n, 64), blink (n, 1) from 0 open to 1 shut; returns (n, 64)."""
        heard = self.audio_encoder(windows[:, None]).flatten(1)
        return self.mapping1(torch.cat([heard, reference, blink], dim=1))
