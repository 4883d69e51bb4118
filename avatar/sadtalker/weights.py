"""The user's own files: the published weights, accepted when they are exactly what the networks are made of."""

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from avatar.files import replacing
from avatar.sadtalker.blocks import fold
from avatar.sadtalker.expression import ExpNet
from avatar.sadtalker.generator import Generator
from avatar.sadtalker.keypoints import KeypointDetector
from avatar.sadtalker.mapping import MappingNet
from avatar.sadtalker.networks import Shapes, manifest, mapping_manifest
from avatar.sadtalker.pose import PoseVAE
from avatar.sadtalker.recon import FaceReader
from data.errors import UserError

SIZES = (256, 512)
PUBLISHED = "SadTalker_V0.0.2_{size}.safetensors"
MAPPINGS = {73: "mapping_00109-model.pth.tar", 70: "mapping_00229-model.pth.tar"}
KEPT_MAPPING = "mapping-{digest}.safetensors"
SHOWN = 5  # names in an error
REMEDY = "Fetch the published file again, or another version of it."


@dataclass(frozen=True)
class Weights:
    """The published file of one picture size and the mapping kept beside what was prepared."""

    published: Path
    mapping: Path
    thin: int = 1

    @cached_property
    def digest(self) -> str:
        """Stands for every weight."""
        return "-".join(digest(path) for path in (self.published, self.mapping))

    def check(self) -> None:
        """UserError names what is missing, unknown or of another shape."""
        compare(stated(self.published), manifest(self.thin), self.published)
        compare(stated(self.mapping), mapping_manifest(self.coefficients, self.thin), self.mapping)

    @cached_property
    def coefficients(self) -> int:
        """What the mapping sees of a picture: 70, or 73 with the place of the face."""
        first = stated(self.mapping).get("first.0.weight", (0, 0))
        return first[1] if first[1] in MAPPINGS else max(MAPPINGS)

    def keypoints(self) -> nn.Module:
        return self._network("kp_extractor.", KeypointDetector, self.thin)

    def reader(self) -> nn.Module:
        return self._network("face_3drecon.", FaceReader, self.thin)

    def generator(self) -> nn.Module:
        return fold(self._network("generator.", Generator, self.thin))

    def expression(self) -> nn.Module:
        return self._network("audio2exp.", ExpNet, self.thin)

    def pose(self) -> nn.Module:
        return self._network("audio2pose.", PoseVAE, self.thin)

    def mapped(self) -> nn.Module:
        with torch.device("meta"):
            network = MappingNet(self.coefficients, self.thin)
        return _filled(network, _tensors(self.mapping, ""))

    def _network(self, prefix: str, make: Any, thin: int) -> nn.Module:
        with torch.device("meta"):
            network = make(thin)
        return _filled(network, _tensors(self.published, prefix))


def _filled(network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> nn.Module:
    network.load_state_dict(tensors, assign=True)
    return network.requires_grad_(requires_grad=False).eval()


def _tensors(path: Path, prefix: str) -> dict[str, torch.Tensor]:
    with safe_open(path, "pt") as file:
        return {name.removeprefix(prefix): file.get_tensor(name) for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118 - not a mapping


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def published(folder: Path, size: int) -> Path:
    """The file of the published weights for pictures of `size` in the user's folder."""
    path = folder / PUBLISHED.format(size=size)
    if not path.is_file():
        raise UserError(str(path), "there is no such file", "Put the published weights there, or give --size.")
    return path


def mapping(folder: Path, keep: Path, thin: int = 1) -> Path:
    """The user's mapping as safetensors in `keep`; where both are there, the one that sees the face's place."""
    found = next(((seen, folder / name) for seen, name in MAPPINGS.items() if (folder / name).is_file()), None)
    if found is None:
        raise UserError(str(folder), f"holds neither {' nor '.join(MAPPINGS.values())}", "Put one of them there.")
    seen, source = found
    tensors = _pickled(source)
    compare({name: tuple(each.shape) for name, each in tensors.items()}, mapping_manifest(seen, thin), source)
    path = keep / KEPT_MAPPING.format(digest=digest(source))
    with replacing(path) as part:
        save_file({name: each.contiguous() for name, each in tensors.items()}, part)
    return path


def _pickled(path: Path) -> dict[str, torch.Tensor]:
    """The tensors alone: nothing in the file is run."""
    try:
        return dict(torch.load(path, map_location="cpu", weights_only=True)["mapping"])
    except (pickle.UnpicklingError, RuntimeError, KeyError, EOFError) as error:
        raise UserError(str(path), f"cannot be read as a mapping ({error})", REMEDY) from error


def stated(path: Path) -> Shapes:
    """The names and shapes of a safetensors file; no tensor is read."""
    try:
        with safe_open(path, "pt") as file:
            return {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except (SafetensorError, FileNotFoundError) as error:
        raise UserError(str(path), f"cannot be read as safetensors ({error})", REMEDY) from error


def compare(found: Shapes, expected: Shapes, path: Path) -> None:
    """UserError where the names or shapes are not exactly those expected."""
    other = [
        f"{name} is {found[name]}, not {shape}"
        for name, shape in expected.items()
        if name in found and found[name] != shape
    ]
    troubles = {
        "lacks": sorted(expected.keys() - found.keys()),
        "holds besides": sorted(found.keys() - expected.keys()),
        "has other shapes": other,
    }
    told = [f"{what} {_some(names)}" for what, names in troubles.items() if names]
    if told:
        raise UserError(str(path), "; ".join(told), REMEDY)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
