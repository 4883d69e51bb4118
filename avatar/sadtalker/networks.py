"""All networks of the published file, under its names: their state is its manifest."""

import torch
from torch import nn

from avatar.sadtalker.expression import ExpNet
from avatar.sadtalker.generator import Generator
from avatar.sadtalker.keypoints import KeypointDetector
from avatar.sadtalker.mapping import MappingNet
from avatar.sadtalker.pose import PoseVAE
from avatar.sadtalker.recon import FaceReader

Shapes = dict[str, tuple[int, ...]]


class Networks(nn.Module):
    """Five networks; `thin` divides their channels, which only tests do."""

    def __init__(self, thin: int = 1) -> None:
        super().__init__()
        self.kp_extractor = KeypointDetector(thin)
        self.generator = Generator(thin)
        self.audio2exp = ExpNet(thin)
        self.audio2pose = PoseVAE(thin)
        self.face_3drecon = FaceReader(thin)


def manifest(thin: int = 1) -> Shapes:
    """Every tensor of the published file and its shape."""
    with torch.device("meta"):
        return shapes(Networks(thin))


def mapping_manifest(coefficients: int, thin: int = 1) -> Shapes:
    with torch.device("meta"):
        return shapes(MappingNet(coefficients, thin))


def shapes(module: nn.Module) -> Shapes:
    return {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
