"""Packing: what a snapshot is made of, as named bytes, and the header that says what they are, with a checksum."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Protocol, Self

import polars as pl

from data.errors import UserError
from data.org import OrgTree
from metrics.columns import Quotient, Stored, digest
from metrics.funnels import Funnels
from metrics.grid import Grid, Place, Slot

KIND, MAGIC = b"DAYBREAK", b"DAYBREAK2"
CHECKSUM = 32
KEEP_TABLES = 2
Ref = int | list[int]
"""A blob by its number; two: the one divided by the other."""


class Blob(Protocol):
    """Bytes under the name of their content: a Column or a Table."""

    @property
    def digest(self) -> str: ...
    @property
    def size(self) -> int: ...
    def to_bytes(self) -> bytes: ...


@dataclass(frozen=True, eq=False)
class Table:
    """A frame, packed as Arrow IPC (zstd)."""

    frame: pl.DataFrame

    @cached_property
    def packed(self) -> bytes:
        sink = io.BytesIO()
        self.frame.rechunk().write_ipc(sink, compression="zstd")
        return sink.getvalue()

    @cached_property
    def digest(self) -> str:
        return digest(self.packed)

    @property
    def size(self) -> int:
        return len(self.packed)

    def to_bytes(self) -> bytes:
        return self.packed

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        return cls(pl.read_ipc(io.BytesIO(packed)))


class Numbered:
    """Blobs in the order in which they were first named, each content once."""

    def __init__(self) -> None:
        self.blobs: dict[str, Blob] = {}
        self._numbers: dict[str, int] = {}

    def number(self, blob: Blob) -> int:
        self.blobs.setdefault(blob.digest, blob)
        return self._numbers.setdefault(blob.digest, len(self._numbers))

    def ref(self, stored: Stored) -> Ref:
        numbers = [self.number(part) for part in stored.parts]
        return numbers[0] if len(numbers) == 1 else numbers


@lru_cache(KEEP_TABLES)
def tree_table(orgs: OrgTree) -> Table:
    """The tree's rows; made once for as long as the tree is the same."""
    return Table(orgs.to_frame())


@lru_cache(KEEP_TABLES)
def funnel_tables(funnels: Funnels) -> Mapping[str, Table]:
    """The funnels' frames, likewise."""
    return {name: Table(frame) for name, frame in funnels.to_frames().items()}


def grid_json(grid: Grid, numbered: Numbered) -> dict[str, Any]:
    """Where every column of a grid is: by field and slot the blobs of its indicators."""
    refs = {
        field: [[_ref(grid, (name, slot), field, numbered) for name in grid.indicators] for slot in grid.slots]
        for field in grid.fields
    }
    return {"indicators": grid.indicators, "slots": [str(slot) for slot in grid.slots], "columns": refs}


def grid_from(told: Mapping[str, Any], schema: pl.Schema, orgs: list[str], blobs: list[Any]) -> Grid:
    """The grid of `grid_json`."""
    dated = schema.dtypes()[2] == pl.Date
    slots = tuple(date.fromisoformat(slot) if dated else slot for slot in told["slots"])
    columns: dict[Place, dict[str, Stored]] = {}
    for field, slot, indicator, ref in _told(told, slots):
        columns.setdefault((indicator, slot), {})[field] = (
            blobs[ref] if isinstance(ref, int) else Quotient(*(blobs[number] for number in ref))
        )
    return Grid(schema, orgs, tuple(told["indicators"]), slots, columns)


def seal(header: Mapping[str, Any]) -> bytes:
    """Bytes of JSON values with a checksum."""
    rest = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((MAGIC, sha256(rest).digest(), rest))


def unseal(packed: bytes, where: str = "snapshot") -> dict[str, Any]:
    """What `seal` sealed; UserError where bytes are missing, changed or of another kind."""
    start = len(MAGIC) + CHECKSUM
    if packed.startswith(KIND) and len(packed) > len(MAGIC) and not packed.startswith(MAGIC):
        raise UserError(where, "was written by another version of this program", "Run `python -m cockpit compute`.")
    if not packed.startswith(MAGIC) or sha256(packed[start:]).digest() != packed[len(MAGIC) : start]:
        raise damaged(where)
    header: dict[str, Any] = json.loads(packed[start:])
    return header


def damaged(where: str) -> UserError:
    return UserError(where, "is damaged or no snapshot", "Publish again: python -m cockpit compute.")


def _ref(grid: Grid, place: Place, field: str, numbered: Numbered) -> Ref | None:
    stored = grid.columns.get(place, {}).get(field)
    return None if stored is None else numbered.ref(stored)


def _told(told: Mapping[str, Any], slots: tuple[Slot, ...]) -> Iterator[tuple[str, Slot, str, Ref]]:
    """Every column: field, slot, indicator, where it is."""
    for field, by_slot in told["columns"].items():
        for slot, refs in zip(slots, by_slot, strict=True):
            for indicator, ref in zip(told["indicators"], refs, strict=True):
                if ref is not None:
                    yield field, slot, indicator, ref
