"""A snapshot's arithmetic, and batches of raw events up to readers who have been told, all in one process.

Most of the last day's events are held back and come in batches; when all have come, every measure and cell must be the
one that the tables give from scratch.

python -m benchmarks.data_batch TABLES_DIR AS_OF STORES_DIR BATCHES SIZE [REDIS_URL]
"""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.data_feed import Feed
from benchmarks.data_meter import cpu_s, peak_mb, tell
from benchmarks.data_reader import Reader, reader
from data.calendar import PERIODS, WorkCalendar
from data.clock import Clock
from data.tables import Tables
from metrics.base import Base
from metrics.carried import Carried
from metrics.catalogue import Catalogue, load
from metrics.cells import cells_of
from metrics.compute import organisations, snapshot_of, span
from metrics.derived import Scans
from metrics.funnels import EMPTY, Funnels
from metrics.grid import Grid
from metrics.snapshot import Snapshot
from metrics.warning import Paths
from metrics.warnings.settings import load as load_settings

LATE = timedelta(days=3)
"""How long after its day a late batch comes."""
LATE_BATCHES = 10


@dataclass(frozen=True)
class Insurer:
    """What is asked of the facts: everything as of a day."""

    tables: Tables
    calendar: WorkCalendar
    catalogue: Catalogue
    as_of: date
    carried: Carried = field(default_factory=Carried)
    funnels: Funnels = EMPTY

    def base(self, facts: Scans) -> Base:
        history = load_settings().within(self.catalogue.ids).history.months
        days = span(self.calendar, self.as_of, history)
        return Base.load(facts, organisations(self.tables), self.calendar, *days)

    def cells(self, base: Base) -> Grid:
        """Every indicator of every organisation in the four periods, with last year's and the previous ones."""
        return cells_of(base, self.catalogue, self.as_of, Paths.empty(), carried=self.carried)

    def snapshot(self, base: Base, carried: Carried | None = None) -> Snapshot:
        clock = Clock(datetime.combine(self.as_of, datetime.min.time()))
        return snapshot_of(
            base, (), self.catalogue, self.as_of, clock, lambda: self.funnels, lambda _: None, (), carried
        )


@dataclass
class Desk:
    """Takes batch after batch; notes the milliseconds from a batch to its cells, by step."""

    insurer: Insurer
    feed: Feed
    base: Base

    def taken(self, day: date) -> Iterator[tuple[dict[str, float], Grid]]:
        """Of every batch of a day, how long each step took, and the cells."""
        for rows in self.feed.batches(day):
            marks = [time.perf_counter()]
            changed = self.feed.take(rows)
            marks.append(time.perf_counter())
            self.base = self.base.refreshed(self.feed, changed)
            marks.append(time.perf_counter())
            cells = self.insurer.cells(self.base)
            marks.append(time.perf_counter())
            steps = dict(zip(("counted", "refreshed", "cells"), 1000 * np.diff(marks), strict=True))
            yield steps | {"all": 1000 * (marks[-1] - marks[0])}, cells


def p95(found: list[float]) -> float:
    return float(np.percentile(found, 95, method="higher"))


def same(one: Base, other: Base, insurer: Insurer) -> bool:
    """Whether every measure is equal, and the whole snapshot: its version is a digest of all that it says."""
    for period in PERIODS:
        found, expected = (base.sums(period, insurer.as_of) for base in (one, other))
        if found.keys() != expected.keys() or any(not np.array_equal(found[name], expected[name]) for name in found):
            return False
    return insurer.snapshot(one).version == insurer.snapshot(other).version


def published(readers: dict[str, Reader], snapshot: Snapshot) -> dict[str, float]:
    """Milliseconds until each reader was told, and had read."""
    found = {name: each.told(snapshot) for name, each in readers.items()}
    return {
        f"{what}{name}": ms for name, both in found.items() for what, ms in zip(("publish", "read"), both, strict=True)
    }


def main(insurer: Insurer, stores: Path, count: int, size: int, redis: tuple[str, ...]) -> None:
    began = cpu_s()
    late = insurer.as_of - LATE
    held_back = {insurer.as_of: (count, size), late: (min(count, LATE_BATCHES), size)}
    feed = Feed(insurer.tables, held_back, stores)
    ready = cpu_s()
    desk = Desk(insurer, feed, insurer.base(feed))
    loaded, load_peak = cpu_s(), peak_mb()
    insurer.cells(desk.base)
    figures: dict[str, Any] = {
        "load_cpu_s": loaded - ready,
        "load_peak_mb": load_peak,
        "snapshot_cpu_s": cpu_s() - loaded,
    }
    first = insurer.snapshot(desk.base, insurer.carried)
    steps: list[dict[str, float]] = []
    with ExitStack() as stack:
        where = {"": (str(stores / "files"),)} | ({"_redis": (str(stores / "redis"), *redis)} if redis else {})
        readers = {name: stack.enter_context(reader(first, *each)) for name, each in where.items()}
        lates = [found["all"] for found, _ in desk.taken(late)]
        for at, (found, cells) in enumerate(desk.taken(insurer.as_of)):
            snapshot = replace(first, version=f"{first.version}-{at}", cells=cells)
            steps.append(found | published(readers, snapshot))
    figures |= {f"{name}_p95_ms": p95([each[name] for each in steps]) for name in steps[0]}
    figures |= {"late_p95_ms": p95(lates), "peak_mb": peak_mb(), "batches": len(steps)}
    figures["cpu_s"] = cpu_s() - began
    if not same(desk.base, insurer.base(insurer.tables), insurer):
        sys.exit("what came batch by batch differs from the whole")
    tell(**figures)


if __name__ == "__main__":
    root, as_of, folder, many, large = sys.argv[1:6]
    asked = Insurer(Tables(Path(root)), WorkCalendar("natural"), load(), date.fromisoformat(as_of))
    main(asked, Path(folder), int(many), int(large), tuple(sys.argv[6:]))
