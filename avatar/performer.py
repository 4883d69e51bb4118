"""Who stands before the camera: the studio asks for the drawing of each picture and does not know how it is made."""

from collections.abc import Callable, Iterator
from typing import Protocol

from avatar.segments import Segment
from avatar.sprites import Pixels

Drawing = Callable[[Pixels], None]
"""Draws one picture's presenter upon what stands behind it: BGRA, as large as the area of the presenter."""


class Performer(Protocol):
    """A renderer of presenters; the first and the last drawing of every segment show the same resting pose."""

    @property
    def name(self) -> str:
        """What the film's metadata say; its first word is the kind of renderer."""

    @property
    def key(self) -> str:
        """Stands for everything that decides how the drawings look."""

    def drawings(self, segment: Segment) -> Iterator[Drawing]:
        """One drawing for every picture of the segment."""

    def still(self, segment: Segment, at: int) -> Drawing:
        """The drawing of one picture, the eyes open."""
