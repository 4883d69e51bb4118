"""What a portrait needs, worked out once and kept: numbers of the face, its points, its volume, the picture."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from avatar.files import replacing
from avatar.sadtalker import PREPARED
from avatar.sadtalker import weights as files
from avatar.sadtalker.coefficients import Manner
from avatar.sadtalker.geometry import Box, aligned, resized
from avatar.sadtalker.portrait import Portrait
from avatar.sadtalker.talker import Face
from avatar.sadtalker.weights import Weights
from avatar.sprites import Pixels
from data.errors import UserError

AGAIN = "Run `python -m cockpit sadtalker prepare` again."


@dataclass(frozen=True)
class Prepared:
    """One portrait for one set of weights and one size; `key` stands for all of it."""

    face: Face
    picture: Pixels
    box: Box
    size: int
    weights: Weights
    manner: Manner
    key: str


def prepare(weights: Path, portrait: Portrait, keep: Path, size: int = 256, thin: int = 1) -> Path:
    """Check the user's weights, run the networks that a portrait needs once, and keep the result in `keep`."""
    chosen = Weights(files.published(weights, size).absolute(), files.mapping(weights, keep, thin), thin)
    chosen.check()
    tensors = _worked_out(chosen, portrait, size)
    corner = portrait.box
    facts = {
        "published": str(chosen.published), "mapping": chosen.mapping.name, "digest": chosen.digest, "thin": thin,
        "size": size, "portrait": portrait.digest, "box": [corner.x, corner.y, corner.side],
        "manner": [portrait.style, portrait.blinks],
    }  # fmt: skip
    path = keep / PREPARED
    with replacing(path) as part:
        save_file(tensors, part, {"facts": json.dumps(facts)})
    return path


@torch.inference_mode()
def _worked_out(weights: Weights, portrait: Portrait, size: int) -> dict[str, torch.Tensor]:
    crop = resized(portrait.box.of(portrait.picture), size)[..., 2::-1]
    corner = np.array([portrait.box.x, portrait.box.y])
    read, place = aligned(np.ascontiguousarray(crop), (portrait.points - corner) * (size / portrait.box.side))
    seen = _tensor(crop)
    volume, compressed = weights.generator().appearance(seen)
    numbers = weights.reader()(_tensor(read))[0]
    return {
        "coefficients": torch.cat([numbers, torch.from_numpy(place).float()]),
        "canonical": weights.keypoints()(seen)[0],
        "volume": volume,
        "compressed": compressed,
        "picture": torch.from_numpy(portrait.picture),
    }


def _tensor(rgb: Pixels) -> torch.Tensor:
    return torch.from_numpy(np.array(rgb)).permute(2, 0, 1)[None] / 255


def prepared(keep: Path) -> Prepared:
    """What was kept, with its weights; UserError where nothing was, or the weights are others now."""
    path = keep / PREPARED
    try:
        with safe_open(path, "pt") as file:
            facts = json.loads(file.metadata()["facts"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except (SafetensorError, FileNotFoundError) as error:
        remedy = "Run `python -m cockpit sadtalker prepare --weights DIR --portrait FILE`."
        raise UserError(str(path), "no portrait is prepared for SadTalker", remedy) from error
    weights = Weights(Path(facts["published"]), keep / facts["mapping"], facts["thin"])
    _same(weights, facts["digest"])
    picture = np.asarray(tensors.pop("picture").numpy(), np.uint8)
    key = f"portrait {facts['portrait']}, weights {facts['digest']} at {facts['size']}"
    manner = Manner(*facts["manner"])
    return Prepared(Face(**tensors), picture, Box(*facts["box"]), facts["size"], weights, manner, key)


def _same(weights: Weights, digest: str) -> None:
    missing = next((path for path in (weights.published, weights.mapping) if not path.is_file()), None)
    if missing:
        raise UserError(str(missing), "the weights are no longer there", AGAIN)
    if weights.digest != digest:
        raise UserError(str(weights.published), "holds other weights than the portrait was prepared with", AGAIN)
