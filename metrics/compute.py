"""Compute: facts to snapshot, in one go."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import PERIODS, Period, WorkCalendar
from data.clock import Clock
from data.errors import UserError
from data.org import OrgTree
from data.tables import Tables
from metrics.base import Base
from metrics.catalogue import Catalogue
from metrics.funnels import Campaign
from metrics.funnels.engine import funnels as count_funnels
from metrics.ground import Ground
from metrics.indicators import REASONS, Formulas
from metrics.sheet import Hints, Sheet
from metrics.snapshot import CELL_SCHEMA, TREND_SCHEMA, Snapshot, version_of
from metrics.status import STATUSES, statuses
from metrics.warning import Paths, Warning  # noqa: A004 - the house's word for it
from metrics.warnings import judgement, warn_on
from metrics.warnings.settings import Settings
from metrics.warnings.settings import load as load_settings
from metrics.warnings.volumes import Book

Floats = NDArray[np.float64]
Progress = Callable[[str], None]
Pace = Callable[[date], float | None]
PACED = "fyp_regular"
TREND_MONTHS = 13


def compute(
    tables: Tables,
    calendar: WorkCalendar,
    catalogue: Catalogue,
    as_of: date,
    clock: Clock,
    progress: Progress | None = None,
    sources: tuple[dict[str, Any], ...] = (),
    campaigns: Sequence[Campaign] = (),
) -> Snapshot:
    """The snapshot of the facts up to the end of `as_of`, funnels of `campaigns` included.

    `progress` is told each step as it begins; `sources` are passed through to the snapshot. UserError where there is
    no organisation tree yet.
    """
    tell = progress or (lambda _: None)
    orgs, settings = organisations(tables), load_settings().within(catalogue.ids)
    tell("measures")
    base = Base.load(tables, orgs, calendar, *span(calendar, as_of, settings.history.months))
    tell("warnings")
    paths, warnings = warn_on(base, as_of, settings)
    tell("indicators")
    pace = pace_of(base, as_of, paths, settings)
    cells = warned(cells_of(base, catalogue, as_of, paths, pace), warnings)
    tell("trend")
    trend = trend_of(base, catalogue, as_of, pace)
    tell("funnels")
    funnels = count_funnels(campaigns, tables, Ground(orgs, calendar, base.first, as_of))
    parts = (cells, trend, paths.rows)
    spoken = [repr(one).encode() for one in (*warnings, *campaigns)]
    version = version_of(as_of, [*map(_digest, [*parts, funnels.counts]), *spoken])
    weights = {rule.indicator: rule.weight for rule in settings.paths}
    return Snapshot(version, as_of, clock.now(), orgs, *parts, warnings, sources, weights, funnels)


def organisations(tables: Tables) -> OrgTree:
    """The tree of the `org` table."""
    rows = tables.scan("org").collect()
    if rows.is_empty():
        raise UserError("organisation tree", "has not arrived", "Ingest the personnel source, or seed the demo.")
    return OrgTree.from_frame(rows)


def span(calendar: WorkCalendar, as_of: date, history: int) -> tuple[date, date]:
    """The days that one snapshot needs: last year's beginning, and the `history` months that a pace is learnt from."""
    month = calendar.month(as_of)
    beginnings = calendar.month_of(month.year - 1, 1), calendar.month_of(month.year, month.number - history)
    return min(beginnings).first, as_of


def pace_of(base: Base, as_of: date, paths: Paths, settings: Settings) -> Pace:
    """What share of its month the company's regular premium is expected to have reached by a day.

    On the as-of day the paths' own; on another day that of its month, learnt from the months before it.
    """

    @cache
    def share(day: date) -> float | None:
        month = base.calendar.month(day)
        if day == as_of or not paths.pace:
            return paths.pace.get(PACED)
        return 1.0 if day == month.last else judgement.pace(Book(base, day), settings, PACED, month)

    return share


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


def _digest(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.write_ipc(sink)
    return sha256(sink.getbuffer()).digest()
