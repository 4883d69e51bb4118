"""The memory of a family of processes: proportional set size, sampled while they run."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
INTERVAL_S = 0.2


def family(root: int) -> list[int]:
    """A process and all its descendants."""
    parents = {int(p.name): _parent(p) for p in PROC.iterdir() if p.name.isdigit()}
    members, found = [root], [root]
    while found:
        found = [pid for pid, parent in parents.items() if parent in found]
        members += found
    return members


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def pss_mb(pid: int) -> float:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@dataclass
class Peak:
    """The largest sum seen."""

    mb: float = 0.0


@contextlib.contextmanager
def peak_pss(root: int) -> Iterator[Peak]:
    """Watch a process and its descendants; the peak is complete when the block ends."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(INTERVAL_S):
            peak.mb = max(peak.mb, sum(pss_mb(pid) for pid in family(root)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()
