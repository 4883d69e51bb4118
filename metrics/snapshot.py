"""The snapshot: every indicator of every organisation at one moment, immutable, under one version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, Self

import polars as pl

from data.calendar import PERIODS
from data.errors import UserError
from data.org import OrgTree
from metrics.funnels import EMPTY, Funnels
from metrics.packing import pack, unpack
from metrics.ranking import LEVEL, ranked
from metrics.warning import Warning  # noqa: A004 - the house's word for it

Status = Literal["green", "yellow", "red", "grey"]
Reason = Literal["undefined", "not_meaningful", "no_data"]
CELL_SCHEMA = pl.Schema(
    {
        "org": pl.String,
        "indicator": pl.String,
        "period": pl.String,
        "value": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "target": pl.Float64,
        "last_year": pl.Float64,
        "last_year_numerator": pl.Float64,
        "last_year_denominator": pl.Float64,
        "previous": pl.Float64,
        "previous_numerator": pl.Float64,
        "previous_denominator": pl.Float64,
        "status": pl.String,
        "reason": pl.String,
    }
)
TREND_SCHEMA = pl.Schema(
    {"org": pl.String, "indicator": pl.String, "month": pl.Date, "value": pl.Float64, "target": pl.Float64}
)

COMPARED = [f"{when}_{part}" for when in ("last_year", "previous") for part in ("numerator", "denominator")]


@dataclass(frozen=True)
class Cell:
    """One indicator of one org in one period, in catalogue units (money in yuan, rates as fractions).

    `value` is None with a `reason` where it is undefined (a zero denominator), not meaningful (level or period) or
    without data. `target` is the full period's. `status` is None where no rule judges the value.
    """

    org: str
    indicator: str
    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    target: float | None
    last_year: float | None
    last_year_numerator: float | None
    last_year_denominator: float | None
    previous: float | None
    previous_numerator: float | None
    previous_denominator: float | None
    status: Status | None
    reason: Reason | None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Cells (dense: org x indicator x period, in preorder), 13 months of trend, this month's paths, warnings, funnels.

    `cells` has CELL_SCHEMA, `trend` TREND_SCHEMA (dense likewise), `path` metrics.warning.PATH_SCHEMA. `sources`
    describes the data that it was made from, one mapping a source system; `weights` says how much an indicator counts
    when warnings are ranked.
    """

    version: str
    as_of: date
    made_at: datetime
    orgs: OrgTree
    cells: pl.DataFrame
    trend: pl.DataFrame
    path: pl.DataFrame
    warnings: tuple[Warning, ...]
    sources: tuple[dict[str, Any], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    funnels: Funnels = EMPTY

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Ids in the order of the catalogue."""
        block = self.cells.filter(pl.col("org") == self.orgs.root.id)["indicator"]
        return tuple(block.unique(maintain_order=True))

    def cell(self, org: str, indicator: str, period: str = "mtd") -> Cell:
        """One cell; UserError names what is unknown and what is near it."""
        row = self._row(self.orgs.index(org), indicator, period)
        return Cell(**self.cells.row(row, named=True))

    def children(self, org: str, indicator: str, period: str = "mtd") -> list[Cell]:
        """The cells of an org's children, in their order in the tree."""
        return [self.cell(child, indicator, period) for child in self.orgs.children(org)]

    def trend_of(self, org: str, indicator: str) -> pl.DataFrame:
        """Rows month (its first day), value, target: 13 months, the last one month-to-date."""
        block = self._row(self.orgs.index(org), indicator, PERIODS[0]) // len(PERIODS)
        months = len(self.trend) // (len(self.orgs) * len(self.indicators))
        return self.trend.slice(block * months, months).select("month", "value", "target")

    def path_of(self, org: str, indicator: str) -> pl.DataFrame:
        """Rows day, actual, expected, last_year, target of this month; empty for an indicator without a path."""
        self._row(self.orgs.index(org), indicator, PERIODS[0])
        own = self.path.filter(pl.col("org") == org, pl.col("indicator") == indicator)
        return own.select("day", "actual", "expected", "last_year", "target")

    def warnings_of(self, org: str, limit: int = 5) -> tuple[Warning, ...]:
        """The `limit` gravest warnings of an org's subtree, red first, each said once: by the child that holds most."""
        gravest = ranked(self.warnings, self.orgs, org, self.weights)[:limit]
        return tuple(sorted(gravest, key=lambda warning: -LEVEL[warning.severity]))

    def value_json(self, org: str, indicator: str, period: str = "mtd") -> dict[str, Any]:
        """A cell as `value --json` shows it; `reason` is there only where the value is null."""
        row = self.cells.row(self._row(self.orgs.index(org), indicator, period), named=True)
        fields = {name: value for name, value in row.items() if name not in COMPARED}
        reason = fields.pop("reason")
        shown = {**fields, "as_of": self.as_of.isoformat(), "snapshot": self.version}
        return {**shown, "reason": reason} if reason else shown

    def to_bytes(self) -> bytes:
        """The whole snapshot as one file; `from_bytes` reads it."""
        header = {
            "version": self.version,
            "as_of": self.as_of.isoformat(),
            "made_at": self.made_at.isoformat(),
            "warnings": [warning.to_json() for warning in self.warnings],
            "sources": self.sources,
            "weights": dict(self.weights),
            "campaigns": [campaign.to_json() for campaign in self.funnels.campaigns],
        }
        frames = {"orgs": self.orgs.to_frame(), "cells": self.cells, "trend": self.trend, "path": self.path}
        return pack(header, frames | self.funnels.to_frames())

    @classmethod
    def from_bytes(cls, packed: bytes, where: str = "snapshot") -> Self:
        """A snapshot from `to_bytes`; UserError naming `where` if the bytes are not whole."""
        header, frames = unpack(packed, where)
        if frames["cells"].schema != CELL_SCHEMA:
            raise UserError(where, "was written by another version of this program", "Run `python -m cockpit compute`.")
        return cls(
            version=header["version"],
            as_of=date.fromisoformat(header["as_of"]),
            made_at=datetime.fromisoformat(header["made_at"]),
            orgs=OrgTree.from_frame(frames["orgs"]),
            cells=frames["cells"],
            trend=frames["trend"],
            path=frames["path"],
            warnings=tuple(Warning.from_json(warning) for warning in header["warnings"]),
            sources=tuple(header["sources"]),
            weights=header["weights"],
            funnels=Funnels.from_parts(header.get("campaigns", []), frames),
        )

    def _row(self, org_index: int, indicator: str, period: str) -> int:
        if indicator not in self.indicators:
            raise UserError(indicator, "is no indicator", f"Known are: {', '.join(self.indicators)}")
        if period not in PERIODS:
            raise UserError(period, "is no period", f"Use one of: {', '.join(PERIODS)}")
        block = org_index * len(self.indicators) + self.indicators.index(indicator)
        return block * len(PERIODS) + PERIODS.index(period)


def version_of(as_of: date, parts: Iterable[bytes]) -> str:
    """A version such as 20260616-1a2b3c4d: the as-of day and a digest of the content, the same for the same content."""
    digest = sha256()
    for part in parts:
        digest.update(part)
    return f"{as_of:%Y%m%d}-{digest.hexdigest()[:8]}"
