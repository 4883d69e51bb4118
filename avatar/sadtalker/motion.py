"""How every place of the portrait's volume moves when its points do, and what is hidden by it."""

import itertools

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from avatar.sadtalker.blocks import Down, Up, grid
from avatar.sadtalker.mapping import POINTS

BLOCKS = 5
COMPRESSED = 4  # channels of the portrait's volume in which movements are tried out
MOVES = POINTS + 1  # each point's, and none
SPREAD = 0.01  # variance of a point's heat


class Encoder(nn.Module):
    """Ever smaller, and every step is kept."""

    def __init__(self, wide: list[int]) -> None:
        super().__init__()
        self.down_blocks = nn.ModuleList(Down(3, *sizes) for sizes in itertools.pairwise(wide))

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        steps = [x]
        for block in self.down_blocks:
            steps.append(block(steps[-1]))
        return steps


class Decoder(nn.Module):
    """Back up, beside what was kept."""

    def __init__(self, wide: list[int], top: int) -> None:
        super().__init__()
        inward = [wide[-1], *(2 * channels for channels in wide[-2:0:-1])]
        outward = [*wide[-2:0:-1], top]
        self.up_blocks = nn.ModuleList(Up(3, *sizes) for sizes in zip(inward, outward, strict=True))
        self.conv = nn.Conv3d(top + wide[0], top + wide[0], 3, padding=1)
        self.norm = nn.BatchNorm3d(top + wide[0])

    def forward(self, steps: list[torch.Tensor]) -> torch.Tensor:
        out = steps[-1]
        for block, kept in zip(self.up_blocks, steps[-2::-1], strict=True):
            out = torch.cat([block(out), kept], dim=1)
        return F.relu(self.norm(self.conv(out)))


class Hourglass(nn.Module):
    """The encoder and the decoder."""

    def __init__(self, inward: int, thin: int) -> None:
        super().__init__()
        wide = [inward, *(64 * 2**step // thin for step in range(BLOCKS))]
        self.encoder, self.decoder = Encoder(wide), Decoder(wide, 32 // thin)
        self.channels = inward + 32 // thin

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decoder(self.encoder(x))


class DenseMotion(nn.Module):
    """Weighs the movements of the points at every place of the volume."""

    def __init__(self, thin: int = 1, depth: int = 16) -> None:
        super().__init__()
        self.hourglass = Hourglass(MOVES * (COMPRESSED + 1), thin)
        self.mask = nn.Conv3d(self.hourglass.channels, MOVES, 7, padding=3)
        self.compress = nn.Conv3d(32 // thin, COMPRESSED, 1)
        self.norm = nn.BatchNorm3d(COMPRESSED)
        self.occlusion = nn.Conv2d(self.hourglass.channels * depth, 1, 7, padding=3)

    def compressed(self, volume: torch.Tensor) -> torch.Tensor:
        """What is needed of a portrait's volume, (n, 4, depth, height, width); it stays the same for all pictures."""
        return F.relu(self.norm(self.compress(volume)))

    def forward(
        self, compressed: torch.Tensor, source: torch.Tensor, driving: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Points (n, 15, 3) of the portrait and of the pictures.

        Returns where each place comes from, (n, depth, height, width, 3), and how much of it is seen, 0..1.
        """
        places = grid(tuple(compressed.shape[2:]), driving)
        moves = moved(places, source, driving)
        tried = tried_out(compressed, moves)
        heat = heated(places, driving) - heated(places, source)
        heat = F.pad(heat, (0, 0, 0, 0, 0, 0, 1, 0))[:, :, None]
        out = self.hourglass(torch.cat([heat.to(tried.dtype), tried], dim=2).flatten(1, 2))
        shares = F.softmax(self.mask(out).float(), dim=1)
        return torch.einsum("nkdhw,nkdhwc->ndhwc", shares, moves), torch.sigmoid(self.occlusion(out.flatten(1, 2)))


def moved(places: torch.Tensor, source: torch.Tensor, driving: torch.Tensor) -> torch.Tensor:
    """Where each place comes from if nothing moves, and if all moves with a point, (n, 16, depth, height, width, 3)."""
    still = source.new_zeros(len(source), 1, 3)
    away = torch.cat([still, source - driving], dim=1)
    return places + away[:, :, None, None, None]


def tried_out(compressed: torch.Tensor, moves: torch.Tensor) -> torch.Tensor:
    """The volume as each movement alone would have it, (n, 16, 4, depth, height, width)."""
    many = compressed[:, None].expand(-1, MOVES, -1, -1, -1, -1).flatten(0, 1)
    seen = F.grid_sample(many.float(), moves.flatten(0, 1), align_corners=False)
    return seen.unflatten(0, (-1, MOVES)).to(compressed.dtype)


def heated(places: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
    """A soft spot about each point, (n, 15, depth, height, width)."""
    away = places - points[:, :, None, None, None]
    return torch.exp(-0.5 * away.square().sum(dim=-1) / SPREAD)
