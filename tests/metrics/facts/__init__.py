"""Small random insurers, written straight into the tables: movers, leavers, returners, month edges, empty cohorts."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from data.org import OrgTree
from data.schemas import LEVELS, TABLES
from data.tables import Tables
from tests.metrics.facts import behaviour, renewal, sales, service, workforce
from tests.metrics.facts.sales import products

FIRST, LAST = date(2025, 1, 1), date(2026, 7, 5)
AGENTS, CUSTOMERS = 40, 60


def tree_rows() -> pl.DataFrame:
    """A lopsided tree: 1/2/3/4/5/8, one department without a unit."""
    ids = ["86", "8601", "8602", "860101", "860102", "860201", "86010101", "86010102", "86010201", "86020101"]
    ids += ["8601010101", "8601010102", "8601020101", "8602010101", "8602010102", "8601010201"]
    departments = [one for one in ids if len(one) == 10 and one != "8601010201"]
    ids += [f"{department}{unit:02}" for department in departments for unit in (1, 2)][:8]
    rows = [(one, f"机构{one}", f"Org {one}", LEVELS[len(one) // 2 - 1], one[:-2] or None) for one in ids]
    return pl.DataFrame(rows, schema=["org_id", "name_zh", "name_en", "level", "parent_id"], orient="row")


@dataclass
class Maker:
    """Random rows of every table; the same for the same seed."""

    seed: int

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.units = OrgTree.from_frame(tree_rows()).units
        self.agents = [*range(1, AGENTS + 3)]
        self.customers = [*range(1, CUSTOMERS + 1)]

    def days(self, count: int, first: date = FIRST, last: date = LAST) -> list[date]:
        """Random days, one in five on a month's first or last day."""
        days = [first + timedelta(days=int(n)) for n in self.random.integers(0, (last - first).days + 1, count)]
        edge = self.random.random(count)
        return [_edge(day, float(at)) for day, at in zip(days, edge, strict=True)]

    def pick(self, values: list, count: int) -> list:
        return [values[int(n)] for n in self.random.integers(0, len(values), count)]

    def frames(self) -> dict[str, pl.DataFrame]:
        core = renewal.frames(Maker(self.seed + 500), sales.policies(Maker(self.seed + 400)))
        return {
            "org": tree_rows(),
            **workforce.frames(Maker(self.seed + 100), self.movements()),
            "product": products(),
            **core,
            **sales.issuing(Maker(self.seed + 500)),
            "target": self.targets(),
            **behaviour.frames(Maker(self.seed + 200), core["policy"]),
            **service.frames(Maker(self.seed + 300), core["policy"]),
        }

    def movements(self) -> pl.DataFrame:
        """Every agent joins; some move (now and then twice a day), leave, come back."""
        rows = []
        for agent in range(1, AGENTS + 1):
            day = self.days(1, date(2024, 6, 1), date(2026, 5, 31))[0]
            kinds = [
                "onboard",
                *self.pick(["transfer", "transfer", "terminate", "onboard"], int(self.random.integers(0, 6))),
            ]
            unit = self.pick(self.units, 1)[0]
            for kind in kinds:
                unit = unit if kind == "terminate" else self.pick(self.units, 1)[0]
                rows.append((agent, day, kind, unit))
                day += timedelta(days=int(self.random.choice([0, 1, 20, 75, 150])))
        order = self.random.permutation(len(rows))
        ids = {int(at): number for number, at in enumerate(sorted(range(len(rows))), 1)}
        shuffled = [(ids[int(at)], *rows[int(at)], None) for at in order]
        return pl.DataFrame(
            shuffled, schema=["movement_id", "agent_id", "day", "kind", "unit_id", "recommender_id"], orient="row"
        )

    def targets(self) -> pl.DataFrame:
        """A plan for every org, month and measure; one in fifty is missing, one in fifty zero."""
        months = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(24)]
        measures = [f"tgt_{name}" for name in ("fyp_regular", "policies", "visits", "proposals", "hc_end", "hc_active")]
        measures += [f"tgt_{name}" for name in ("hc_producing", "recruits", "ren_cash", "ren_rate", "p13")]
        measures += ["tgt_std_prem", "tgt_nbv"]
        keys = [(org, month, name) for org in tree_rows()["org_id"] for month in months for name in measures]
        kept = [key for key, chance in zip(keys, self.random.random(len(keys)), strict=True) if chance > 0.02]
        values = [float(n) for n in self.random.integers(1, 1_000_000, len(kept))]
        values = [
            0.0 if chance < 0.02 else value for value, chance in zip(values, self.random.random(len(kept)), strict=True)
        ]
        rows = [(*key, value) for key, value in zip(kept, values, strict=True)]
        return pl.DataFrame(rows, schema=["org_id", "month", "measure", "value"], orient="row")


def _edge(day: date, at: float) -> date:
    if at < 0.1:
        return day.replace(day=1)
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day) if at > 0.9 else day


def write(root: Path, frames: dict[str, pl.DataFrame]) -> Tables:
    """The frames, valid under their schemas, as tables under `root`."""
    tables = Tables(root)
    for name, frame in frames.items():
        schema = TABLES[name].schema
        tables.append(name, schema.validate(frame.select(schema.column_names()), cast=True))
    return tables
