"""The snapshot store on this machine's disk: immutable version files and a pointer, each put in place by a rename."""

import errno
import os
import time
from pathlib import Path
from uuid import uuid4

from data.errors import UserError
from metrics.snapshot import Snapshot
from metrics.store.contract import Gone, Held

POINTER = "current"
SUFFIX = ".snapshot"
POLL_S = 0.05
TRIES = 5


class FileStore:
    """A Store in a folder that keeps the newest `keep` versions. Any number of processes may share it.

    A damaged version gives way to the newest whole one, and `degraded` says so. A full disk is a UserError; the current
    snapshot stays.
    """

    def __init__(self, path: Path, keep: int = 3) -> None:
        self.path = path
        self.keep = keep
        self._held = Held()
        self._damage: tuple[str, ...] = ()

    @property
    def degraded(self) -> tuple[str, ...]:
        return self._damage

    def publish(self, snapshot: Snapshot) -> None:
        self._place(self._file(snapshot.version), snapshot.to_bytes())
        self._place(self.path / POINTER, snapshot.version.encode())
        self._prune(snapshot.version)

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
                snapshot = self._held.of(version, self._load)
            except Gone:
                continue
            except UserError as error:
                return self._newest_whole(error)
            self._damage = ()
            return snapshot
        raise UserError(str(self.path), "its current snapshot is missing", "Publish again: python -m cockpit compute.")

    def wait(self, timeout: float) -> str | None:
        deadline = time.monotonic() + timeout
        while (version := self.version()) in (None, self._held.version):
            if time.monotonic() >= deadline:
                return None
            time.sleep(min(POLL_S, timeout))
        return version

    def _file(self, version: str) -> Path:
        return self.path / f"{version}{SUFFIX}"

    def _load(self, version: str) -> Snapshot:
        try:
            return Snapshot.from_bytes(self._file(version).read_bytes(), self._file(version).name)
        except FileNotFoundError as error:
            raise Gone from error

    def _newest_whole(self, error: UserError) -> Snapshot:
        """The snapshot to serve when the current one is damaged: the copy in memory, else the newest that reads."""
        self._damage = (str(error),)
        if self._held.snapshot:
            return self._held.snapshot
        for path in self._newest_first():
            try:
                return self._load(path.name.removesuffix(SUFFIX))
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
        others = [path for path in self._newest_first() if path != self._file(current)]
        for path in others[self.keep - 1 :]:
            path.unlink(missing_ok=True)

    def _place(self, path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.{uuid4().hex}.part")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
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
