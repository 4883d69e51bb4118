"""Renewing: what a part counts once the rows of some days were read anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from metrics.agents import Flag, IdleFlag
from metrics.cube import Cube, dated
from metrics.customers import Customers, acted
from metrics.derived import Facts
from metrics.loading import Part, Stand, collected, plans
from metrics.measures.kinds import AgentFlag, CustomerFlag, Flows, Idle, Paired
from metrics.posts import Lazy
from metrics.roster import Roster
from metrics.sums import added, ends

Days = frozenset[date]


def renewed(parts: Sequence[Part], todo: Sequence[Days | None], facts: Facts, stand: Stand) -> tuple[Part, ...]:
    """Each part with the rows of its days read anew (None: all rows); itself where there are no such days.

    The rows of days come from one pass over the facts, as there are few of them.
    """
    both = list(zip(parts, todo, strict=True))
    rows = collected({part.name: _plan(part, days, facts, stand) for part, days in both if days})
    return tuple(_renewed(part, days, rows, facts, stand) for part, days in both)


def _renewed(part: Part, days: Days | None, rows: Mapping[str, pl.DataFrame], facts: Facts, stand: Stand) -> Part:
    if days is None:
        return Part.of(part.source, facts, stand)
    return _with_days(part, days, rows[part.name], facts, stand) if days else part


def _plan(part: Part, days: Days, facts: Facts, stand: Stand) -> Lazy:
    """The plan of the rows of some days."""
    match part.source:
        case Flows(rows=Paired() as pair) as source:
            return pair.by(facts.on(source.table, days))
        case Flows() as source:
            return dated(source, facts.on(source.table, days))
        case AgentFlag() | Idle() as flag:
            return plans(flag, facts.on(flag.table, days), stand.ground)["rows"]
        case CustomerFlag() as flag:
            alone = replace(flag, among=None, followed=None, then=None)
            return acted(alone, facts.on(flag.table, days), (stand.ground.first, stand.ground.last))["acts"]
    raise TypeError(f"{part.name} is not counted day by day")


def _with_days(part: Part, days: Days, rows: pl.DataFrame, facts: Facts, stand: Stand) -> Part:
    """With the rows of `_plan`."""
    match part.source, part.engine:
        case Flows(rows=Paired()) as source, Cube() as cube:
            return _with_pair(part, source, cube, days, rows, facts, stand)
        case Flows() as source, Cube() as cube:
            return replace(
                part, engine=cube.with_days(source, days, placed(source, rows, stand.ground.places, stand.roster))
            )
        case _, Flag() | IdleFlag() | Customers() as engine:
            return replace(part, engine=engine.with_days(days, rows))
    raise TypeError(f"{part.name} is not counted day by day")


def _with_pair(
    part: Part, source: Flows, cube: Cube, days: Days, new: pl.DataFrame, facts: Facts, stand: Stand
) -> Part:
    """A row counts by what is not dated after it: from the first of the days on all of them are counted again."""
    if not isinstance(source.rows, Paired) or part.pair is None:
        raise TypeError(f"{part.name} has no pair")
    first, last = max(min(days), stand.ground.first), stand.ground.last
    pair = part.pair.with_days(days, new, first, source.rows.key)
    rows = collected({"rows": dated(pair.counted(source, first), facts)})["rows"]
    return replace(
        part,
        engine=cube.with_days(source, _days(first, last), placed(source, rows, stand.ground.places, stand.roster)),
        pair=pair,
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def placed(source: Flows, rows: pl.DataFrame, places: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """Flows (`dated`) by the place of the unit, `unit`: of agents, the one where they stood on the day."""
    if source.owner == "unit_id":
        return rows.join(places, on="unit_id")
    return pl.concat(_units(day, own, roster) for day, own in _by_day(rows))


def _by_day(frame: pl.DataFrame) -> Iterator[tuple[date, pl.DataFrame]]:
    """The rows day by day; where there are none, those of no matter which day."""
    first, last = ends(frame["day"]) or (date.min, date.min)
    if first == last:
        yield first, frame
        return
    for (day,), own in frame.partition_by("day", as_dict=True).items():
        yield day, own


def _units(day: date, rows: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """Flows of agents on a day, added up by unit: the place of each unit with any rows, `day`, the flows."""
    slots, size = roster.slots_on(day, rows["agent_id"]), roster.units + 1
    unit = np.flatnonzero(np.bincount(slots, minlength=size)[1:])
    flows = rows.drop("agent_id", "day").fill_null(0)
    sums = {name: added(slots, flows[name].to_numpy(), size)[1:][unit] for name in flows.columns}
    return pl.DataFrame({"unit": unit.astype(np.int32), **sums}).with_columns(day=pl.lit(day, pl.Date))
