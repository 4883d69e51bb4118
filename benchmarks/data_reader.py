"""A reader of the store in a process of its own: says when it was told of a version, and when it had read it.

python -m benchmarks.data_reader STORE_DIR [REDIS_URL]
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from benchmarks.record import ROOT
from metrics.snapshot import Snapshot
from metrics.store import Store, open_store

PATIENCE_S = 120.0


@dataclass(frozen=True)
class Reader:
    """The process that waits, and the store in which this one publishes."""

    store: Store
    said: IO[str]

    def told(self, snapshot: Snapshot) -> tuple[float, float]:
        """Publish; milliseconds until the reader was told of it, and until it had read it."""
        began = time.monotonic()
        self.store.publish(snapshot)
        version, told = self.said.readline().split()
        read = float(self.said.readline())
        if version != snapshot.version:
            sys.exit(f"the reader was told of {version}, not of {snapshot.version}")
        return 1000 * (float(told) - began), 1000 * (read - began)


@contextmanager
def reader(first: Snapshot, *where: str) -> Iterator[Reader]:
    """A reader of a store (a folder, a Redis address) that holds the first snapshot and waits for the next."""
    store = open_store(Path(where[0]), *where[1:])
    store.publish(first)
    command = [sys.executable, "-m", "benchmarks.data_reader", *where]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        said = cast("IO[str]", process.stdout)
        said.readline()
        try:
            yield Reader(store, said)
        finally:
            process.terminate()


def main(*where: str) -> None:
    store = open_store(Path(where[0]), *where[1:])
    while store.current():
        print(time.monotonic(), flush=True)
        version = store.wait(PATIENCE_S)
        print(version, time.monotonic(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
