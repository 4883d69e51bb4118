"""Files that are whole or absent: written beside their place, then moved there; one writer at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

PART = ".part"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; it becomes `path` when the block ends well, and is removed when it does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid4().hex}{PART}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def written(path: Path, data: bytes) -> None:
    with replacing(path) as part:
        part.write_bytes(data)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone among threads and processes while the block runs; a process that dies lets go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path, stem: str) -> None:
    """Remove what a writer of `stem` that was killed has left; call it under the lock of `stem`."""
    for part in folder.glob(f"{stem}*{PART}"):
        part.unlink(missing_ok=True)
