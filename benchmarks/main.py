"""The first bench: from the seed to the film and the page, on a demo insurer of size S made for the occasion."""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.duck import Found, told
from benchmarks.memory import peak_pss
from benchmarks.page import PAGES, TWENTY, painted
from benchmarks.record import ROOT, Bench
from cockpit import settings as configuration
from cockpit.desk import Desk
from cockpit.orders import Order
from cockpit.settings import Settings
from cockpit.up import House
from data.calendar import PERIODS
from metrics.base import Base
from metrics.catalogue import load
from metrics.compute import organisations
from metrics.measures import MEASURES
from metrics.snapshot import Snapshot

FILM_WAIT_S = 900
PORT = 18501
RUNS = 3


def run(bench: Bench) -> None:
    """Measure every row; the demo's home is made in a temporary folder and removed."""
    with tempfile.TemporaryDirectory(prefix="daybreak-bench-") as folder:
        settings = replace(configuration.load({}), home=Path(folder), port=PORT)
        with peak_pss(os.getpid()) as peak:
            seed(bench, settings)
            with house(settings):
                wait_for_film(settings)
        bench.add("peak_pss_mb", peak.mb, "MB")
        compute(bench, settings)
        film(bench, settings)
        with house(settings):
            page(bench, settings)


def seed(bench: Bench, settings: Settings) -> None:
    began = time.perf_counter()
    cockpit(settings, "seed")
    bench.add("seed_s_wall", time.perf_counter() - began, "s")


def compute(bench: Bench, settings: Settings) -> None:
    """The whole snapshot, then the measures alone beside DuckDB; both sides must find the same numbers."""
    as_of = date.fromisoformat(json.loads((settings.home / "demo.json").read_text())["as_of"])
    whole = statistics.median(json.loads(cockpit(settings, "compute", "--json"))["cpu_s"] for _ in range(RUNS))
    wholes = [duck(settings, as_of, "whole") for _ in range(RUNS)]
    peer = f"DuckDB, {len(names(wholes[0]))} of the {len(MEASURES)} measures at the same days"
    bench.add("compute_s_cpu", whole, "CPU s", peer, median_cpu(wholes))
    peers = [duck(settings, as_of) for _ in range(RUNS)]
    ours = [measured(settings, as_of, names(peers[0])) for _ in range(RUNS)]
    peer = f"DuckDB, the same {len(names(peers[0]))} measures"
    bench.add("measures_s_cpu", statistics.median(cpu for cpu, _ in ours), "CPU s", peer, median_cpu(peers))
    if ours[0][1] != peers[0]["measures"]:
        sys.exit("measures: ours and DuckDB's differ; the figures above mean nothing")


def median_cpu(peers: list[dict[str, Any]]) -> float:
    return statistics.median(float(found["cpu_s"]) for found in peers)


def names(peer: dict[str, Any]) -> frozenset[str]:
    """The measures that the peer has."""
    return frozenset(name for found in peer["measures"] for name in found)


def measured(settings: Settings, as_of: date, only: frozenset[str]) -> tuple[float, list[Found]]:
    """CPU seconds, and what was found in each period."""
    began = time.process_time()
    orgs, calendar = organisations(settings.tables), settings.calendar
    base = Base.load(settings.tables, orgs, calendar, calendar.period_start("ytd", as_of), as_of, only=only)
    sums = [base.sums(period, as_of) for period in PERIODS]
    cpu = time.process_time() - began
    return cpu, [told({"org_id": np.array(orgs.ids), **found}) for found in sums]


def duck(settings: Settings, as_of: date, *more: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.duck", str(settings.home / "tables"), as_of.isoformat(), *more]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def film(bench: Bench, settings: Settings) -> None:
    """A headquarters film from script to MP4 with every sprite on disk and no sentence spoken or rendered before."""
    catalogue, snapshot = load(), published(settings)
    order = Order(snapshot.orgs.root.id, settings.clock.today(), "zh")
    took = []
    for _ in range(RUNS):
        for part in ("segments", "speech"):
            shutil.rmtree(settings.cache / part, ignore_errors=True)
        desk = Desk(settings, catalogue)
        began = time.process_time() + children_cpu()
        out = settings.home / "film"
        shutil.rmtree(out, ignore_errors=True)
        desk.make(snapshot, order, lambda _done, _total: None, out)
        desk.close()
        cpu = time.process_time() + children_cpu() - began
        took.append(cpu / json.loads((out / "edition.json").read_text())["duration_s"])
    bench.add("film_cpu_per_s", statistics.median(took), "CPU s / film s")


def page(bench: Bench, settings: Settings) -> None:
    wait_for_page(settings)
    for name, seen in (("page_painted", PAGES), ("page_20_painted", TWENTY)):
        times = painted(f"http://127.0.0.1:{settings.port}", "branch", seen)
        bench.add(f"{name}_p50_ms", statistics.median(times), "ms")
        bench.add(f"{name}_p95_ms", times[round(0.95 * (len(times) - 1))], "ms")


def published(settings: Settings) -> Snapshot:
    snapshot = settings.store().current()
    if snapshot is None:
        sys.exit("no snapshot was published")
    return snapshot


def environ(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COCKPIT_", "REDIS_"))}
    return kept | {"COCKPIT_HOME": str(settings.home), "COCKPIT_PORT": str(settings.port)}


def cockpit(settings: Settings, *words: str) -> str:
    command = [sys.executable, "-m", "cockpit", *words]
    done = subprocess.run(command, cwd=ROOT, env=environ(settings), capture_output=True, check=True, text=True)
    return done.stdout


@contextmanager
def house(settings: Settings) -> Iterator[None]:
    """Both processes, stopped at the end."""
    command = [sys.executable, "-m", "cockpit", "up"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def wait_for_film(settings: Settings) -> None:
    film_of_hq = settings.editions / "86" / settings.clock.today().isoformat() / "zh" / "edition.json"
    wait(film_of_hq.exists, "the first film")


def wait_for_page(settings: Settings) -> None:
    wait(House(settings).answers, "the page")


def wait(ready: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + FILM_WAIT_S
    while not ready():
        if time.monotonic() > deadline:
            sys.exit(f"{what} was not there after {FILM_WAIT_S} s")
        time.sleep(0.2)


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
