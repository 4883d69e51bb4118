"""A small insurer whose every number is drawn here: 8 units of 20 agents, 20 months, a spike at the month's end.

The renewals of each day are paid around it. From `ill_from` on, one sub-branch does and collects a third.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from data.calendar import WorkCalendar
from data.org import OrgTree
from data.tables import schema_of
from metrics.base import Base
from metrics.warnings.settings import Settings, load
from metrics.warnings.volumes import Book

AS_OF = date(2026, 6, 16)
FIRST = date(2024, 11, 1)
SICK = "860101"
PER_UNIT = 20
LEVELS = ("hq", "branch", "sub_branch", "district", "department", "unit")
SPIKE = {0: 2.4, 1: 1.8, 2: 1.5, 3: 1.3, 4: 1.2}


def tree() -> OrgTree:
    ids = ["86", "8601", "8602"]
    for sub in ("860101", "860102", "860201", "860202"):
        ids += [sub, f"{sub}01", f"{sub}0101", f"{sub}010101", f"{sub}010102"]
    rows = [(each, each, each, LEVELS[len(each) // 2 - 1], each[:-2] or None) for each in ids]
    names = ("org_id", "name_zh", "name_en", "level", "parent_id")
    return OrgTree.from_frame(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"))


@dataclass
class Facts:
    """Frames by table name, as data.tables.Tables would scan them."""

    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    def put(self, name: str, **columns: object) -> None:
        schema = schema_of(name)
        frame = pl.DataFrame({key: pl.Series(key, listed(value)) for key, value in columns.items()})
        blank = [pl.lit(None, dtype).alias(key) for key, dtype in schema.items() if key not in columns]
        self.frames[name] = frame.with_columns(blank).select(pl.col(key).cast(schema[key]) for key in schema)

    def scan(self, name: str) -> pl.LazyFrame:
        return self.frames[name].lazy() if name in self.frames else pl.LazyFrame(schema=schema_of(name))


def listed(values: object) -> object:
    """Object arrays (of dates) as lists, which polars can type."""
    return list(values) if isinstance(values, np.ndarray) and values.dtype == object else values


def weights(calendar: WorkCalendar, days: list[date]) -> np.ndarray:
    """How much of a month falls on each day, days off included; each month's sum is 1."""
    month = [calendar.month(day) for day in days]
    left = [calendar.workdays_in_month(day) - calendar.workday_number(day) for day in days]
    free = {5: 0.3, 6: 0.2}
    raw = np.array(
        [
            SPIKE.get(rest, 1.0) if calendar.is_workday(day) else free.get(day.weekday(), 0.1)
            for day, rest in zip(days, left, strict=True)
        ]
    )
    of = np.array([each.first.toordinal() for each in month])
    whole = {first: raw[of == first].sum() for first in np.unique(of)}
    return raw / np.array([whole[first] for first in of])


def insurer(*, ill_from: date | None = None, seed: int = 7) -> Facts:
    """The facts of FIRST..AS_OF; from `ill_from` on, the sub-branch SICK works, sells and collects a third."""
    calendar, orgs, dice, facts = WorkCalendar(), tree(), np.random.default_rng(seed), Facts()
    days = [FIRST + timedelta(days=n) for n in range((AS_OF - FIRST).days + 1)]
    full = [FIRST + timedelta(days=n) for n in range((date(2026, 6, 30) - FIRST).days + 1)]
    share = weights(calendar, full)[: len(days)]
    unit = np.repeat(np.arange(len(orgs.units)), PER_UNIT)
    sick = np.array([orgs.units[at].startswith(SICK) for at in unit])
    ill = np.array([ill_from is not None and day >= ill_from for day in days])
    health = np.where(ill[:, None] & sick[None, :], 0.35, 1.0)
    visits = dice.poisson(22 * share[:, None] * health)
    proposals = dice.poisson(5 * share[:, None] * health)
    sales = dice.poisson(1.2 * share[:, None] * health)
    _people(facts, orgs, unit)
    at, who = np.nonzero(visits + proposals)
    on = np.array(days, dtype="datetime64[D]")
    facts.put("agent_day", agent_id=who + 1, day=on[at], visits=visits[at, who], proposals=proposals[at, who],
              app_events=np.zeros(len(at)))  # fmt: skip
    _sales(facts, on, sales, dice)
    _renewals(facts, orgs, dice, ill_from)
    _plan(facts, orgs, calendar)
    return facts


