"""The snapshot: every indicator of every organisation at one moment, immutable, under one version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

import polars as pl

from data.calendar import PERIODS
from data.errors import UserError
from data.org import OrgTree
from metrics.funnels import EMPTY, Funnels
from metrics.grid import Grid
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

NOTHING: dict[str, Any] = dict.fromkeys(CELL_SCHEMA.names()[3:])
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
    """Cells (org x indicator x period), 13 months of trend, this month's paths, warnings, funnels.

    `cells` has CELL_SCHEMA, `trend` TREND_SCHEMA, `path` metrics.warning.PATH_SCHEMA. `sources`
    describes the data that it was made from, one mapping a source system; `weights` says how much an indicator counts
    when warnings are ranked.
    """

    version: str
    as_of: date
    made_at: datetime
    orgs: OrgTree
    cells: Grid
    trend: Grid
    path: Grid
    warnings: tuple[Warning, ...]
    sources: tuple[dict[str, Any], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    funnels: Funnels = EMPTY

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids in the order of the catalogue."""
        return self.cells.indicators

    def cell(self, org: str, indicator: str, period: str = "mtd") -> Cell:
        """One cell; UserError names what is unknown and what is near it."""
        return Cell(org, indicator, period, **NOTHING | self._fields(org, indicator, period))

    def children(self, org: str, indicator: str, period: str = "mtd") -> list[Cell]:
        """The cells of an org's children, in their order in the tree."""
        return [self.cell(child, indicator, period) for child in self.orgs.children(org)]

    def trend_of(self, org: str, indicator: str) -> pl.DataFrame:
        """Rows month (its first day), value, target: 13 months, the last one month-to-date."""
        self._fields(org, indicator, PERIODS[0])
        return self._rows(self.trend, org, indicator)

    def path_of(self, org: str, indicator: str) -> pl.DataFrame:
        """Rows day, actual, expected, last_year, target of this month; empty for an indicator without a path."""
        self._fields(org, indicator, PERIODS[0])
        return self._rows(self.path, org, indicator)

    def warnings_of(self, org: str, limit: int = 5) -> tuple[Warning, ...]:
        """The `limit` gravest warnings of an org's subtree, red first, each said once: by the child that holds most."""
        gravest = ranked(self.warnings, self.orgs, org, self.weights)[:limit]
        return tuple(sorted(gravest, key=lambda warning: -LEVEL[warning.severity]))

    def value_json(self, org: str, indicator: str, period: str = "mtd") -> dict[str, Any]:
        """A cell as `value --json` shows it; `reason` is there only where the value is null."""
        fields = NOTHING | self._fields(org, indicator, period)
        reason = fields.pop("reason")
        shown = {name: value for name, value in fields.items() if name not in COMPARED}
        whole = {
            "org": org, "indicator": indicator, "period": period, **shown,
            "as_of": self.as_of.isoformat(), "snapshot": self.version,
        }  # fmt: skip
        return {**whole, "reason": reason} if reason else whole

    def _rows(self, grid: Grid, org: str, indicator: str) -> pl.DataFrame:
        """One org and indicator of a grid, a row a slot; no row where the grid has not the indicator."""
        node, schema = self.orgs.index(org), grid.schema
        slots = grid.slots if indicator in grid.indicators else ()
        rows = [{schema.names()[2]: slot, **grid.at(node, indicator, slot)} for slot in slots]
        return pl.DataFrame(rows, dict(list(schema.items())[2:]))

    def _fields(self, org: str, indicator: str, period: str) -> dict[str, Any]:
        node = self.orgs.index(org)
        if indicator not in self.indicators:
            raise UserError(indicator, "is no indicator", f"Known are: {', '.join(self.indicators)}")
        if period not in PERIODS:
            raise UserError(period, "is no period", f"Use one of: {', '.join(PERIODS)}")
        return self.cells.at(node, indicator, period)


def version_of(as_of: date, parts: Iterable[bytes]) -> str:
    """A version such as 20260616-1a2b3c4d: the as-of day and a digest of the content, the same for the same content."""
    digest = sha256()
    for part in parts:
        digest.update(part)
    return f"{as_of:%Y%m%d}-{digest.hexdigest()[:8]}"
