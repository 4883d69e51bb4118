"""A portrait's face in numbers: the residual network that reads the coefficients of a face model from a picture."""

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its name everywhere

BLOCKS = (3, 4, 6, 3)
GROWS = 4  # a block's channels going out against those inside
HEADS = (80, 64, 80, 3, 27, 2, 1)  # identity, expression, texture, angles, light, shift, depth
EXPRESSION, ANGLES, SHIFT, DISTANCE = 1, 3, 5, 6
KEPT = (EXPRESSION, ANGLES, SHIFT, DISTANCE)  # together 70


class Bottleneck(nn.Module):
    """1, 3, 1 convolutions beside a shortcut; the middle one takes the stride."""

    def __init__(self, inward: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inward, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, GROWS * width, 1, bias=False), nn.BatchNorm2d(GROWS * width)
        self.downsample = _shortcut(inward, GROWS * width, stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        return F.relu(self.bn3(self.conv3(out)) + self.downsample(x))


def _shortcut(inward: int, outward: int, stride: int) -> nn.Module:
    if inward == outward:
        return nn.Identity()
    return nn.Sequential(nn.Conv2d(inward, outward, 1, stride, bias=False), nn.BatchNorm2d(outward))


class Backbone(nn.Module):
    """RGB 0..1 (n, 3, 224, 224) to (n, 2048, 1, 1)."""

    def __init__(self, thin: int) -> None:
        super().__init__()
        width = 64 // thin
        self.conv1, self.bn1 = nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width)
        inward = width
        for at, blocks in enumerate(BLOCKS):
            self.add_module(f"layer{at + 1}", _stage(inward, width << at, blocks, 1 if at == 0 else 2))
            inward = GROWS * (width << at)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            out = stage(out)
        return out.mean(dim=(2, 3), keepdim=True)


def _stage(inward: int, width: int, blocks: int, stride: int) -> nn.Sequential:
    rest = (Bottleneck(GROWS * width, width, 1) for _ in range(blocks - 1))
    return nn.Sequential(Bottleneck(inward, width, stride), *rest)


class FaceReader(nn.Module):
    """(n, 3, 224, 224) to (n, 70): expression 64, angles 3, translation 3; the model's other numbers are not used."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        self.backbone = Backbone(thin)
        self.final_layers = nn.ModuleList(nn.Conv2d(2048 // thin, size, 1) for size in HEADS)

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        out = self.backbone(picture)
        return torch.cat([self.final_layers[at](out).flatten(1) for at in KEPT], dim=1)
