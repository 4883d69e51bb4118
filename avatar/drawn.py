"""The drawn presenter: poses from the voice, and the rig that draws them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from avatar.acting import poses
from avatar.easel import Easel, art_version
from avatar.performer import Drawing
from avatar.rig import Rig
from avatar.scene import rig_origin
from avatar.segments import Segment


class Drawn:
    """Draws the easel's presenter from sprites."""

    def __init__(self, easel: Easel) -> None:
        self._easel = easel
        self._who = easel.presenter.key

    @property
    def name(self) -> str:
        return f"drawn presenter {self._who}, art {art_version()}"

    @property
    def key(self) -> str:
        return self._who

    def drawings(self, segment: Segment) -> Iterator[Drawing]:
        rig = self._rig()
        return (partial(rig.draw, pose=pose) for pose in poses(segment))

    def still(self, segment: Segment, at: int) -> Drawing:
        return partial(self._rig().draw, pose=replace(poses(segment)[at], blink=0.0))

    def _rig(self) -> Rig:
        return Rig(self._easel, *rig_origin())
