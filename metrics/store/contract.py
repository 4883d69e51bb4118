"""What every snapshot store does, and the in-process copy that they share."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Protocol

from metrics.packing import Blob
from metrics.snapshot import Snapshot
from metrics.store.packs import Loaded


class Store(Protocol):
    """Hands the newest snapshot from the one who makes it to all who read it; nobody ever sees half of one."""

    @property
    def degraded(self) -> tuple[str, ...]:
        """What is amiss, in words; empty when all is well."""
        ...

    def publish(self, snapshot: Snapshot) -> None:
        """Keep the snapshot, make it the current one, then tell everybody."""
        ...

    def current(self) -> Snapshot | None:
        """The current snapshot; None before the first. The same object for as long as the version is the same."""
        ...

    def version(self) -> str | None:
        """The version of the current snapshot, without loading it."""
        ...

    def wait(self, timeout: float, seen: str | None = None) -> str | None:
        """Block until another version than `seen` is there; None after `timeout` seconds.

        Without `seen`, the version last read by `current` counts, which others in the process may read first.
        """
        ...


class Gone(Exception):  # noqa: N818 - it says what happened, and is always caught
    """The version was pruned between the look at the pointer and the load."""


class Held:
    """The copy in this process: however many threads ask for a version at once, it is loaded once."""

    def __init__(self) -> None:
        self.loaded: Loaded | None = None
        self._lock = Lock()

    @property
    def snapshot(self) -> Snapshot | None:
        return self.loaded.snapshot if self.loaded else None

    @property
    def blobs(self) -> Mapping[str, Blob]:
        """What need not be read again, by digest."""
        return self.loaded.blobs if self.loaded else {}

    @property
    def version(self) -> str | None:
        return self.snapshot.version if self.snapshot else None

    def of(self, version: str, load: Callable[[str], Loaded]) -> Snapshot:
        held = self.snapshot
        if held and held.version == version:
            return held
        with self._lock:
            if self.loaded is None or self.loaded.snapshot.version != version:
                self.loaded = load(version)
            return self.loaded.snapshot
