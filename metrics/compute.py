"""Compute: facts to snapshot, in one go."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from data.calendar import WorkCalendar
from data.clock import Clock
from data.errors import UserError
from data.org import OrgTree
from data.tables import Tables
from metrics.base import Base
from metrics.carried import Carried
from metrics.catalogue import Catalogue
from metrics.cells import Pace, cells_of, trend_of, warned
from metrics.funnels import Campaign, Funnels
from metrics.funnels.engine import funnels as count_funnels
from metrics.grid import Grid
from metrics.ground import Ground
from metrics.packing import funnel_tables
from metrics.snapshot import Snapshot, version_of
from metrics.warning import Missing, Paths
from metrics.warnings import judgement, warn_on
from metrics.warnings.gaps import missing_days
from metrics.warnings.settings import Settings
from metrics.warnings.settings import load as load_settings
from metrics.warnings.volumes import Book

Progress = Callable[[str], None]
PACED = "fyp_regular"


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

    def counted() -> Funnels:
        return count_funnels(campaigns, tables, Ground(orgs, calendar, base.first, as_of))

    missing = missing_days(tables, calendar, as_of, settings)
    return snapshot_of(base, missing, catalogue, as_of, clock, counted, tell, sources)


def snapshot_of(
    base: Base,
    missing: tuple[Missing, ...],
    catalogue: Catalogue,
    as_of: date,
    clock: Clock,
    funnels_: Callable[[], Funnels],
    tell: Progress,
    sources: tuple[dict[str, Any], ...],
    carried: Carried | None = None,
) -> Snapshot:
    """As `compute`, from measures already loaded, where these days of tables are missing; `carried`: see `cells_of`."""
    settings = load_settings().within(catalogue.ids)
    tell("warnings")
    paths, warnings = warn_on(base, as_of, settings, missing)
    tell("indicators")
    pace = pace_of(base, as_of, paths, settings)
    cells = warned(cells_of(base, catalogue, as_of, paths, pace, carried), warnings)
    tell("trend")
    trend = trend_of(base, catalogue, as_of, cells, pace, carried)
    tell("funnels")
    funnels = funnels_()
    grids = (cells, trend, Grid.from_frame(paths.rows, base.orgs.ids))
    spoken = [repr(one).encode() for one in (*warnings, *funnels.campaigns)]
    counted = [table.digest.encode() for table in funnel_tables(funnels).values()]
    version = version_of(as_of, [*(part for grid in grids for part in grid.digests()), *counted, *spoken])
    weights = {rule.indicator: rule.weight for rule in settings.paths}
    return Snapshot(version, as_of, clock.now(), base.orgs, *grids, warnings, sources, weights, funnels)


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
