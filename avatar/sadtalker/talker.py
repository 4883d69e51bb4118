"""A portrait that speaks: pictures stream out in batches of one size, however long the sound is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from avatar import motion
from avatar.sadtalker.coefficients import Hearing, Manner
from avatar.sadtalker.mapping import Head, around
from avatar.sadtalker.mel import batches, mel, speech
from avatar.sprites import Pixels


@dataclass(frozen=True)
class Face:
    """What the networks keep of a portrait: 73 coefficients, points (15, 3), its volume and the compressed one."""

    coefficients: torch.Tensor
    canonical: torch.Tensor
    volume: torch.Tensor
    compressed: torch.Tensor


class Talker:
    """Moves one face; `generator` may be compiled and of lower precision, all else is float32."""

    def __init__(self, hearing: Hearing, mapping: nn.Module, generator: nn.Module, face: Face, batch: int = 8) -> None:
        """`batch`: how many pictures are painted at once."""
        self.batch = batch
        self._hearing, self._mapping, self._generator = hearing, mapping, generator
        self._device = hearing.device
        self._coefficients = face.coefficients[: mapping.coefficients]
        self._canonical = face.canonical.to(self._device)
        precision = next(generator.parameters()).dtype
        self._volumes = [part.to(self._device, precision) for part in (face.volume, face.compressed)]
        self._rest = self._head(self._coefficients[None].to(self._device), np.zeros(1, np.intp))

    @torch.inference_mode()
    def pictures(
        self, pcm: npt.NDArray[np.int16], frames: int, seed: int, manner: Manner, begin: int = 0
    ) -> Iterator[Pixels]:
        """One BGR picture for each frame of a film's sound from `begin` on; the first and last of all are at rest."""
        coefficients = self._hearing.coefficients(mel(speech(pcm)), frames, self._coefficients, manner, seed)
        head, mouth = (self._there(motion.ease(frames, s)) for s in (motion.EASE_SECONDS, motion.MOUTH_EASE))
        for at in batches(frames - begin, self.batch):
            full = begin + np.pad(at, (0, self.batch - len(at)), mode="edge")
            now = self._head(coefficients, full).near(self._rest, head[full], mouth[full])
            yield from self._painted(now)[: len(at)]

    @torch.inference_mode()
    def _head(self, coefficients: torch.Tensor, at: npt.NDArray[np.intp]) -> Head:
        return self._mapping(around(coefficients, torch.from_numpy(at).to(self._device)))

    @torch.inference_mode()
    def _painted(self, head: Head) -> Pixels:
        source = self._rest.keypoints(self._canonical)
        rgb = self._generator(*self._volumes, source, head.keypoints(self._canonical))
        bgr = rgb.float().flip(1).permute(0, 2, 3, 1).mul(255).round().clamp(0, 255)
        return np.asarray(bgr.to(torch.uint8).cpu().numpy(), np.uint8)

    def _there(self, values: npt.NDArray[np.float64]) -> torch.Tensor:
        return torch.from_numpy(values.astype(np.float32)).to(self._device)
