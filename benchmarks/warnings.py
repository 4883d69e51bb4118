"""`make bench-warnings`: are the planted anomalies warned of in time, and is the healthy twin left in peace?

For each seed both twins of the demo insurer (size S) are made and ingested in a temporary folder, and every working day
since January is replayed at headquarters, branches, sub-branches and districts. The outlook is judged on the healthy
twin's last twelve closed months: would a projection below 95 % have named those that ended below 95 %?
"""

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.record import Bench
from data.calendar import WorkCalendar
from data.clock import Clock
from data.demo import DEFAULT_DAY, DEFAULT_SEED, seed
from data.ingest import ingest
from data.org import LEVELS, OrgTree
from data.tables import Tables
from metrics.base import Base
from metrics.catalogue import load as load_catalogue
from metrics.warnings import replay_on, warn_on
from metrics.warnings.judgement import judge
from metrics.warnings.settings import Settings, load
from metrics.warnings.volumes import Book

SIZE, SEEDS = "S", (DEFAULT_SEED, 1, 2)
JUDGED_LEVELS = LEVELS[:4]
RECENT_DAYS = 40
MISSED = 0.95
WORKDAYS = (5, 8, 10, 15)
MONTHS = 12
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Twin:
    """One demo insurer, loaded; `answers` is its sheet of plants."""

    base: Base
    answers: list[dict[str, Any]]
    settings: Settings

    @property
    def orgs(self) -> list[str]:
        """The orgs that are judged."""
        return [org.id for org in self.base.orgs if org.level in JUDGED_LEVELS]

    def red(self, days: list[date]) -> pl.DataFrame:
        rows = replay_on(self.base, days, self.settings)
        return rows.filter(pl.col("org").is_in(self.orgs), severity="red")


def run(bench: Bench) -> None:
    """Rows per seed: working day of the first red at the plant's own org; share of org-days red on the healthy twin."""
    calendar = WorkCalendar()
    days = calendar.workdays(date(DEFAULT_DAY.year, 1, 1), DEFAULT_DAY)
    for number in SEEDS:
        for plant, workday in detected(made(number, healthy=False), days):
            bench.add(f"{plant}_red_workday_{number}", workday, "workday")
        twin = made(number, healthy=True)
        for span, some in (("year", days), ("40", days[-RECENT_DAYS:])):
            bench.add(f"healthy_red_{span}_{number}", 100 * _share(twin, some), "% of org-days")
        if number == DEFAULT_SEED:
            costs(bench, twin, days)
            outlook(bench, twin)


def made(number: int, *, healthy: bool) -> Twin:
    """Seed and ingest one twin."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seed(home, size=SIZE, seed=number, healthy=healthy)
        tables, calendar = Tables(home / "tables"), WorkCalendar()
        ingest(home / "spool", tables, Clock(datetime.combine(DEFAULT_DAY + timedelta(days=1), datetime.min.time())))
        orgs = OrgTree.from_frame(tables.scan("org").collect())
        base = Base.load(tables, orgs, calendar, date(DEFAULT_DAY.year - 1, 1, 1), DEFAULT_DAY)
        answers = json.loads((home / "answers.json").read_text("utf-8"))["plants"]
        return Twin(base, answers, load().within(load_catalogue().ids))


def detected(twin: Twin, days: list[date]) -> Iterator[tuple[str, float]]:
    """Per plant that the warnings should find: the working day, counted from its start, of its org's first red."""
    red = twin.red(days)
    for plant, indicators in (
        ("collapse", ["visits", "proposals", "fyp_regular"]),
        ("orphan_wave", ["ren_month_rate"]),
    ):
        (row,) = (each for each in twin.answers if each["kind"] == plant)
        start = date.fromisoformat(row["from"])
        said = red.filter(pl.col("indicator").is_in(indicators), pl.col("day") >= start, org=row["org"])["day"].min()
        yield plant, len(twin.base.calendar.workdays(start, said)) if isinstance(said, date) else np.inf


def _share(twin: Twin, days: list[date]) -> float:
    return twin.red(days).select("day", "org").unique().height / (len(days) * len(twin.orgs))


def costs(bench: Bench, twin: Twin, days: list[date]) -> None:
    begin = time.process_time()
    warn_on(twin.base, DEFAULT_DAY, twin.settings)
    bench.add("warn_cpu_s", time.process_time() - begin, "s")
    begin = time.process_time()
    twin.red(days)
    bench.add("replay_cpu_s", time.process_time() - begin, "s")


def outlook(bench: Bench, twin: Twin) -> None:
    """Precision and recall of `will miss` by projection (peer: linear), and how often the 80 % interval held."""
    for rule in twin.settings.paths:
        if rule.indicator not in ("fyp_regular", "visits", "ren_month_rate"):
            continue
        for workday in WORKDAYS:
            seen = np.concatenate(list(_closed(twin, rule.indicator, workday)), axis=1)
            final, projected, linear, low, high = seen
            ours, theirs = (_precision_recall(each < MISSED, final < MISSED) for each in (projected, linear))
            name = f"{rule.indicator}_{workday}"
            for what, own, peer in zip(("precision", "recall"), ours, theirs, strict=True):
                bench.add(f"{what}_{name}", own, "share", "linear", peer)
            errors = [float(np.median(np.abs(each - final))) for each in (projected, linear)]
            bench.add(f"error_{name}", errors[0], "of target", "linear", errors[1])
            bench.add(f"coverage_{name}", float(np.mean((low <= final) & (final <= high))), "share")


def _closed(twin: Twin, indicator: str, workday: int) -> Iterator[Floats]:
    """Per closed month (5, orgs): outcome, projection, linear projection, interval, as fractions of the target."""
    base = twin.base
    places = [base.orgs.index(org) for org in twin.orgs]
    (rule,) = (each for each in twin.settings.paths if each.indicator == indicator)
    last = base.calendar.month(DEFAULT_DAY)
    for back in range(MONTHS, 0, -1):
        month = base.calendar.month_of(last.year, last.number - back)
        one = judge(Book(base, month.last), twin.settings, rule, month)
        at = one.standing.attainment[places]
        sides = (side[places, workday - 1] for side in (one.standing.low, one.standing.high))
        now = one.standing.projection[places, workday - 1]
        yield np.stack([at[:, -1], now, at[:, workday - 1] / one.course.time[workday - 1], *sides])


def _precision_recall(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> tuple[float, float]:
    both = float(np.sum(said & true))
    return both / max(float(said.sum()), 1.0), both / max(float(true.sum()), 1.0)
