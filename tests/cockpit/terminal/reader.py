"""A terminal in Python, written from docs/terminal.md alone: it reads containers and holds what they say."""

import gzip
import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

KINDS = {1: "<i1", 2: "<i2", 4: "<i4"}
LEAST = {1: -(2**7), 2: -(2**15), 4: -(2**31)}


def heard(line: Any, seconds: float = 20) -> Any:
    """The next message of the feed that says something new: JSON, or the delta unpacked."""
    while True:
        message = line.recv(seconds)
        if isinstance(message, bytes):
            return gzip.decompress(message)
        if "still" not in (said := json.loads(message)):
            return said


def opened(packed: bytes, magic: bytes) -> tuple[dict[str, Any], list[np.ndarray]]:
    """Header, and the numbers of every blob (NaN: none)."""
    body, (checksum,) = packed[:-4], struct.unpack("<I", packed[-4:])
    assert zlib.crc32(body) == checksum
    assert body[:4] == magic
    (length,) = struct.unpack("<I", body[4:8])
    header = json.loads(body[8 : 8 + length])
    start = 8 + length
    assert start % 8 == 0
    return header, [numbers(body, start + at, *row) for at, *row in header["blobs"]]


def numbers(body: bytes, at: int, size: int, unit: int, length: int, strays: int) -> np.ndarray:
    assert at % 8 == 0
    if not unit:
        return np.frombuffer(body, "<f8", length, at).copy()
    counts = np.frombuffer(body, KINDS[size], length, at)
    found = counts / float(unit)
    found[counts == LEAST[size]] = np.nan
    places_at = at + -(-length * size // 4) * 4
    places = np.frombuffer(body, "<i4", strays, places_at)
    assert sorted(places) == np.flatnonzero(counts == LEAST[size] + 1).tolist()
    found[places] = np.frombuffer(body, "<f8", strays, -(-(places_at + strays * 4) // 8) * 8) if strays else []
    return found


@dataclass
class Held:
    """A part as a terminal holds it."""

    header: dict[str, Any]
    blobs: list[np.ndarray] = field(repr=False)
    corrected: dict[str, set[str]] = field(default_factory=dict)
    """By older version the indicators of which earlier months were others then."""

    @classmethod
    def of(cls, packed: bytes) -> "Held":
        return cls(*opened(packed, b"DBK1"))

    @property
    def ids(self) -> list[str]:
        return [row[0] for row in self.header["orgs"]]

    def value(self, org: str, name: str, indicator: str, period: str) -> Any:
        """A number or a word; None where there is none."""
        slot, place = self.header["periods"].index(period), self.header["indicators"].index(indicator)
        ref = self.header["columns"][name][slot][place]
        node = self.ids.index(org)
        if name in self.header["words"]:
            return self.header["words"][name][0 if ref is None else int(self.blobs[ref][node])]
        return None if ref is None else self._number(ref, node)

    def _number(self, ref: int | list[int], node: int) -> float | None:
        if isinstance(ref, list):
            above, below = (self.blobs[one][node] for one in ref)
            found = above / below if below else np.nan
        else:
            found = self.blobs[ref][node]
        return float(found) if np.isfinite(found) else None

    def taken(self, packed: bytes) -> "Held":
        """What is held after a delta."""
        header, blobs = opened(packed, b"DBD1")
        assert (header["from"], header["org"]) == (self.header["version"], self.header["org"])
        made = [*self.blobs, *([None] * header["length"])][: header["length"]]
        for new, old in header["moved"]:
            made[new] = self.blobs[old]
        for change in header["changes"]:
            shares = np.split(blobs[change["numbers"]], len(change["of"]))
            for (new, old), numbers_ in zip(change["of"], shares, strict=True):
                if change["places"] is None:
                    made[new] = numbers_
                    continue
                made[new] = self.blobs[old].copy()
                made[new][blobs[change["places"]].astype(int)] = numbers_
        apart = ("from", "length", "moved", "changes", "corrected")
        own = {name: value for name, value in header.items() if name not in apart}
        corrected = {self.header["version"]: set(), **self.corrected}
        return Held(
            {**self.header, **own}, made, {one: known | {*header["corrected"]} for one, known in corrected.items()}
        )

    def same(self, other: "Held") -> bool:
        """Whether both say the same; where in the container it stands is no part of that."""
        mine, theirs = ({**one.header, "blobs": None} for one in (self, other))
        return mine == theirs and all(
            np.array_equal(one, two, equal_nan=True) for one, two in zip(self.blobs, other.blobs, strict=True)
        )
