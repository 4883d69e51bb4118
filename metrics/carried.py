"""What is carried over from one snapshot to the next, because what it was made from is still the same."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


class Carried:
    """Things by key, each with what it stands on: arrays, which count as the same only if they are, and plain values.

    Bounded where the keys are: a key's new thing takes the place of the one before.
    """

    def __init__(self) -> None:
        self._made: dict[object, tuple[tuple[object, ...], Any]] = {}

    def of(self, key: object, stands_on: Iterable[object], make: Callable[[], T]) -> T:
        """What `make` makes; asked again only when something differs on which it stands."""
        now = tuple(stands_on)
        known = self._made.get(key)
        if known is None or not _same(known[0], now):
            known = self._made[key] = now, make()
        made: T = known[1]
        return made

    def last(self, key: object, stands_on: tuple[object, ...], made: T) -> tuple[tuple[object, ...], T]:
        """What was made of a key last, after what it stands on; where nothing was, these two."""
        return self._made.get(key, (stands_on, made))


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(map(_is, before, now))


def _is(one: object, other: object) -> bool:
    return one is other or (not isinstance(one, np.ndarray) and not isinstance(other, np.ndarray) and one == other)
