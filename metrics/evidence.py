"""Evidence: the facts behind a measure of one organisation, row by row; their amounts add up to it exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.agents import Flag, IdleFlag
from metrics.base import Base
from metrics.cohorts import Joiners, days_of
from metrics.cube import ONE_DAY
from metrics.derived import Facts
from metrics.loading import BEST_BY
from metrics.measures.kinds import AgentFlag, Cohort, CustomerFlag, Flows, Idle, Recruits, Source, Stock
from metrics.posts import FOREVER, credited
from metrics.roster import NOWHERE
from metrics.teams import TEAM_LEVEL, TENTH
from metrics.window import Window

Ints = NDArray[np.int64]
BY_DEPARTMENT = ("zero_depts", "depts_total")
BEST = "fyp_top10pct"
FIRST = ("day", "unit_id", "amount")
"""The columns with which every row begins, where it has them."""


@dataclass(frozen=True)
class Evidence:
    """The rows of an org's measures; `base` counts the same measures of the same `facts`, as `sources` define them."""

    base: Base
    facts: Facts
    sources: Mapping[str, Source]
    org: str

    def rows(self, name: str, window: Window) -> pl.DataFrame:
        """What is counted, one row each with its `amount` (Int64, money in cents), in the order of days and units."""
        found = self._found(name, window)
        first = [column for column in FIRST if column in found.columns]
        ordered = found.select(*first, pl.exclude(first))
        return ordered.sort(pl.exclude(pl.List), nulls_last=True)

    def _found(self, name: str, window: Window) -> pl.DataFrame:
        match self.sources.get(name):
            case Flows() as source:
                return self._flow(source, name, window)
            case Stock() as source:
                return self._worked(source, window) if name == source.worked else self._stock(source, name, window)
            case CustomerFlag() as source:
                return self._customers(source, name, window)
            case Cohort() as source:
                return self._cohort(source, name, window)
            case AgentFlag() | Idle() | Recruits():
                return self._people(name, window)
        return self._best(window) if name == BEST else self._teams(name, window)

    def _flow(self, source: Flows, name: str, window: Window) -> pl.DataFrame:
        rows = source.rows(self.facts).rename({name: "amount"})
        asked = rows.drop([one for one in (*source.counts, *source.money) if one != name])
        inside = asked.filter(nw.col("day").is_between(window.first, window.last), nw.col("amount") != 0)
        placed = credited(inside, self.facts["posts"]) if source.owner == "agent_id" else inside
        return self._own(placed).drop("since", "until", "staffed", strict=False)

    def _stock(self, source: Stock, name: str, window: Window) -> pl.DataFrame:
        """What there was at the end of the window's last day, or of the day before its first."""
        day = window.first - ONE_DAY if name == source.begin else window.last
        return self._spells(source, day, day)

    def _worked(self, source: Stock, window: Window) -> pl.DataFrame:
        """Each spell as often as it meets the end of a working day."""
        spells = self._spells(source, window.first, window.last)
        days = np.array(window.calendar.workdays(window.first, window.last), dtype="datetime64[D]")
        since, until = (np.searchsorted(days, spells[name].to_numpy()) for name in ("since", "until"))
        counted = spells.with_columns(workdays=pl.Series(until - since, dtype=pl.Int64))
        return counted.with_columns(pl.col("amount") * pl.col("workdays")).filter(pl.col("workdays") > 0)

    def _spells(self, source: Stock, first: date, last: date) -> pl.DataFrame:
        """The spells that hold on one of these days."""
        until = nw.col("until").cast(nw.Date).fill_null(nw.lit(FOREVER))
        rows = source.rows(self.facts).with_columns(nw.col("since").cast(nw.Date), until)
        met = rows.filter(nw.col("since") <= nw.lit(last), nw.col("until") > nw.lit(first))
        return self._own(met.filter(nw.col("since") < nw.col("until")))

    def _people(self, name: str, window: Window) -> pl.DataFrame:
        """One row an agent; of those who joined in several months that count, one a month, `day` the day."""
        engine = self.base.engines[name]
        if isinstance(engine, Joiners):
            agents, since = engine.members(name, window)
            return self._agents(agents, window.last, day=pl.Series(since, dtype=pl.Date))
        flagged = engine.flagged(window) if isinstance(engine, Flag | IdleFlag) else np.zeros(0, dtype=bool)
        return self._agents(np.flatnonzero(flagged), window.last)

    def _agents(self, places: Ints, as_of: date, **more: pl.Series) -> pl.DataFrame:
        """These agents at their unit of the as-of day."""
        roster, units = self.base.roster, self.base.orgs.units
        frame = pl.DataFrame({"agent_id": roster.agents.to_numpy()[places], **more})
        unit = pl.Series(
            [units[at] if at != NOWHERE else None for at in roster.unit_on(as_of)[places]], dtype=pl.String
        )
        placed = frame.with_columns(unit_id=unit, amount=pl.lit(1, pl.Int64))
        return placed.filter(pl.col("unit_id").is_in(self._inside))

    def _cohort(self, source: Cohort, name: str, window: Window) -> pl.DataFrame:
        """The items of the window; an outcome that came after the as-of day is not told."""
        first, last = days_of(source, window)
        as_of = nw.lit(window.last)
        known = nw.col("known").cast(nw.Date).fill_null(nw.lit(date.min)) <= as_of
        rows = source.rows(self.facts).filter(nw.col("day").cast(nw.Date).is_between(first, last), known)
        if name != source.base:
            rows = rows.filter(nw.col(name).cast(nw.Date) <= as_of)
        found = self._own(rows).with_columns(
            pl.when(pl.col(outcome) <= window.last).then(outcome).alias(outcome) for outcome in source.outcomes
        )
        return found if source.money else found.with_columns(amount=pl.lit(1, pl.Int64))

    def _customers(self, source: CustomerFlag, name: str, window: Window) -> pl.DataFrame:
        """One row a customer: the first act in the window (`day`), the credited unit, and the act that followed."""
        acts = source.rows(self.facts).filter(nw.col("day").is_between(window.first, window.last))
        rows = self._actors(acts, window.last) if source.credit == "actor" else self._served(acts, window.last)
        if source.among:
            among = source.among(self.facts).with_columns(until=nw.col("until").fill_null(nw.lit(FOREVER)))
            rows = rows.join(_on(among, window.last).select("customer_id"), on="customer_id", how="semi")
        if name == source.then and source.followed:
            rows = _followed(rows, _collected(source.followed(self.facts)), source.within, window.last)
        return rows.filter(pl.col("unit_id").is_in(self._inside)).with_columns(amount=pl.lit(1, pl.Int64))

    def _actors(self, acts: nw.LazyFrame[Any], day: date) -> pl.DataFrame:
        """The unit of the agent who acted last; of several on one day the highest id."""
        last = pl.col("agent_id").sort_by("day", "agent_id", nulls_last=[False, False]).last()
        rows = _collected(acts).group_by("customer_id").agg(pl.col("day").min(), last)
        return rows.join(_on(self.facts["posts"], day).select("agent_id", "unit_id"), on="agent_id")

    def _served(self, acts: nw.LazyFrame[Any], day: date) -> pl.DataFrame:
        rows = _collected(acts).group_by("customer_id").agg(pl.col("day").min())
        places = _on(self.facts["served"], day).sort("since").group_by("customer_id", maintain_order=True).last()
        return rows.join(places.select("customer_id", "unit_id", "agent_id"), on="customer_id")

    def _teams(self, name: str, window: Window) -> pl.DataFrame:
        """One row a department or unit that counts."""
        orgs, counted = self.base.orgs, self.base.nodes(name, window)
        level = TEAM_LEVEL if name in BY_DEPARTMENT else "unit"
        teams = [one for one in orgs.subtree(self.org) if orgs[one].level == level and counted[orgs.index(one)]]
        return pl.DataFrame({"unit_id": teams, "amount": [1] * len(teams)}, {"unit_id": pl.String, "amount": pl.Int64})

    def _best(self, window: Window) -> pl.DataFrame:
        """The tenth (rounded up) of the org's staff that sold most."""
        staff = self._agents(np.flatnonzero(self.base.roster.alive_on(window.last)), window.last)
        sold = self._sold(window)
        rows = staff.drop("amount").join(sold, on="agent_id", how="left").with_columns(pl.col("amount").fill_null(0))
        return rows.sort("amount", descending=True).head(-(-len(rows) // TENTH))

    def _sold(self, window: Window) -> pl.DataFrame:
        """agent_id and the net premium by which the best are found."""
        flows = next(one for one in self.sources.values() if isinstance(one, Flows) and BEST_BY in one.money)
        inside = _collected(flows.rows(self.facts).filter(nw.col("day").is_between(window.first, window.last)))
        return inside.group_by("agent_id").agg(amount=pl.col(BEST_BY).sum())

    def _own(self, rows: nw.LazyFrame[Any]) -> pl.DataFrame:
        """The rows of the org's units."""
        return _collected(
            rows.filter(nw.col("unit_id").is_in(self._inside)).with_columns(nw.col("amount").cast(nw.Int64))
        )

    @cached_property
    def _inside(self) -> list[str]:
        start, end = self.base.orgs.unit_range(self.org)
        return self.base.orgs.units[start:end]


def _on(spells: nw.LazyFrame[Any], day: date) -> pl.DataFrame:
    """The spells that hold on a day."""
    return _collected(spells.filter(nw.col("since") <= nw.lit(day), nw.col("until") > nw.lit(day)))


def _followed(rows: pl.DataFrame, acts: pl.DataFrame, within: int, last: date) -> pl.DataFrame:
    """The customers with another act from their first one on, and its day; not later than so many days, nor `last`."""
    limit = pl.min_horizontal(pl.col("day") + timedelta(days=within), pl.lit(last))
    both = rows.join(acts.select("customer_id", followed="day"), on="customer_id")
    near = both.filter(pl.col("followed") >= pl.col("day"), pl.col("followed") <= limit)
    return near.group_by(rows.columns).agg(pl.col("followed").min())


def _collected(rows: nw.LazyFrame[Any]) -> pl.DataFrame:
    found: pl.DataFrame = rows.to_native().collect()
    return found
