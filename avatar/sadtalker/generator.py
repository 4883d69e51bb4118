"""The face-vid2vid generator: a portrait's volume once, then one picture for every set of points."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from avatar.sadtalker.blocks import Down, Layer, Residual3d, chain
from avatar.sadtalker.motion import DenseMotion
from avatar.sadtalker.spade import SpadeDecoder

DEPTH = 16  # layers of the portrait's volume
LEAK = 0.01
RESIDUALS = 6


class Generator(nn.Module):
    """`thin` divides every number of channels."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        wide = [channels // thin for channels in (64, 128, 256, 512)]
        self.dense_motion_network = DenseMotion(thin, DEPTH)
        self.first = Layer(2, 3, wide[0])
        self.down_blocks = nn.ModuleList([Down(2, wide[0], wide[1]), Down(2, wide[1], wide[2])])
        self.second = nn.Conv2d(wide[2], wide[3], 1)
        self.resblocks_3d = chain(**{f"3dr{at}": Residual3d(wide[3] // DEPTH) for at in range(RESIDUALS)})
        self.third = Layer(2, wide[3], wide[2], LEAK)
        self.fourth = nn.Conv2d(wide[2], wide[2], 1)
        self.decoder = SpadeDecoder(thin)

    def appearance(self, portrait: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The volume of a portrait, RGB 0..1 (1, 3, size, size), and what the movements are tried out on."""
        out = self.first(portrait)
        for block in self.down_blocks:
            out = block(out)
        volume = self.resblocks_3d(self.second(out).unflatten(1, (-1, DEPTH)))
        return volume, self.dense_motion_network.compressed(volume)

    def forward(
        self, volume: torch.Tensor, compressed: torch.Tensor, source: torch.Tensor, driving: torch.Tensor
    ) -> torch.Tensor:
        """One portrait's volume and points (1, 15, 3), the points of n pictures; RGB 0..1 (n, 3, size, size)."""
        many = len(driving)
        volume, compressed, source = (_repeated(part, many) for part in (volume, compressed, source))
        places, seen = self.dense_motion_network(compressed, source, driving)
        moved = F.grid_sample(volume.float(), places, align_corners=False).to(volume.dtype)
        return self.decoder(self.fourth(self.third(moved.flatten(1, 2))) * seen)


def _repeated(part: torch.Tensor, many: int) -> torch.Tensor:
    return part.expand(many, *part.shape[1:])
