"""Renewing: what a part counts once the rows of some days were read anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

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
from metrics.sums import added


def renewed(part: Part, days: frozenset[date] | None, facts: Facts, stand: Stand) -> Part:
    """With the rows of these days read anew (None: all rows); itself where there are no such days."""
    if days is None:
        return Part.of(part.source, facts, stand)
    return _with_days(part, days, facts, stand) if days else part


def _with_days(part: Part, days: frozenset[date], facts: Facts, stand: Stand) -> Part:
    span = stand.ground.first, stand.ground.last
    match part.source, part.engine:
        case Flows(rows=Paired()) as source, Cube() as cube:
            return _with_pair(part, source, cube, days, facts, stand)
        case Flows() as source, Cube() as cube:
            rows = _placed(source, dated(source, facts.on(source.table, days)), stand)
            return replace(part, engine=cube.with_days(source, days, rows))
        case AgentFlag() | Idle() as flag, Flag() | IdleFlag() as engine:
            acts = collected(plans(flag, facts.on(flag.table, days), stand.ground))["rows"]
            return replace(part, engine=engine.with_days(days, acts))
        case CustomerFlag() as flag, Customers() as customers:
            alone = replace(flag, among=None, followed=None, then=None)
            acts = collected(acted(alone, facts.on(flag.table, days), span))["acts"]
            return replace(part, engine=customers.with_days(days, acts))
    raise TypeError(f"{part.name} is not counted day by day")


def _with_pair(part: Part, source: Flows, cube: Cube, days: frozenset[date], facts: Facts, stand: Stand) -> Part:
    """A row counts by what is not dated after it: from the first of the days on all of them are counted again."""
    if not isinstance(source.rows, Paired) or part.pair is None:
        raise TypeError(f"{part.name} has no pair")
    new = collected({"by": source.rows.by(facts.on(source.table, days))})["by"]
    first, last = max(min(days), stand.ground.first), stand.ground.last
    pair = part.pair.with_days(days, new, first, source.rows.key)
    rows = _placed(source, dated(pair.counted(source, first), facts), stand)
    return replace(part, engine=cube.with_days(source, _days(first, last), rows), pair=pair)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def _placed(source: Flows, rows: Lazy, stand: Stand) -> pl.DataFrame:
    return placed(source, collected({"rows": rows})["rows"], stand.ground.places, stand.roster)


def placed(source: Flows, rows: pl.DataFrame, places: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """Flows (`dated`) by the place of the unit, `unit`: of agents, the one where they stood on the day."""
    if source.owner == "unit_id":
        return rows.join(places, on="unit_id")
    return pl.concat(_units(day, own, roster) for day, own in _by_day(rows))


def _by_day(frame: pl.DataFrame) -> Iterator[tuple[date, pl.DataFrame]]:
    """The rows day by day; where there are none, those of no matter which day."""
    first, last = frame["day"].min(), frame["day"].max()
    if first == last:
        yield cast(date, first or date.min), frame
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
