"""The container that terminals read: JSON, columns as the snapshot keeps them, a checksum (docs/terminal.md)."""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from metrics.columns import Column

PART, DELTA = b"DBK1", b"DBD1"
ALIGN = 8
PLACE_BYTES = 4


def sealed(magic: bytes, header: Mapping[str, Any], columns: Iterable[Column]) -> bytes:
    """The header with `blobs`, where each column is: offset from the first, bytes a number, unit, length, strays."""
    blobs, rows, at = [], [], 0
    for column in columns:
        blobs.append(blob(column))
        rows.append((at, column.body.dtype.itemsize, column.unit, len(column.body), len(column.places)))
        at += len(blobs[-1])
    told = json.dumps({**header, "blobs": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    told += b" " * _gap(len(told), ALIGN)
    body = b"".join((magic, len(told).to_bytes(4, "little"), told, *blobs))
    return body + zlib.crc32(body).to_bytes(4, "little")


def blob(column: Column) -> bytes:
    """Body, places and numbers of its strays; each begins where its kind of number may."""
    body = column.body.tobytes()
    if not len(column.places):
        return body + bytes(_gap(len(body), ALIGN))
    places = bytes(_gap(len(body), PLACE_BYTES)) + column.places.tobytes()
    return b"".join((body, places, bytes(_gap(len(body) + len(places), ALIGN)), column.strays.tobytes()))


def _gap(length: int, step: int) -> int:
    return -length % step