def _people(facts: Facts, orgs: OrgTree, unit: np.ndarray) -> None:
    facts.frames["org"] = orgs.to_frame()
    facts.put("movement", movement_id=np.arange(len(unit)) + 1, agent_id=np.arange(len(unit)) + 1,
              day=[date(2023, 1, 1)] * len(unit), kind=["onboard"] * len(unit),
              unit_id=[orgs.units[at] for at in unit])  # fmt: skip


def _sales(facts: Facts, on: np.ndarray, sales: np.ndarray, dice: np.random.Generator) -> None:
    at, who = (np.repeat(each, sales[np.nonzero(sales)]) for each in np.nonzero(sales))
    count = len(at)
    premium = (dice.lognormal(0, 0.5, count) * 800_000).astype(int) + 1
    facts.put("policy", policy_id=np.arange(count) + 1, agent_id=who + 1, customer_id=np.arange(count) + 1,
              product_id=["P1"] * count, issued=on[at], pay_years=[10] * count,
              premium=premium, standard=premium, commission=premium // 5, value=premium // 4)  # fmt: skip
    facts.put("product", product_id=["P1"], name_zh=["终身寿"], name_en=["Whole life"], line=["life"],
              design=["ordinary"], regular=[True], term_years=[20])  # fmt: skip


def _renewals(facts: Facts, orgs: OrgTree, dice: np.random.Generator, ill_from: date | None) -> None:
    count = 12_000
    span = (date(2026, 6, 30) - FIRST).days
    due = np.array([FIRST + timedelta(days=int(day)) for day in dice.integers(0, span + 1, count)])
    unit = dice.integers(0, len(orgs.units), count)
    facts.put("premium_due", due_id=np.arange(count) + 1, policy_id=np.arange(count) + 9_000_000,
              customer_id=np.arange(count) + 1, unit_id=[orgs.units[at] for at in unit], pay_no=[3] * count,
              announced=[day - timedelta(days=200) for day in due], due=due,
              grace_end=[day + timedelta(days=60) for day in due],
              amount=dice.integers(300_000, 900_000, count))  # fmt: skip
    late = dice.integers(-15, 40, count)
    paid = np.array([day + timedelta(days=int(days)) for day, days in zip(due, late, strict=True)])
    sick = np.array([orgs.units[at].startswith(SICK) for at in unit])
    ill = sick & np.array([ill_from is not None and day >= ill_from for day in paid])
    kept = (dice.random(count) < np.where(ill, 0.25, 0.95)) & (paid <= AS_OF)
    amount = facts.frames["premium_due"]["amount"].to_numpy()
    facts.put("premium_step", step_id=np.arange(kept.sum()) + 1, due_id=np.flatnonzero(kept) + 1, day=paid[kept],
              kind=["paid"] * int(kept.sum()), amount=amount[kept])  # fmt: skip


def _plan(facts: Facts, orgs: OrgTree, calendar: WorkCalendar) -> None:
    months = [calendar.month_of(2024, 11 + at).first for at in range(20)]
    size = {org.id: (np.subtract(*orgs.unit_range(org.id)[::-1])) * PER_UNIT for org in orgs}
    per_agent = {"tgt_visits": 22, "tgt_proposals": 5, "tgt_policies": 1.2, "tgt_hc_end": 1,
                 "tgt_fyp_regular": 1.2 * 800_000 * np.exp(0.125), "tgt_hc_producing": 1 - np.exp(-1.2)}  # fmt: skip
    rows = [(org, month, name, float(value * size[org])) for org in size for month in months
            for name, value in per_agent.items()]  # fmt: skip
    rows += [(org, month, "tgt_ren_rate", 0.51) for org in size for month in months]
    org, month, measure, value = zip(*rows, strict=True)
    facts.put("target", org_id=org, month=month, measure=measure, value=value)


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return WorkCalendar()


@pytest.fixture(scope="session")
def orgs() -> OrgTree:
    return tree()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load()


@pytest.fixture(scope="session")
def wounded() -> Facts:
    """The facts with SICK ill from 1 June."""
    return insurer(ill_from=date(2026, 6, 1))


@pytest.fixture(scope="session")
def healthy_book(orgs, calendar) -> Book:
    return Book(Base.load(insurer(), orgs, calendar, FIRST, AS_OF), AS_OF)


@pytest.fixture(scope="session")
def wounded_book(wounded, orgs, calendar) -> Book:
    return Book(Base.load(wounded, orgs, calendar, FIRST, AS_OF), AS_OF)
