"""Cells: every indicator of every organisation in every period, and month by month, as a snapshot keeps them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import PERIODS, Period
from data.org import OrgTree
from metrics.base import Base
from metrics.catalogue import Catalogue
from metrics.indicators import REASONS, Formulas
from metrics.sheet import Hints, Sheet
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA
from metrics.status import STATUSES, statuses
from metrics.warning import Paths, Warning  # noqa: A004 - the house's word for it

Floats = NDArray[np.float64]
Pace = Callable[[date], float | None]
TREND_MONTHS = 13


def cells_of(base: Base, catalogue: Catalogue, as_of: date, paths: Paths, pace: Pace = lambda _: None) -> pl.DataFrame:
    """CELL_SCHEMA, dense: org (preorder) x indicator (catalogue) x period."""
    formulas = Formulas(catalogue, base.orgs)
    hints = Hints(day_shares(catalogue, paths, base.orgs, as_of), pace)
    blocks = [_period(base, formulas, catalogue, (period, as_of), paths, hints) for period in PERIODS]
    stacked = {name: np.stack([block[name] for block in blocks], axis=-1).ravel() for name in blocks[0]}
    numbers = pl.DataFrame(stacked).with_columns(
        pl.col(pl.Float64).fill_nan(None),
        _word("status", STATUSES),
        _word("reason", REASONS),
    )
    keys = _keys(base.orgs.ids, catalogue.ids, PERIODS)
    return pl.concat([keys, numbers], how="horizontal").select(*CELL_SCHEMA)


def warned(cells: pl.DataFrame, warnings: Iterable[Warning]) -> pl.DataFrame:
    """The cells, none judged milder than its warning: a tile and the card beside it say the same."""
    keys = ["org", "indicator", "period"]
    said = pl.DataFrame(
        [(one.org, one.indicator, one.period, one.severity) for one in warnings],
        schema=dict.fromkeys([*keys, "severity"], pl.String),
        orient="row",
    )
    order = {status: place for place, status in enumerate(STATUSES)}
    grave, graver = (pl.col(name).replace_strict(order, return_dtype=pl.Int8) for name in ("status", "severity"))
    worse = pl.when(pl.col("severity").is_not_null() & (graver > grave)).then("severity").otherwise("status")
    joined = cells.join(said, on=keys, how="left", maintain_order="left")
    return joined.with_columns(worse.alias("status")).drop("severity")


def trend_of(base: Base, catalogue: Catalogue, as_of: date, pace: Pace = lambda _: None) -> pl.DataFrame:
    """TREND_SCHEMA: the month-to-date values at the end of twelve months and at `as_of`, by org, indicator, month."""
    formulas = Formulas(catalogue, base.orgs)
    this = base.calendar.month(as_of)
    months = [base.calendar.month_of(this.year, this.number - back) for back in reversed(range(TREND_MONTHS))]
    hints = Hints(pace=pace)
    ends = [formulas.evaluate(base.at("mtd", min(month.last, as_of), hints), "mtd") for month in months]
    keys = _keys(base.orgs.ids, catalogue.ids, [f"{month.year}-{month.number:02}-01" for month in months])
    columns = {
        "value": np.stack([end.values for end in ends], axis=-1).ravel(),
        "target": np.stack([end.targets for end in ends], axis=-1).ravel(),
    }
    numbers = pl.DataFrame(columns).with_columns(pl.col(pl.Float64).fill_nan(None))
    dated = keys.with_columns(pl.col("period").str.to_date().alias("month"))
    return pl.concat([dated, numbers], how="horizontal").select(*TREND_SCHEMA)


def _period(
    base: Base, formulas: Formulas, catalogue: Catalogue, at: tuple[Period, date], paths: Paths, hints: Hints
) -> Mapping[str, NDArray[Any]]:
    """The columns of one period's cells, each (nodes, indicators)."""
    period, as_of = at
    sheet = base.at(period, as_of, hints)
    own = formulas.evaluate(sheet, period)
    return {
        "value": own.values,
        "numerator": own.numerators,
        "denominator": own.denominators,
        "target": own.targets,
        **_compared(formulas, period, sheet, "last_year"),
        **_compared(formulas, period, sheet, "previous"),
        "status": statuses(own, catalogue, base.targets, at, paths.pace),
        "reason": own.reasons,
    }


def _compared(formulas: Formulas, period: Period, sheet: Sheet, name: str) -> dict[str, Floats]:
    """The values of another day's period and their parts; NaN where there is no such day."""
    other = sheet.beside(name)
    found = formulas.evaluate(other, period) if other else None
    parts = (
        (found.values, found.numerators, found.denominators) if found else [np.full(formulas.levels.shape, np.nan)] * 3
    )
    return dict(zip((name, f"{name}_numerator", f"{name}_denominator"), parts, strict=True))


def day_shares(catalogue: Catalogue, paths: Paths, orgs: OrgTree, as_of: date) -> dict[str, float]:
    """Target measure -> which share of the month is expected on this one day, from the company's own path."""
    rows = paths.rows.filter(pl.col("org") == orgs.root.id, pl.col("day") <= as_of).sort("day")
    shares = {}
    for (indicator,), path in rows.group_by("indicator"):
        if path["day"][-1] == as_of and path["target"][-1]:
            reached = (path["expected"] / path["target"]).to_list()
            shares[f"tgt_{indicator}"] = reached[-1] - (reached[-2] if len(reached) > 1 else 0.0)
    borrowed = {str(one.target): shares[one.pace_of] for one in catalogue if one.pace_of in shares}
    return borrowed | shares


def _keys(orgs: list[str], indicators: tuple[str, ...], periods: Any) -> pl.DataFrame:
    """Every combination in order: org, indicator, period."""
    frames = (pl.DataFrame({"org": orgs}), pl.DataFrame({"indicator": indicators}), pl.DataFrame({"period": periods}))
    first, second, third = frames
    return first.join(second, how="cross", maintain_order="left_right").join(
        third, how="cross", maintain_order="left_right"
    )


def _word(column: str, words: tuple[str | None, ...]) -> pl.Expr:
    """The words that a column of places in `words` stands for."""
    return pl.col(column).replace_strict(range(len(words)), words, return_dtype=pl.String)
