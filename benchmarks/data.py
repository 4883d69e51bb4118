"""`make bench-data`: a month of a large insurer, from its facts to readers who have been told.

The demo insurer of size L is made below COCKPIT_HOME/bench-data, minutes of work, and used again as long as its code is
the same. Everything measured runs in a process of its own: CPU seconds are user and system, of its children too; memory
is the most that was resident. The cube is asked RUNS times of each side in turn; the median counts.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.data_cube import NAMES
from benchmarks.data_home import days_of_events, insurer
from benchmarks.data_meter import asked
from benchmarks.record import Bench
from data.schemas import TABLES
from data.tables import Tables

SIZE, RUNS = "L", 3
BATCHES, BATCH = 40, 20_000
CUBES = {"ours": "data_cube", "duck": "duck_cube", "floor": "floor"}
Told = dict[str, Any]


def run(bench: Bench) -> None:
    tables, reused = insurer(bench.folder.parent / "bench-data", SIZE)
    print(f"the insurer of size {SIZE} {'was there' if reused else 'was made'}: {tables.root}", flush=True)
    days = days_of_events(tables)
    with tempfile.TemporaryDirectory(prefix="daybreak-bench-") as folder:
        measure(bench, tables, days, Path(folder), BATCHES, BATCH)


def measure(bench: Bench, tables: Tables, days: list[date], folder: Path, batches: int, size: int) -> None:
    """Every row of the bench, for the days with raw events."""
    facts(bench, tables)
    ours, duck = cube(bench, tables, days, folder)
    with private_redis(folder) as redis:
        told = asked("data_batch", tables.root, days[-1], folder, batches, size, *redis)
    batch(bench, told)
    peak = max(ours["peak_mb"], told["peak_mb"])
    bench.add("peak_rss_mb", peak, "MB", "DuckDB, the cube alone", duck["peak_mb"])


def facts(bench: Bench, tables: Tables) -> None:
    """How much there is."""
    stats = {name: tables.file_stats(name) for name in TABLES if tables.exists(name)}
    bench.add("facts_rows", sum(int(one["num_records"].sum()) for one in stats.values()), "rows")
    bench.add("facts_mb", sum(int(one["size_bytes"].sum()) for one in stats.values()) / 1e6, "MB")
    for name in ("event", "policy", "agent", "org"):
        bench.add(f"{name}_rows", int(stats[name]["num_records"].sum()), "rows")


def cube(bench: Bench, tables: Tables, days: list[date], folder: Path) -> tuple[Told, Told]:
    """Ours beside DuckDB's and the floor; all three must find the same everywhere. The runs that are the medians."""
    runs: dict[str, list[Told]] = {side: [] for side in CUBES}
    for _ in range(RUNS):
        for side, module in CUBES.items():
            runs[side].append(asked(module, tables.root, days[0], days[-1], folder / f"{side}.ipc"))
    ours, duck, floor = (sorted(found, key=lambda told: float(told["cpu_s"]))[RUNS // 2] for found in runs.values())
    peer = f"DuckDB, the same {len(NAMES)} flows of {len(days)} days, preparing counted"
    bench.add("cube_cpu_s", ours["cpu_s"], "CPU s", peer, duck["cpu_s"])
    bench.add("cube_days_cpu_s", ours["days_cpu_s"], "CPU s", "DuckDB, the plans of the days alone", duck["days_cpu_s"])
    bench.add("cube_floor_cpu_s", floor["cpu_s"], "CPU s")
    bench.add("cube_peak_mb", ours["peak_mb"], "MB", "DuckDB", duck["peak_mb"])
    equal(folder)
    return ours, duck


def equal(folder: Path) -> None:
    frames = {side: pl.read_ipc(folder / f"{side}.ipc") for side in CUBES}
    for side in ("duck", "floor"):
        if not frames["ours"].equals(frames[side]):
            sys.exit(f"the cube: ours and {side}'s differ; the figures above mean nothing")


def batch(bench: Bench, told: Told) -> None:
    """Compute is from the rows in memory to the cells: once each, counted, measures brought up, formulas."""
    bench.add("load_cpu_s", told["load_cpu_s"], "CPU s")
    bench.add("load_peak_mb", told["load_peak_mb"], "MB")
    bench.add("snapshot_cpu_s", told["snapshot_cpu_s"], "CPU s")
    bench.add("batch_20k_p95_ms", told["all_p95_ms"], "ms")
    for step in ("counted", "refreshed", "cells"):
        bench.add(f"batch_20k_{step}_p95_ms", told[f"{step}_p95_ms"], "ms")
    bench.add("batch_late_p95_ms", told["late_p95_ms"], "ms")
    for place in ("", "_redis"):
        if f"publish{place}_p95_ms" in told:
            bench.add(f"publish{place}_p95_ms", told[f"publish{place}_p95_ms"], "ms")
            bench.add(f"publish{place}_read_p95_ms", told[f"read{place}_p95_ms"], "ms")


@contextmanager
def private_redis(folder: Path) -> Iterator[tuple[str, ...]]:
    """The address of a Redis of our own; nothing where there is no redis-server."""
    if not shutil.which("redis-server"):
        print("no redis-server: only files are measured", flush=True)
        yield ()
        return
    socket = folder / "redis.sock"
    words = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        while not socket.exists():
            time.sleep(0.05)
        try:
            yield (f"unix://{socket}",)
        finally:
            process.terminate()
