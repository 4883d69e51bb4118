"""Random weights under which nothing is zero, one or flat by accident."""

import torch
from torch import nn

from avatar.sadtalker.blocks import Spectral

THIN = 8  # of the published number of channels, an eighth
SIZE = 128  # the smallest picture that can be halved often enough


def varied(module: nn.Module, seed: int) -> nn.Module:
    """Norms far from doing nothing, biases, and points that lie apart; the same for the same seed."""
    dice = torch.Generator().manual_seed(seed)
    for name, tensor in module.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.6, 1.6, generator=dice)
        elif name.endswith(("running_mean", "bias")):
            tensor.normal_(0, 0.1, generator=dice)
        elif tensor.dim() > 1:
            tensor.normal_(0, tensor[0].numel() ** -0.5, generator=dice)
        if name.endswith("kp.weight"):
            tensor.mul_(4)
    for part in module.modules():
        if isinstance(part, Spectral):
            left, _, right = torch.linalg.svd(part.weight_orig.detach().flatten(1), full_matrices=False)
            part.weight_u.copy_(left[:, 0])
            part.weight_v.copy_(right[0])
    return module.eval().requires_grad_(requires_grad=False)


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))
