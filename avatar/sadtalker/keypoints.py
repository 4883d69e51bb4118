"""Where the 15 points of a portrait are: found once, when it is prepared."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from avatar.sadtalker.blocks import Down, Up, chain, grid
from avatar.sadtalker.mapping import POINTS

DEPTH = 16  # layers of the volume in which points are found
BLOCKS = 5
SCALE = 4  # the picture is seen at a quarter of its size
BLUR = 13  # width of the filter before that
TEMPERATURE = 0.1


class Smaller(nn.Module):
    """A quarter of the size, blurred before; the filter is in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("weight", torch.full((3, 1, BLUR, BLUR), 1 / BLUR**2))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        return F.conv2d(picture, self.weight, padding=BLUR // 2, groups=3)[:, :, ::SCALE, ::SCALE]


class Predictor(nn.Module):
    """Down in the plane, a volume at the bottom, up in the volume."""

    def __init__(self, thin: int) -> None:
        super().__init__()
        wide = [32 * 2**step // thin for step in range(BLOCKS + 1)]
        downs = zip([3, *wide[1:]], wide[1:], strict=False)
        ups = zip(wide[::-1], wide[-2::-1], strict=False)
        self.down_blocks = chain(**{f"down{at}": Down(2, *sizes) for at, sizes in enumerate(downs)})
        self.conv = nn.Conv2d(wide[-1], wide[-1] * DEPTH, 1)
        self.up_blocks = chain(**{f"up{at}": Up(3, *sizes) for at, sizes in enumerate(ups)})

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        bottom = self.conv(self.down_blocks(picture))
        return self.up_blocks(bottom.unflatten(1, (-1, DEPTH)))


class KeypointDetector(nn.Module):
    """RGB 0..1 (n, 3, size, size) to (n, 15, 3), x, y and depth from -1 to 1."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        self.predictor = Predictor(thin)
        self.kp = nn.Conv3d(32 // thin, POINTS, 3, padding=1)
        self.down = Smaller()

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        heat = self.kp(self.predictor(self.down(picture)))
        shares = F.softmax(heat.flatten(2) / TEMPERATURE, dim=2)
        return shares @ grid(tuple(heat.shape[2:]), heat).reshape(-1, 3)
