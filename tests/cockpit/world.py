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
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.store import open_store
from metrics.warning import PATH_SCHEMA, Cause, Link, Warning  # noqa: A004 - the house's word for it
from tests.cockpit.funnels import funnels

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
SOURCE = {
    "source": "core", "last_arrival": "2026-06-17", "last_day": "2026-06-16", "rows": 1234, "quarantined": 1,
    "lag_days": 0, "unreadable": [],
}  # fmt: skip
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
    tree, catalogue = tree or orgs(), load()
    parts = _parts(catalogue, tree)
    return Snapshot(
        version,
        AS_OF,
        datetime(2026, 6, 17, 6, 48),
        tree,
        *(Grid.from_frame(make(catalogue, tree, parts), tree.ids) for make in (_cells, _trends, _paths)),
        tuple(warnings()),
        (SOURCE,),
        funnels=funnels(tree),
    )


def is_ratio(entry: Indicator) -> bool:
    return bool(entry.denominator) or entry.unit in ("%", "百分点")


def _parts(catalogue: Catalogue, tree: OrgTree) -> np.ndarray:
    """Numerators and denominators, shape (2, orgs, indicators): drawn at the units, summed above."""
    rng, size = np.random.default_rng(7), (len(tree.units), len(catalogue))
    below = rng.integers(20, 60, size).astype(float)
    above = (below * rng.uniform(0.35, 0.95, size)).round()
    above[:, [not is_ratio(entry) for entry in catalogue]] = below[:, [not is_ratio(entry) for entry in catalogue]]
    above[:, [entry.unit.startswith("元") for entry in catalogue]] *= 9000
    sums = [np.vstack([np.zeros(len(catalogue)), part.cumsum(axis=0)]) for part in (above, below)]
    spans = np.array([tree.unit_range(org) for org in tree.ids])
    return np.array([total[spans[:, 1]] - total[spans[:, 0]] for total in sums])


def _values(catalogue: Catalogue, parts: np.ndarray) -> np.ndarray:
    """This month's values, shape (orgs, indicators)."""
    return np.where([is_ratio(entry) for entry in catalogue], parts[0] / parts[1], parts[0])


def _beside(name: str, value: np.ndarray, parts: np.ndarray, scale: np.ndarray, ease: float) -> dict[str, np.ndarray]:
    """Another time's value and the parts of it: the same denominators, so that the numerators bear the change."""
    numerator, denominator = (part[:, :, None] * scale for part in parts)
    return {name: value * ease, f"{name}_numerator": numerator * ease, f"{name}_denominator": denominator}


def _cells(catalogue: Catalogue, tree: OrgTree, parts: np.ndarray) -> pl.DataFrame:
    """Every cell, arrays (orgs, indicators, periods) laid out flat."""
    entries, scale = list(catalogue), np.array([SHARE[period] for period in PERIODS])
    told = np.array([[[o.level in e.levels and p in e.periods for p in PERIODS] for e in entries] for o in tree])
    ratio = np.array([is_ratio(entry) for entry in entries])[None, :, None]
    value = _values(catalogue, parts)[:, :, None] * np.where(ratio, 1.0, scale)
    ease = np.array([0.9 + 0.05 * (int(org[-2:]) % 7) for org in tree.ids])[:, None, None]
    planned = told & np.array([entry.target is not None for entry in entries])[None, :, None]
    target = np.where(planned, value * ease, np.nan)
    words = np.select([~planned, value < 0.93 * target, value < target], ["", "red", "yellow"], "green")
    shown = {
        "value": value,
        "numerator": parts[0][:, :, None] * scale,
        "denominator": np.where([bool(e.denominator) for e in entries], parts[1], np.nan)[:, :, None] * scale,
        "target": target,
        **_beside("last_year", value, parts, scale, 0.92),
        **_beside("previous", value, parts, scale, 1.04),
    }
    places = np.meshgrid(tree.ids, catalogue.ids, PERIODS, indexing="ij")
    frame = {name: place.ravel() for name, place in zip(("org", "indicator", "period"), places, strict=True)}
    numbers = {name: np.where(told, part, np.nan).ravel() for name, part in shown.items()}
    status = [word or None for word in words.ravel().tolist()]
    reason = [None if known else "not_meaningful" for known in told.ravel().tolist()]
    made = pl.DataFrame({**frame, **numbers, "status": status, "reason": reason})
    return made.with_columns(pl.col(*shown).fill_nan(None)).select(CELL_SCHEMA.names()).cast(dict(CELL_SCHEMA))


def _trends(catalogue: Catalogue, tree: OrgTree, parts: np.ndarray) -> pl.DataFrame:
    wave = 1 + 0.18 * np.sin(np.arange(MONTHS) * 1.1)
    value = _values(catalogue, parts)[:, :, None]
    planned = np.array([entry.target is not None for entry in catalogue])[None, :, None]
    target = np.broadcast_to(np.where(planned, value * 1.05, np.nan), (*value.shape[:2], MONTHS))
    months = np.array([np.datetime64("2025-06", "M") + at for at in range(MONTHS)]).astype("datetime64[D]")
    places = np.meshgrid(tree.ids, catalogue.ids, months, indexing="ij")
    frame = {name: place.ravel() for name, place in zip(("org", "indicator", "month"), places, strict=True)}
    made = pl.DataFrame({**frame, "value": (value * wave).ravel(), "target": target.ravel()})
    return made.with_columns(pl.col("target").fill_nan(None)).cast(dict(TREND_SCHEMA))


def _paths(catalogue: Catalogue, tree: OrgTree, parts: np.ndarray) -> pl.DataFrame:
    values, columns = _values(catalogue, parts), [catalogue.ids.index(name) for name in PATHS]
    rows = [
        (org, name, day, *(float(values[at, column]) * number / len(WORKDAYS) * k for k in (1, 1.12, 0.95, 2.2)))
        for at, org in enumerate(tree.ids)
        for name, column in zip(PATHS, columns, strict=True)
        for number, day in enumerate(WORKDAYS, 1)
    ]
    return pl.DataFrame(rows, PATH_SCHEMA, orient="row")


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
    (home / "demo.json").write_text(json.dumps({"as_of": AS_OF.isoformat(), "users": people()}), "utf-8")


def people() -> dict[str, str]:
    """The demo's users by their orgs."""
    return {**dict(zip(LEVELS, LINE, strict=True)), "analyst": "86"}
