"""A U-net of residual blocks, as large as a block of poses: 32 pictures high, 6 numbers wide."""

import torch
from torch import nn

STEPS = (32, 64, 128, 256)  # channels from the top of the U to its bottom
HALVED = (2, 1)  # in time only


class Residual(nn.Module):
    """Norm first, twice, beside a normed shortcut."""

    def __init__(self, inward: int, outward: int, stride: int | tuple[int, int] = 1) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.BatchNorm2d(inward), nn.ReLU(), nn.Conv2d(inward, outward, 3, stride, 1),
            nn.BatchNorm2d(outward), nn.ReLU(), nn.Conv2d(outward, outward, 3, padding=1),
        )  # fmt: skip
        self.conv_skip = nn.Sequential(nn.Conv2d(inward, outward, 3, stride, 1), nn.BatchNorm2d(outward))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv_block(x) + self.conv_skip(x)


class Longer(nn.Module):
    """Twice as long in time."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.upsample = nn.ConvTranspose2d(channels, channels, HALVED, HALVED)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.upsample(x)


class ResUnet(nn.Module):
    """(n, 1, 32, 6) to the same shape, 0..1."""

    def __init__(self) -> None:
        super().__init__()
        top, upper, lower, bottom = STEPS
        self.input_layer = nn.Sequential(
            nn.Conv2d(1, top, 3, padding=1), nn.BatchNorm2d(top), nn.ReLU(), nn.Conv2d(top, top, 3, padding=1)
        )
        self.input_skip = nn.Sequential(nn.Conv2d(1, top, 3, padding=1))
        self.residual_conv_1 = Residual(top, upper, HALVED)
        self.residual_conv_2 = Residual(upper, lower, HALVED)
        self.bridge = Residual(lower, bottom, HALVED)
        self.upsample_1, self.up_residual_conv1 = Longer(bottom), Residual(bottom + lower, lower)
        self.upsample_2, self.up_residual_conv2 = Longer(lower), Residual(lower + upper, upper)
        self.upsample_3, self.up_residual_conv3 = Longer(upper), Residual(upper + top, top)
        self.output_layer = nn.Sequential(nn.Conv2d(top, 1, 1), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = self.input_layer(x) + self.input_skip(x)
        second = self.residual_conv_1(first)
        third = self.residual_conv_2(second)
        out = self.bridge(third)
        out = self.up_residual_conv1(torch.cat([self.upsample_1(out), third], dim=1))
        out = self.up_residual_conv2(torch.cat([self.upsample_2(out), second], dim=1))
        out = self.up_residual_conv3(torch.cat([self.upsample_3(out), first], dim=1))
        return self.output_layer(out)
