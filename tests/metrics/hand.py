"""A few facts by hand: each test writes only the rows that it is about."""

from datetime import date
from typing import Any

import polars as pl

from data.calendar import WorkCalendar
from data.org import OrgTree
from data.tables import schema_of
from metrics.base import Base
from tests.metrics.facts import products, tree_rows

ORGS = OrgTree.from_frame(tree_rows())
A, B = "860101010101", "860201010101"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


class Rows:
    """Tables in memory, as data.tables.Tables scans them; columns that are not given are null."""

    def __init__(self, **tables: list[dict[str, Any]]) -> None:
        self.tables = {"product": products().to_dicts(), **tables}

    def scan(self, name: str) -> pl.LazyFrame:
        schema = schema_of(name)
        return pl.LazyFrame(
            [{column: row.get(column) for column in schema} for row in self.tables.get(name, [])], schema
        )


def base(calendar: WorkCalendar | None = None, **tables: list[dict[str, Any]]) -> Base:
    return Base.load(Rows(**tables), ORGS, calendar or WorkCalendar(), FIRST, LAST)


def moves(*rows: tuple[int, date, str, str]) -> list[dict[str, Any]]:
    """Movements (agent, day, kind, unit) in the order of their ids."""
    names = ("agent_id", "day", "kind", "unit_id")
    return [{"movement_id": at, **dict(zip(names, row, strict=True))} for at, row in enumerate(rows, 1)]


def policy(policy_id: int, agent: int, day: date, premium: int = 100, product: str = "P1") -> dict[str, Any]:
    """A policy with a commission as large as its premium."""
    own = {"policy_id": policy_id, "agent_id": agent, "issued": day, "product_id": product}
    return {**own, "premium": premium, "commission": premium}


def at_units(values: Any) -> tuple[float, float, float]:
    """What A, B and the whole company have."""
    return tuple(values[ORGS.index(org)] for org in (A, B, "86"))


def june(day: int) -> date:
    return date(2026, 6, day)
