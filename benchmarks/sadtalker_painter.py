"""Pictures a second of the portrait that speaks, against the same networks without any of what makes them fast."""

import time

import torch
from torch import nn

from avatar.sadtalker.blocks import fold
from avatar.sadtalker.generator import Generator
from avatar.sadtalker.mapping import POINTS
from avatar.sadtalker.performer import BATCHES, fast
from benchmarks.record import Bench

SIZE, BATCH = 256, BATCHES["cuda"]
WARM, MEASURED = 3, 20  # batches


def measure(bench: Bench) -> None:
    """Random weights: a picture costs the same whatever it shows."""
    torch.manual_seed(0)
    eager = pictures_a_second(fold(Generator().eval()).cuda())
    soon = pictures_a_second(fast(fold(Generator().eval())))
    bench.add("sadtalker_fps_256", soon, "pictures / s", "the port, eager float32", eager)


@torch.inference_mode()
def pictures_a_second(painter: nn.Module) -> float:
    """Of whole batches, from points on the device to pictures in memory."""
    given = inputs(painter)
    for _ in range(WARM):
        painter(*given).cpu()
    began = time.perf_counter()
    for _ in range(MEASURED):
        painter(*given).cpu()
    return MEASURED * BATCH / (time.perf_counter() - began)


def inputs(painter: nn.Module) -> tuple[torch.Tensor, ...]:
    """A portrait's volume and points, and the points of a batch, where the painter is."""
    weight = next(painter.parameters())
    volume, compressed = painter.appearance(torch.rand(1, 3, SIZE, SIZE).to(weight))
    source = torch.rand(1, POINTS, 3, device=weight.device) - 0.5
    driving = source + 0.05 * torch.randn(BATCH, POINTS, 3, device=weight.device)
    return volume, compressed, source, driving
