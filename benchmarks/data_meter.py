"""What a measured process costs: it runs on its own, and says as its last line what it used and found."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from benchmarks.record import ROOT


def cpu_s() -> float:
    """CPU seconds so far, user and system, of this process and of its children that ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_mb() -> float:
    """The most memory that this process has held, resident."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def tell(**figures: Any) -> None:
    print(json.dumps(figures), flush=True)


def asked(module: str, *words: object) -> dict[str, Any]:
    """What `python -m benchmarks.MODULE WORDS` told; where it fails, the bench ends."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} failed; the figures above mean nothing")
    return dict(json.loads(done.stdout.splitlines()[-1]))


@dataclass(frozen=True)
class Partner:
    """A process of the bench that answers every line of JSON with one; where it ends by itself, the bench ends."""

    module: str
    asks: IO[str]
    says: IO[str]

    def hear(self) -> dict[str, Any]:
        line = self.says.readline()
        return dict(json.loads(line)) if line else sys.exit(f"{self.module} failed; the figures above mean nothing")

    def ask(self, **told: Any) -> dict[str, Any]:
        self.asks.write(json.dumps(told) + "\n")
        self.asks.flush()
        return self.hear()


@contextmanager
def partner(module: str, *words: object) -> Iterator[Partner]:
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Partner(module, cast("IO[str]", process.stdin), cast("IO[str]", process.stdout))
        finally:
            process.terminate()
