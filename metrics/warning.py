"""A warning: an indicator at risk, why, and who can act; and the month's paths that it was judged by."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, Self

import polars as pl

from data.schemas import TABLES

Rule = Literal["W1", "W2", "W8"]
Severity = Literal["grey", "green", "yellow", "red"]
PATH_SCHEMA = pl.Schema(
    {
        "org": pl.String,
        "indicator": pl.String,
        "day": pl.Date,
        "actual": pl.Float64,
        "expected": pl.Float64,
        "last_year": pl.Float64,
        "target": pl.Float64,
    }
)


@dataclass(frozen=True)
class Paths:
    """How the month ran, day by day, and how it was expected to run.

    `rows` has PATH_SCHEMA: one row per org, path indicator and working day of the month up to the as-of day; additive
    indicators are cumulative, in catalogue units; `expected` is the plan's share by that day. `pace` maps a target's
    measure (`fyp_regular` for `tgt_fyp_regular`) to the share of a month expected by the as-of day, in 0..1.
    """

    rows: pl.DataFrame
    pace: Mapping[str, float]

    @classmethod
    def empty(cls) -> Self:
        return cls(pl.DataFrame(schema=PATH_SCHEMA), {})


@dataclass(frozen=True)
class Link:
    """One process indicator in the chain behind a gap: its value, its usual value, the relative change."""

    indicator: str
    value: float
    usual: float
    change: float


@dataclass(frozen=True)
class Missing:
    """A day on which a table brought too little: `share` of its usual rows, 0..1, is missing."""

    table: str
    day: date
    share: float

    @property
    def source(self) -> str:
        """The source system that owes the rows."""
        return TABLES[self.table].source

    def to_json(self) -> dict[str, Any]:
        return {**plain(self), "day": self.day.isoformat()}

    @classmethod
    def from_json(cls, fields_: Mapping[str, Any]) -> Self:
        return cls(**{**fields_, "day": date.fromisoformat(fields_["day"])})


@dataclass(frozen=True)
class Cause:
    """The org that holds most of a gap (`share` of it, 0..1) and the chain of process indicators behind it.

    `missing` says which facts have not come: then that is all of the cause.
    """

    org: str
    share: float
    chain: tuple[Link, ...]
    missing: tuple[Missing, ...] = ()

    def to_json(self) -> dict[str, Any]:
        chain, missing = [plain(link) for link in self.chain], [one.to_json() for one in self.missing]
        return {**plain(self), "chain": chain, "missing": missing}

    @classmethod
    def from_json(cls, fields_: Mapping[str, Any]) -> Self:
        chain = tuple(Link(**link) for link in fields_["chain"])
        missing = tuple(Missing.from_json(one) for one in fields_.get("missing", ()))
        return cls(**{**fields_, "chain": chain, "missing": missing})


@dataclass(frozen=True)
class Warning:  # noqa: A001 - the house's word for it
    """One indicator of one org at risk in one period.

    `value` and `target` are in catalogue units; `attainment`, `pace`, `time_progress`, `projection`, `low` and `high`
    are fractions of the target; `gap` is percentage points as a fraction (-0.125); `gap_volume`, `required_per_day`
    and `recent_per_day` are in catalogue units. `rule` is the worse of W1 (pace) and W2 (projection), or W8 where the
    facts are incomplete: then it is grey, and its cause says what is missing.
    """

    id: str
    rule: Rule
    severity: Severity
    org: str
    indicator: str
    period: str
    value: float
    target: float
    attainment: float
    pace: float
    time_progress: float
    gap: float
    gap_volume: float
    projection: float
    low: float
    high: float
    required_per_day: float
    recent_per_day: float
    cause: Cause | None
    since: date
    owner: str
    state: str = "open"

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values; dates as ISO text."""
        cause = self.cause.to_json() if self.cause else None
        return {**plain(self), "cause": cause, "since": self.since.isoformat()}

    @classmethod
    def from_json(cls, fields_: Mapping[str, Any]) -> Self:
        cause = Cause.from_json(fields_["cause"]) if fields_["cause"] else None
        return cls(**{**fields_, "cause": cause, "since": date.fromisoformat(fields_["since"])})


def plain(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
