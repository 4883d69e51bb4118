"""Columns: one number a node, in few bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = slice | NDArray[np.int64]
Width = type[np.signedinteger[Any]]
TOPS: Mapping[Width, int] = {width: int(np.iinfo(width).max) - 1 for width in (np.int8, np.int16, np.int32)}
"""By width the largest number, either way, that fits; the least two say something else."""
UNITS = (1, 100)
"""What whole numbers count: ones, or hundredths (cents, halves)."""
SAMPLE = 64
STRAY_BYTES = 12
HEAD = 16
WHOLE = 0.9
"""The share of whole numbers from which a column is kept as such."""


class Stored(Protocol):
    """A column, or two that make one."""

    @property
    def parts(self) -> "tuple[Column, ...]": ...
    def at(self, node: int) -> float | None:
        """The number of a node; None where there is none."""
        ...

    def floats(self, places: Places = slice(None)) -> Floats:
        """The numbers of many nodes, NaN where there is none."""
        ...


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers exactly as they were given: `body` counts `unit`ths; strays, which do not fit, stand beside it.

    In a `body` of whole numbers the least number means that there is none, the next one that the number is a stray:
    `strays[n]` is the number of the node `places[n]` (ascending). A `body` of floats is the numbers themselves.
    """

    body: NDArray[Any]
    unit: int
    places: NDArray[np.int32]
    strays: Floats

    @classmethod
    def of(cls, values: NDArray[Any]) -> Self | None:
        """The column of numbers (NaN: none); None where there is no number at all."""
        missing = np.isnan(values)
        if missing.all():
            return None
        with np.errstate(over="ignore"):
            unit = _unit(values, missing)
            return cls._whole(values, missing, unit) if unit else cls._plain(np.array(values), 0)

    @classmethod
    def places_of(cls, words: NDArray[np.int8]) -> Self | None:
        """The column of places in a list of words; None where all are 0, no word."""
        return cls._plain(words, 1) if words.any() else None

    @property
    def parts(self) -> "tuple[Column, ...]":
        return (self,)

    @property
    def size(self) -> int:
        """Bytes, in memory as when written."""
        return HEAD + int(self.body.nbytes + self.places.nbytes + self.strays.nbytes)

    def at(self, node: int) -> float | None:
        number = self.body.item(node)
        if not self.unit:
            return None if number != number else number  # noqa: PLR0124 - NaN alone is not itself
        if number > self._least + 1:
            return float(number / self.unit)
        return None if number == self._least else self.strays.item(int(np.searchsorted(self.places, node)))

    def floats(self, places: Places = slice(None)) -> Floats:
        if not self.unit:
            return np.asarray(self.body[places], dtype=np.float64)
        values: Floats = np.divide(self.body, self.unit, dtype=np.float64)
        values[self.body == self._least] = np.nan
        values[self.places] = self.strays
        return values[places]

    def take(self, nodes: Places) -> Self:
        """The column of some of the nodes (a slice, or places): each number exactly as it is here."""
        body = self.body[nodes]
        if not len(self.places):
            return self._plain(body, self.unit)
        outside = np.flatnonzero(body == self._least + 1)
        taken = nodes if isinstance(nodes, np.ndarray) else np.arange(len(self.body))[nodes]
        here = np.searchsorted(self.places, taken[outside])
        return type(self)(body, self.unit, outside.astype(np.int32), self.strays[here])

    @cached_property
    def digest(self) -> str:
        """The same for the same content alone."""
        return digest(self.to_bytes())

    def to_bytes(self) -> bytes:
        head = (self.body.dtype.itemsize, self.unit, len(self.body), len(self.places))
        return b"".join(
            (np.array(head, "<i4").tobytes(), self.body.tobytes(), self.places.tobytes(), self.strays.tobytes())
        )

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """A column from `to_bytes`; the bytes are kept."""
        size, unit, length, strays = (int(number) for number in np.frombuffer(packed, "<i4", 4))
        kind = f"<i{size}" if unit else "<f8"
        body = np.frombuffer(packed, kind, length, offset=HEAD)
        places = np.frombuffer(packed, "<i4", strays, offset=HEAD + length * size)
        return cls(body, unit, places, np.frombuffer(packed, "<f8", strays, offset=HEAD + length * size + strays * 4))

    def same(self, other: "Column") -> bool:
        """Whether the other holds the same numbers in the same way."""
        return self.unit == other.unit and all(
            mine.dtype == theirs.dtype and np.array_equal(mine, theirs, equal_nan=not self.unit)
            for mine, theirs in (
                (self.body, other.body), (self.places, other.places), (self.strays, other.strays),
            )
        )  # fmt: skip

    @cached_property
    def _least(self) -> int:
        return int(np.iinfo(self.body.dtype).min)

    @classmethod
    def _plain(cls, body: NDArray[Any], unit: int) -> Self:
        return cls(body, unit, np.empty(0, np.int32), np.empty(0))

    @classmethod
    def _whole(cls, values: Floats, missing: NDArray[np.bool_], unit: int) -> Self:
        """In the width that takes the fewest bytes, strays counted."""
        counts = np.rint(values if unit == 1 else values * unit)
        size = np.abs(counts)
        size[~(((counts if unit == 1 else counts / unit) == values) | missing)] = np.inf
        width, top = _width(size)
        outside = np.flatnonzero(size > top) if np.fmax.reduce(size) > top else np.empty(0, np.int64)
        least = np.iinfo(width).min
        counts[missing] = least
        counts[outside] = least + 1
        return cls(counts.astype(width), unit, outside.astype(np.int32), np.asarray(values[outside]))


@dataclass(frozen=True, eq=False, slots=True)
class Quotient:
    """A column that is one divided by another; where that is no finite number, there is none."""

    numerator: Column
    denominator: Column

    @property
    def parts(self) -> tuple[Column, ...]:
        return self.numerator, self.denominator

    def at(self, node: int) -> float | None:
        below = self.denominator.at(node)
        above = self.numerator.at(node) if below else None
        if above is None or not below:
            return None
        value = above / below
        return value if np.isfinite(value) else None

    def floats(self, places: Places = slice(None)) -> Floats:
        return quotient(self.numerator.floats(places), self.denominator.floats(places))


def quotient(numerator: Floats, denominator: Floats) -> Floats:
    """The one divided by the other, NaN where that is no finite number."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        values: Floats = numerator / denominator
    values[~np.isfinite(values)] = np.nan
    return values


def digest(packed: bytes) -> str:
    return blake2b(packed, digest_size=16).hexdigest()


def _unit(values: Floats, missing: NDArray[np.bool_]) -> int:
    """What nearly all numbers are whole numbers of, as a sample tells it; 0 for nothing."""
    step = max(1, len(values) // SAMPLE)
    sample, gaps = values[::step], missing[::step]
    shares = ((unit, (np.rint(sample * unit) / unit == sample) | gaps) for unit in UNITS)
    return next((unit for unit, whole in shares if np.count_nonzero(whole) >= WHOLE * len(whole)), 0)


def _width(size: Floats) -> tuple[Width, int]:
    """The type that takes the fewest bytes with what does not fit beside it, and the largest number that fits."""
    return min(TOPS.items(), key=lambda one: _bytes(size, *one))


def _bytes(size: Floats, width: Width, top: int) -> int:
    return width().itemsize * len(size) + STRAY_BYTES * int(np.count_nonzero(size > top))
