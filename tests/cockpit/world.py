"""A small real snapshot: a tree of every level, every indicator of the catalogue, and two warnings on one line."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from data.calendar import PERIODS
from data.org import LEVELS, Org, OrgTree
from metrics.catalogue import Catalogue, Indicator, load
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.store import open_store
from metrics.warning import PATH_SCHEMA, Cause, Link, Warning  # noqa: A004 - the house's word for it

AS_OF = date(2026, 6, 16)
TODAY = date(2026, 6, 17)
FAN = (3, 3, 2, 2, 2)
NAMES_ZH = ("总公司", "分公司", "中支", "营业区", "营业部", "营业室")
NAMES_EN = ("Headquarters", "Branch", "Sub-branch", "District", "Department", "Unit")
PLACES = ("江城", "滨海", "云岭")
PLACES_EN = ("Jiangcheng", "Binhai", "Yunling")
SHARE = {"day": 0.05, "mtd": 1.0, "qtd": 2.6, "ytd": 5.5}
MONTHS = 13
WORKDAYS = [date(2026, 6, day) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16)]
PATHS = ("fyp_regular", "visits", "proposals", "hc_producing", "ren_month_rate")
LINE = ("86", "8601", "860101", "86010101", "8601010101", "860101010101")


def orgs() -> OrgTree:
    return OrgTree(_orgs("86", 0, None))


def _orgs(org: str, depth: int, parent: str | None) -> Iterator[Org]:
    number = int(org[-2:])
    zh, en = (NAMES_ZH[depth], NAMES_EN[depth])
    if depth:
        zh = f"{PLACES[(number - 1) % 3]}{zh}" if depth < 3 else f"{zh}{number}"
        en = f"{PLACES_EN[(number - 1) % 3]} {en}" if depth < 3 else f"{en} {number}"
    yield Org(org, zh, en, LEVELS[depth], parent)
    if depth < len(FAN):
        for child in range(1, FAN[depth] + 1):
            yield from _orgs(f"{org}{child:02}", depth + 1, org)


def snapshot(version: str = "20260617-1", tree: OrgTree | None = None) -> Snapshot:
    tree, catalogue, rng = tree or orgs(), load(), np.random.default_rng(7)
    parts = {entry.id: _parts(entry, tree, rng) for entry in catalogue}
    return Snapshot(
        version,
        AS_OF,
        datetime(2026, 6, 17, 6, 48),
        tree,
        pl.DataFrame(list(_cells(catalogue, tree, parts)), CELL_SCHEMA, orient="row"),
        pl.DataFrame(list(_trends(catalogue, tree, parts)), TREND_SCHEMA, orient="row"),
        pl.DataFrame(list(_paths(tree, parts)), PATH_SCHEMA, orient="row"),
        tuple(warnings()),
        ({"source": "core", "last_day": "2026-06-16"},),
    )


def _parts(entry: Indicator, tree: OrgTree, rng: np.random.Generator) -> np.ndarray:
    """Numerator and denominator of every org, shape (orgs, 2): drawn at the units, summed above."""
    units = len(tree.units)
    below = rng.integers(20, 60, units) * (9000 if entry.unit == "元" else 1)
    above = (below * rng.uniform(0.35, 0.95, units)).round() if entry.denominator else below
    rows = np.zeros((len(tree), 2))
    for at, org in enumerate(tree.ids):
        first, end = tree.unit_range(org)
        rows[at] = above[first:end].sum(), below[first:end].sum()
    return rows


def _cells(catalogue: Catalogue, tree: OrgTree, parts: dict[str, np.ndarray]) -> Iterator[tuple]:
    for at, org in enumerate(tree):
        for entry in catalogue:
            for period in PERIODS:
                yield _cell(entry, org, period, *parts[entry.id][at])


def _cell(entry: Indicator, org: Org, period: str, numerator: float, denominator: float) -> tuple:
    if org.level not in entry.levels or period not in entry.periods:
        return (org.id, entry.id, period, *[None] * 6, None, "not_meaningful")
    scale = SHARE[period]
    value = numerator / denominator if entry.denominator else numerator * scale
    wanted = value * (0.9 + 0.05 * (int(org.id[-2:]) % 7)) if entry.target else None
    status = None if wanted is None else "red" if value < 0.93 * wanted else "yellow" if value < wanted else "green"
    below = denominator * scale if entry.denominator else None
    return org.id, entry.id, period, value, numerator * scale, below, wanted, value * 0.92, value * 1.04, status, None


def _trends(catalogue: Catalogue, tree: OrgTree, parts: dict[str, np.ndarray]) -> Iterator[tuple]:
    wave = 1 + 0.18 * np.sin(np.arange(MONTHS) * 1.1)
    for at, org in enumerate(tree.ids):
        for entry in catalogue:
            numerator, denominator = parts[entry.id][at]
            value = numerator / denominator if entry.denominator else numerator
            for month in range(MONTHS):
                first = date(2025 + (5 + month) // 12, (5 + month) % 12 + 1, 1)
                target = float(value * 1.05) if entry.target else None
                yield org, entry.id, first, float(value * wave[month]), target


def _paths(tree: OrgTree, parts: dict[str, np.ndarray]) -> Iterator[tuple]:
    for at, org in enumerate(tree.ids):
        for indicator in PATHS:
            numerator, denominator = parts[indicator][at]
            value = numerator / denominator if indicator == "ren_month_rate" else numerator
            for number, day in enumerate(WORKDAYS, 1):
                share = number / len(WORKDAYS)
                yield org, indicator, day, *(float(value * share * k) for k in (1, 1.12, 0.95, 2.2))


def warnings() -> Iterator[Warning]:
    chain = (Link("visit_agent_rate", 0.41, 0.58, -0.29), Link("proposals", 120.0, 190.0, -0.37))
    yield _warning("860101", "fyp_regular", "red", Cause("86010101", 0.62, chain))
    yield _warning("8601", "ren_month_rate", "yellow", None)
    yield _warning("860301", "visits", "yellow", None)


def _warning(org: str, indicator: str, severity: str, cause: Cause | None) -> Warning:
    return Warning(
        f"{org}-{indicator}",
        "W1",
        severity,
        org,
        indicator,
        "mtd",
        1_890_000.0,
        6_400_000.0,
        0.295,
        0.42,
        0.5,
        -0.125,
        798_000.0,
        0.703,
        0.66,
        0.75,
        198_000.0,
        132_000.0,
        cause,
        AS_OF - timedelta(days=9),
        "manager.sub_branch",
    )


@cache
def usual() -> Snapshot:
    return snapshot()


def furnish(home: Path, shown: Snapshot | None = None) -> None:
    """Put a snapshot and the demo's users into a COCKPIT_HOME."""
    open_store(home / "store").publish(shown or usual())
    levels = dict(zip(LEVELS, LINE, strict=True))
    users = {**levels, "analyst": "86"}
    (home / "demo.json").write_text(json.dumps({"as_of": AS_OF.isoformat(), "users": users}), "utf-8")
