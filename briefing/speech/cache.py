"""Sentences once spoken, on disk: the same text in the same voice is not spoken again."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from avatar.types import Speech, Viseme, Word

SUFFIX = ".npz"
FORMAT = 1  # counted up when sound, words or visemes of the same voice are made otherwise
LIMIT = 1 << 30  # about three hours of sound
KEPT = 0.8  # how full a trimmed cache is


@dataclass(frozen=True)
class Cache:
    """One file a sentence in `folder`, the least recently heard given up beyond `limit` bytes."""

    folder: Path
    limit: int = LIMIT

    def get(self, text: str, signature: str) -> Speech | None:
        """The sentence, or None; a damaged file is removed."""
        path = self._path(text, signature)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                speech = _speech(stored["pcm"], stored["marks"].tobytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, LookupError, TypeError, BadZipFile):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return speech

    def put(self, text: str, signature: str, speech: Speech) -> None:
        """Whole or not at all. OSError where the disk is full."""
        path = self._path(text, signature)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.stem}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                np.savez(file, pcm=speech.pcm, marks=np.frombuffer(_marks(speech), np.uint8))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def trim(self) -> None:
        """Give up the least recently heard sentences if the cache is over its limit."""
        files = sorted(((stat.st_mtime, stat.st_size, path) for path, stat in self._files()), reverse=True)
        if sum(size for _, size, _ in files) <= self.limit:
            return
        room = self.limit * KEPT
        for _, size, path in files:
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self.folder.glob(f"*/*{SUFFIX}"):
            with suppress(FileNotFoundError):  # another process trims too
                found.append((path, path.stat()))
        return found

    def _path(self, text: str, signature: str) -> Path:
        key = hashlib.sha256(f"{FORMAT}\n{signature}\n{text}".encode()).hexdigest()
        return self.folder / key[:2] / f"{key}{SUFFIX}"


def _marks(speech: Speech) -> bytes:
    marks = {"words": list(map(astuple, speech.words)), "visemes": list(map(astuple, speech.visemes))}
    return json.dumps(marks).encode()


def _speech(pcm: npt.NDArray[np.int16], marks: bytes) -> Speech:
    found = json.loads(marks)
    return Speech(pcm, tuple(Word(*mark) for mark in found["words"]), tuple(Viseme(*mark) for mark in found["visemes"]))
