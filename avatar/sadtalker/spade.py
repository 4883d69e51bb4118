"""The painter: from what is seen of the moved portrait to the picture."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

from avatar.sadtalker.blocks import Spectral

MIDDLE = 6  # blocks before the picture grows
LEAK = 0.2


class Spade(nn.Module):
    """Scales and shifts what is normed, place by place, as the portrait says."""

    def __init__(self, channels: int, seen: int, hidden: int) -> None:
        super().__init__()
        self.mlp_shared = nn.Sequential(nn.Conv2d(seen, hidden, 3, padding=1), nn.ReLU())
        self.mlp_gamma = nn.Conv2d(hidden, channels, 3, padding=1)
        self.mlp_beta = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, normed: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        shared = self.mlp_shared(F.interpolate(seen, size=normed.shape[2:]))
        return normed * (1 + self.mlp_gamma(shared)) + self.mlp_beta(shared)


class SpadeBlock(nn.Module):
    """Two scaled convolutions beside a shortcut, which is a convolution too where the channels differ."""

    def __init__(self, inward: int, outward: int, seen: int, hidden: int) -> None:
        super().__init__()
        inner = min(inward, outward)
        self.conv_0, self.conv_1 = Spectral(inward, inner), Spectral(inner, outward)
        self.norm_0, self.norm_1 = Spade(inward, seen, hidden), Spade(inner, seen, hidden)
        self.learned = inward != outward
        if self.learned:
            self.conv_s, self.norm_s = Spectral(inward, outward, 1, bias=False), Spade(inward, seen, hidden)

    def forward(self, x: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        normed = F.instance_norm(x)
        short = self.conv_s(self.norm_s(normed, seen)) if self.learned else x
        inner = self.conv_0(F.leaky_relu(self.norm_0(normed, seen), LEAK))
        return short + self.conv_1(F.leaky_relu(self.norm_1(F.instance_norm(inner), seen), LEAK))


class SpadeDecoder(nn.Module):
    """(n, 256, size, size) to RGB 0..1 (n, 3, 4 size, 4 size)."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        seen, hidden = 256 // thin, 128 // thin
        self.fc = nn.Conv2d(seen, 2 * seen, 3, padding=1)
        for at in range(MIDDLE):
            self.add_module(f"G_middle_{at}", SpadeBlock(2 * seen, 2 * seen, seen, hidden))
        self.up_0 = SpadeBlock(2 * seen, seen, seen, hidden)
        self.up_1 = SpadeBlock(seen, seen // 4, seen, hidden)
        self.conv_img = nn.Conv2d(seen // 4, 3, 3, padding=1)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        out = self.fc(seen)
        for at in range(MIDDLE):
            out = self.get_submodule(f"G_middle_{at}")(out, seen)
        for block in (self.up_0, self.up_1):
            out = block(F.interpolate(out, scale_factor=2), seen)
        return torch.sigmoid(self.conv_img(F.leaky_relu(out, LEAK)))
