"""The snapshot store on this machine's disk: packs, manifests and a pointer, each put in place by a rename."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from data.errors import UserError
from metrics.packing import damaged
from metrics.snapshot import Snapshot
from metrics.store import packs
from metrics.store.contract import Gone, Held
from metrics.store.packs import Loaded, Manifests

POINTER = "current"
LOCK = ".lock"
SUFFIX, PACK, PART = ".snapshot", ".pack", ".part"
POLL_S = 0.05
TRIES = 5


class FileStore:
    """A Store in a folder that keeps the newest `keep` versions. Any number of processes may share it.

    A version is a manifest and the packs that it stands on, which it may share with others; one publishes at a time.
    `held` is the copy in this process. A damaged version gives way to the newest whole one, and `degraded` says so. A
    full disk is a UserError; the current snapshot stays.
    """

    def __init__(self, path: Path, keep: int = 3) -> None:
        self.path = path
        self.keep = keep
        self.held = Held()
        self._manifests = Manifests(keep + 1)
        self._damage: tuple[str, ...] = ()

    @property
    def degraded(self) -> tuple[str, ...]:
        return self._damage

    def publish(self, snapshot: Snapshot) -> None:
        with self._alone():
            plan = packs.plan(snapshot, self._kept().values())
            for name, content in plan.packs():
                self._place(self.path / f"{name}{PACK}", content)
            self._place(self._file(snapshot.version), plan.sealed)
            self._place(self.path / POINTER, snapshot.version.encode())
            self._prune(snapshot.version)
            self.held.loaded = plan.loaded

    def version(self) -> str | None:
        try:
            return (self.path / POINTER).read_text("utf-8") or None
        except FileNotFoundError:
            return None

    def current(self) -> Snapshot | None:
        for _ in range(TRIES):
            version = self.version()
            if version is None:
                return None
            try:
                snapshot = self.held.of(version, self._load)
            except Gone:
                continue
            except UserError as error:
                return self._newest_whole(error)
            self._damage = ()
            return snapshot
        raise UserError(str(self.path), "its current snapshot is missing", "Publish again: python -m cockpit compute.")

    def wait(self, timeout: float, seen: str | None = None) -> str | None:
        deadline = time.monotonic() + timeout
        while (version := self.version()) in (None, seen or self.held.version):
            if time.monotonic() >= deadline:
                return None
            time.sleep(min(POLL_S, timeout))
        return version

    def read(self, pack: str, offset: int, size: int) -> bytes:
        """Bytes of a pack; FileNotFoundError where it is not here."""
        with (self.path / f"{pack}{PACK}").open("rb") as file:
            file.seek(offset)
            return file.read(size)

    def _file(self, version: str) -> Path:
        return self.path / f"{version}{SUFFIX}"

    def _load(self, version: str) -> Loaded:
        path = self._file(version)
        try:
            manifest = self._manifests.read(path.read_bytes(), path.name)
            return packs.load(manifest, self.held.blobs, self.read, path.name)
        except FileNotFoundError as error:
            if path.exists():
                raise damaged(path.name) from error
            raise Gone from error

    def _kept(self) -> Mapping[Path, Mapping[str, Any]]:
        """The manifests that are whole, the newest first."""
        found = {}
        for path in self._newest_first():
            try:
                found[path] = self._manifests.read(path.read_bytes(), path.name)
            except UserError:
                continue
        return found

    def _newest_whole(self, error: UserError) -> Snapshot:
        """The snapshot to serve when the current one is damaged: the copy in memory, else the newest that reads."""
        self._damage = (str(error),)
        if self.held.snapshot:
            return self.held.snapshot
        for path in self._newest_first():
            try:
                return self._load(path.name.removesuffix(SUFFIX)).snapshot
            except (UserError, Gone):
                continue
        raise error

    def _newest_first(self) -> list[Path]:
        stamped = []
        for path in self.path.glob(f"*{SUFFIX}"):
            try:
                stamped.append((path.stat().st_mtime_ns, path))
            except FileNotFoundError:
                continue
        return [path for _, path in sorted(stamped, reverse=True)]

    def _prune(self, current: str) -> None:
        """Remove the oldest versions, then what no version stands on and what an interrupted publishing left."""
        others = [path for path in self._newest_first() if path != self._file(current)]
        for path in others[self.keep - 1 :]:
            path.unlink(missing_ok=True)
        needed = {name for manifest in self._kept().values() for name in packs.names(manifest)}
        for path in (*self.path.glob(f"*{PACK}"), *self.path.glob(f".*{PART}")):
            if path.suffix == PART or path.stem not in needed:
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process and thread at a time publishes in this folder."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / LOCK).open("wb")
        except OSError as error:
            raise _plain(self.path, error) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _place(self, path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.{uuid4().hex}{PART}")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _plain(self.path, error) from error


def _plain(path: Path, error: OSError) -> UserError:
    if error.errno == errno.ENOSPC:
        return UserError(str(path), "the disk is full", "Free some space; the last good snapshot is still served.")
    return UserError(str(path), f"cannot be written ({error.strerror})", "Check the folder and its rights.")
