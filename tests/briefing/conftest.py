"""A hand-made insurer of one line of organisations: numbers that can be followed in the head."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

import polars as pl
import pytest

from briefing.facts import Morning
from briefing.refs import Sources
from data.calendar import PERIODS, WorkCalendar
from data.org import LEVELS, Org, OrgTree
from metrics.catalogue import Catalogue, load
from metrics.grid import Grid
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot
from metrics.warning import PATH_SCHEMA, Cause, Link, Warning  # noqa: A004

AS_OF, TODAY = date(2026, 6, 16), date(2026, 6, 17)
LINE = ("86", "8601", "860101", "86010101", "8601010101", "860101010101")
ZH = ("总公司", "江北分公司", "江城中支", "江城城东营业区", "江城城东一部", "江城城东一部一室")
EN = (
    "Headquarters",
    "Jiangbei Branch",
    "Jiangcheng Sub-branch",
    "Jiangcheng East District",
    "Jiangcheng East Dept 1",
    "Jiangcheng East Dept 1 Unit 1",
)
SIBLINGS = (("", ""), ("浙江分公司", "Zhejiang Branch"), ("滨海中支", "Binhai Sub-branch"))
PATHS = ("fyp_regular", "visits", "proposals", "hc_producing", "ren_month_rate")
PACE = 0.42
MakeSnapshot = Callable[..., Snapshot]


def tree(rename: dict[str, str] | None = None) -> OrgTree:
    """The line from headquarters to a unit; every node of it but the root has two siblings."""
    orgs = []
    for depth, (id_, zh, en, level) in enumerate(zip(LINE, ZH, EN, LEVELS, strict=True)):
        parent = LINE[depth - 1] if depth else None
        orgs.append(Org(id_, zh, en, level, parent))
        if parent is None:
            continue
        names = (
            [SIBLINGS[depth], (f"{zh}乙", f"{en} B")]
            if depth < len(SIBLINGS)
            else [(f"{zh}甲", f"{en} A"), (f"{zh}乙", f"{en} B")]
        )
        orgs += [Org(f"{parent}{at:02}", *name, level, parent) for at, name in enumerate(names, start=2)]
    renamed = rename or {}
    return OrgTree(
        Org(o.id, renamed.get(o.id, o.name_zh), renamed.get(o.id, o.name_en), o.level, o.parent_id) for o in orgs
    )


def size(org: str) -> float:
    """Headquarters 1, each level a third of the one above."""
    return 3.0 ** -(len(org) // 2 - 1)


def attainment(org: str, *, healthy: bool) -> float:
    """The line lags, its siblings do not; the second child leads."""
    if healthy:
        return PACE + (0.03 if org.endswith("02") else 0.002)
    return PACE - 0.125 if org in LINE else PACE + 0.06 * org.endswith("02")


BASE = {
    "hc_end": (6500.0, None),
    "hc_producing": (2100.0, 5000.0),
    "hc_active": (2000.0, 4800.0),
    "recruits": (180.0, 420.0),
    "visits": (40000.0, 95000.0),
    "proposals": (9000.0, 26000.0),
    "policies": (2300.0, 4900.0),
    "ren_cash": (9e7, 2e8),
}
OTHER = (500.0, None)
"""What the briefing has no words for: it must neither pick it nor stumble over it."""
RATES = {
    "activity_rate": (0.392, 0.435),
    "visit_agent_rate": (0.41, 0.58),
    "proposal_to_app_rate": (0.18, 0.19),
    "new_retention_3m": (0.77, 0.75),
    "ren_contact_rate": (0.7, 0.72),
    "ren_month_rate": (0.59, 0.578),
    "persist_13m": (0.931, 0.94),
    "zero_dept_rate": (0.1, 0.08),
}
PLAN = 1e8


def numbers(org: str, indicator: str, period: str, *, healthy: bool) -> tuple[float, float | None, float]:
    """Value, target, last year."""
    done = attainment(org, healthy=healthy)
    scale = 1 / 12 if period == "day" else 1.0
    if indicator == "fyp_regular":
        return PLAN * size(org) * done * scale, PLAN * size(org) * scale, PLAN * size(org) * 0.4 * scale
    if indicator == "fyp_target_rate":
        return done, 1.0, 0.4
    if indicator in RATES:
        value, before = RATES[indicator]
        better = 1.2 if org.endswith("02") and indicator == "proposal_to_app_rate" else 1.0
        return value * better, 0.85 if indicator.startswith(("ren_month", "persist")) else None, before
    value, target = BASE.get(indicator, OTHER)
    value = value if target is None else target * done
    return value * size(org) * scale, None if target is None else target * size(org), value * size(org) * 0.98


def cells(orgs: OrgTree, catalogue: Catalogue, *, healthy: bool) -> pl.DataFrame:
    rows = []
    for org in orgs:
        for indicator in catalogue:
            for period in PERIODS:
                told = period in indicator.periods and org.level in indicator.levels
                value, target, before = numbers(org.id, indicator.id, period, healthy=healthy)
                shown = (
                    (value, value, 1.0, target, *[before, before, 1.0] * 2, "green", None)
                    if told
                    else (*[None] * 11, "not_meaningful")
                )
                rows.append((org.id, indicator.id, period, *shown))
    return pl.DataFrame(rows, schema=CELL_SCHEMA, orient="row")


def path(orgs: OrgTree, *, healthy: bool) -> pl.DataFrame:
    days = WorkCalendar().workdays(date(2026, 6, 1), AS_OF)
    rows = []
    for org in orgs:
        for indicator in PATHS:
            value, target, before = numbers(org.id, indicator, "mtd", healthy=healthy)
            plan = target or 1.0
            for number, day in enumerate(days, start=1):
                part = number / len(days)
                rows.append((org.id, indicator, day, value * part, plan * PACE * part, before * part, plan))
    return pl.DataFrame(rows, schema=PATH_SCHEMA, orient="row")


def warning(org: str, indicator: str, severity: str, child: str | None, *, healthy: bool = False) -> Warning:
    done = attainment(org, healthy=healthy)
    plan = numbers(org, indicator, "mtd", healthy=healthy)[1] or 1.0
    links = (Link("proposals", 700.0, 900.0, -0.22), Link("visit_agent_rate", 0.41, 0.58, -0.293))
    return Warning(
        id=f"{org}-{indicator}",
        rule="W1",
        severity=severity,  # type: ignore[arg-type]
        org=org,
        indicator=indicator,
        period="mtd",
        value=plan * done,
        target=plan,
        attainment=done,
        pace=PACE,
        time_progress=12 / 21,
        gap=done - PACE,
        gap_volume=plan * (PACE - done),
        projection=done / PACE,
        low=0.6,
        high=0.8,
        required_per_day=plan * (1 - done) / 9,
        recent_per_day=plan * done / 12,
        cause=Cause(child, 0.62, links) if child else None,
        since=date(2026, 6, 10),
        owner="manager.sub_branch",
    )


def plants() -> tuple[Warning, ...]:
    """The line's collapse, told at every level of it; renewals of the second sub-branch; and a symptom."""
    line = [warning(org, "fyp_regular", "red", child) for org, child in pairwise(LINE)]
    unit = warning(LINE[-1], "visits", "red", None)
    others = [warning("860102", "ren_month_rate", "yellow", None), warning("860101", "visits", "red", "86010101")]
    return (*line, unit, *others, warning("8602", "hc_producing", "yellow", None))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def make_snapshot(catalogue: Catalogue) -> MakeSnapshot:
    def make(
        *,
        healthy: bool = False,
        rename: dict[str, str] | None = None,
        warnings: tuple[Warning, ...] | None = None,
        sources: tuple[dict[str, object], ...] = (),
        as_of: date = AS_OF,
    ) -> Snapshot:
        orgs = tree(rename)
        told = (() if healthy else plants()) if warnings is None else warnings
        return Snapshot(
            version="v1",
            as_of=as_of,
            made_at=datetime(2026, 6, 17, 6, 0),
            orgs=orgs,
            cells=Grid.from_frame(cells(orgs, catalogue, healthy=healthy), orgs.ids),
            trend=Grid.from_frame(TREND_SCHEMA.to_frame(), orgs.ids),
            path=Grid.from_frame(path(orgs, healthy=healthy), orgs.ids),
            warnings=told,
            sources=sources,
        )

    return make


@pytest.fixture(scope="session")
def snapshot(make_snapshot: MakeSnapshot) -> Snapshot:
    return make_snapshot()


@pytest.fixture(scope="session")
def healthy(make_snapshot: MakeSnapshot) -> Snapshot:
    return make_snapshot(healthy=True)


MakeMorning = Callable[..., Morning]


@pytest.fixture(scope="session")
def morning_of(catalogue: Catalogue) -> MakeMorning:
    def make(snapshot: Snapshot, org: str, lang: str = "zh", day: date = TODAY) -> Morning:
        return Morning(Sources(snapshot, day, WorkCalendar()), org, lang, catalogue)

    return make


@pytest.fixture(scope="session")
def line() -> tuple[str, ...]:
    """The ids from headquarters down to a unit."""
    return LINE


@pytest.fixture(scope="session")
def make_warning() -> Callable[..., Warning]:
    return warning
