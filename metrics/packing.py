"""One file of several frames: a JSON header and Arrow IPC (zstd), with a checksum against torn bytes."""

import io
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import polars as pl

from data.errors import UserError

MAGIC = b"DAYBREAK1"
DIGEST, SIZE = 32, 8


def pack(header: Mapping[str, Any], frames: Mapping[str, pl.DataFrame]) -> bytes:
    """Bytes of a header of JSON values and named frames."""
    blobs = {name: _frame_bytes(frame) for name, frame in frames.items()}
    sizes = {name: len(blob) for name, blob in blobs.items()}
    top = json.dumps({**header, "_frames": sizes}, ensure_ascii=False).encode()
    rest = b"".join((len(top).to_bytes(SIZE, "big"), top, *blobs.values()))
    return b"".join((MAGIC, sha256(rest).digest(), rest))


def unpack(packed: bytes, where: str = "snapshot") -> tuple[dict[str, Any], dict[str, pl.DataFrame]]:
    """What `pack` packed; UserError where bytes are missing, changed or of another kind."""
    start = len(MAGIC) + DIGEST
    rest = memoryview(packed)[start:]
    if not packed.startswith(MAGIC) or sha256(rest).digest() != packed[len(MAGIC) : start]:
        raise UserError(where, "is damaged or no snapshot", "Publish again: python -m cockpit compute.")
    end = SIZE + int.from_bytes(rest[:SIZE], "big")
    header = json.loads(bytes(rest[SIZE:end]))
    return header, _frames(rest, end, header.pop("_frames"))


def _frames(packed: memoryview, at: int, sizes: Mapping[str, int]) -> dict[str, pl.DataFrame]:
    frames = {}
    for name, size in sizes.items():
        frames[name] = pl.read_ipc(io.BytesIO(packed[at : at + size]))
        at += size
    return frames


def _frame_bytes(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.write_ipc(sink, compression="zstd")
    return sink.getvalue()
