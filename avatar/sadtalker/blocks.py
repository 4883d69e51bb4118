"""What the networks are made of; the names of the parts are those in the published file."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere
from torch.nn.utils.fusion import fuse_conv_bn_eval

CONV: dict[int, Any] = {2: nn.Conv2d, 3: nn.Conv3d}
PICTURE = 4  # dimensions of a batch of pictures; volumes have one more
NORM: dict[int, Any] = {2: nn.BatchNorm2d, 3: nn.BatchNorm3d}


class Layer(nn.Module):
    """Convolution, norm, and what lets through the positive: all of it, or a `leak` of the negative too."""

    def __init__(self, dims: int, inward: int, outward: int, leak: float = 0.0) -> None:
        super().__init__()
        self.conv = CONV[dims](inward, outward, 3, padding=1)
        self.norm = NORM[dims](outward)
        self.leak = leak

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.leaky_relu(self.norm(self.conv(x)), self.leak)


def by_layer(way: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Do to a picture, or to every layer of a volume, what changes width and height."""
    return way(x) if x.dim() == PICTURE else way(x.flatten(1, 2)).unflatten(1, x.shape[1:3])


class Down(Layer):
    """A layer, then half the width and height."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return by_layer(lambda flat: F.avg_pool2d(flat, 2), super().forward(x))


class Up(Layer):
    """Twice the width and height of a volume, then a layer."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(by_layer(lambda flat: F.interpolate(flat, scale_factor=2), x))


class Residual3d(nn.Module):
    """Norm first, twice, and what came in added."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = (nn.Conv3d(channels, channels, 3, padding=1) for _ in range(2))
        self.norm1, self.norm2 = nn.BatchNorm3d(channels), nn.BatchNorm3d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inner = self.conv1(F.relu(self.norm1(x)))
        return x + self.conv2(F.relu(self.norm2(inner)))


class Spectral(nn.Module):
    """A convolution as it was trained: its weight is divided by its largest singular value, along u and v."""

    def __init__(self, inward: int, outward: int, kernel: int = 3, *, bias: bool = True) -> None:
        super().__init__()
        self.weight_orig = nn.Parameter(torch.randn(outward, inward, kernel, kernel) / kernel / inward**0.5)
        self.bias = nn.Parameter(torch.zeros(outward)) if bias else None
        self.register_buffer("weight_u", F.normalize(torch.randn(outward), dim=0))
        self.register_buffer("weight_v", F.normalize(self.weight_orig.detach().flatten(1).T @ self.weight_u, dim=0))

    @torch.no_grad()
    def folded(self) -> nn.Module:
        """The plain convolution that does the same."""
        outward, inward, kernel, _ = self.weight_orig.shape
        sigma = self.weight_u @ self.weight_orig.reshape(outward, -1) @ self.weight_v
        plain = nn.Conv2d(inward, outward, kernel, padding=kernel // 2, bias=self.bias is not None, device="meta")
        plain.weight, plain.bias = nn.Parameter(self.weight_orig / sigma, requires_grad=False), self.bias
        return plain

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.folded()(x)


def fold(module: nn.Module) -> nn.Module:
    """The same network in fewer steps: spectral convolutions plain, and a layer's norm within its convolution."""
    if isinstance(module, Spectral):
        return module.folded()
    for name, child in module.named_children():
        setattr(module, name, fold(child))
    if isinstance(module, Layer):
        module.conv, module.norm = fuse_conv_bn_eval(module.conv, module.norm), nn.Identity()
    return module


def chain(**parts: nn.Module) -> nn.Sequential:
    """Parts one after another under their own names."""
    named = nn.Sequential()
    for name, part in parts.items():
        named.add_module(name, part)
    return named


def grid(size: tuple[int, ...], like: torch.Tensor) -> torch.Tensor:
    """The coordinates -1..1 of a volume (depth, height, width), x first, shape (depth, height, width, 3)."""
    lines = [torch.linspace(-1, 1, count, dtype=like.dtype, device=like.device) for count in size]
    return torch.stack(torch.meshgrid(*lines, indexing="ij")[::-1], dim=-1)
