"""The base quantities: every measure of every organisation, for any period up to any day that was loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.calendar import Period, WorkCalendar
from data.org import OrgTree
from metrics.agents import Marks, marks
from metrics.cohorts import Due, Joiners, due_items, joiners
from metrics.cube import Cube
from metrics.customers import Customers, applied, proposed
from metrics.flows import FLOWS, unit_days
from metrics.measures import CENTS, MEASURES
from metrics.posts import Lazy, posts
from metrics.rollup import Rollup
from metrics.roster import Roster
from metrics.stocks import headcount_changes
from metrics.targets import Targets
from metrics.teams import zero_departments

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRST_DAY = {
    "agent_day": "day",
    "customer_day": "day",
    "policy": "issued",
    "movement": "day",
    "premium_step": "day",
    "premium_due": "due",
}
TABLES_READ = (*FIRST_DAY, "policy_change", "product", "application")


class Scans(Protocol):
    """Where the facts are: data.tables.Tables."""

    def scan(self, name: str) -> pl.LazyFrame: ...


@dataclass(frozen=True)
class Base:
    """What was read from the facts once, ready for `at` any (period, day) in the span of `cube`.

    Only facts dated up to the asked day count, so a past day reads as it did then.
    """

    orgs: OrgTree
    calendar: WorkCalendar
    rollup: Rollup
    cube: Cube
    roster: Roster
    marks: Mapping[str, Marks]
    customers: Customers
    due: Due
    joiners: Joiners
    targets: Targets
    since: Mapping[str, date | None]

    @classmethod
    def load(cls, tables: Scans, orgs: OrgTree, calendar: WorkCalendar, first: date, last: date) -> "Base":
        """Read the facts for periods that begin on or after `first` and end on or before `last`."""
        read = _read(_lazies(tables, first, last))
        roster = Roster.from_posts(read["posts"], orgs.units)
        return cls(
            orgs=orgs,
            calendar=calendar,
            rollup=Rollup.of(orgs),
            cube=Cube.from_rows(read["flows"], read["headcount"], orgs.units, (first, last)),
            roster=roster,
            marks={flag: Marks(*_by_day(read[flag], roster)) for flag in ("hc_visit", "hc_producing", "hc_active")},
            customers=Customers(read["proposed"], read["applied"]),
            due=Due(_items(read["due"], orgs, calendar), len(orgs.units), calendar),
            joiners=Joiners(*_by_day(read["joiners"], roster), calendar),
            targets=Targets.from_rows(read["target"], orgs, calendar),
            since={name: read[f"since.{name}"].item() for name in FIRST_DAY},
        )

    def at(self, period: Period, day: date, day_shares: Mapping[str, float] | None = None) -> dict[str, Floats]:
        """Every measure, one value a node in preorder: money in yuan, NaN where there is no data for it.

        `day_shares` says which share of its month a target has on this one day; without, working days share equally.
        """
        sums = self.sums(period, day)
        none = np.full(len(self.orgs), np.nan)
        known = {name: _plain(name, sums[name]) if self._covers(name, period, day) else none for name in sums}
        targets = self.targets.all(period, day, day_shares or {}, self._even_share(day))
        return dict.fromkeys(MEASURES, none) | known | targets

    def sums(self, period: Period, day: date) -> dict[str, Ints]:
        """Every measure but the targets, rolled up: Int64, one value a node, money in cents."""
        nodes = {name: self.rollup.from_units(values) for name, values in self._units(period, day).items()}
        return nodes | zero_departments(self.orgs, self.rollup, nodes["fyp_regular"])

    def _units(self, period: Period, day: date) -> dict[str, Ints]:
        first = self.calendar.period_start(period, day)
        units = {flow: self.cube.flow(flow, first, day) for flow in FLOWS}
        units |= {"hc_begin": self.cube.stock(first - timedelta(days=1)), "hc_end": self.cube.stock(day)}
        units |= {flag: days.count(self.roster, first, day) for flag, days in self.marks.items()}
        units |= self.customers.count(self.roster, first, day)
        if period == "day":
            return units
        cohorts = self.due.collection(first, day) | self.due.persistency(first, day)
        return units | cohorts | self.joiners.retention(self.roster, first, day)

    def _covers(self, name: str, period: Period, day: date) -> bool:
        """Whether the facts of a measure reach back to the month in which the period, less its lead, begins."""
        measure = MEASURES[name]
        since = self.since[measure.table]
        if since is None:
            return False
        start = self.calendar.month(self.calendar.period_start(period, day))
        return self.calendar.month_of(start.year, start.number - measure.lead).last >= since

    def _even_share(self, day: date) -> float | None:
        return 1 / self.calendar.workdays_in_month(day) if self.calendar.is_workday(day) else None


def _lazies(tables: Scans, first: date, last: date) -> dict[str, pl.LazyFrame]:
    """Every plan from facts to the compact rows that are kept."""
    native = {name: tables.scan(name) for name in TABLES_READ}
    near = pl.col("day").is_between(first, last)
    native |= {name: native[name].filter(near) for name in ("agent_day", "customer_day")}
    facts: dict[str, Lazy] = {name: nw.from_native(frame) for name, frame in native.items()}
    places = posts(facts["movement"])
    plans = {
        "posts": places,
        "flows": unit_days(facts, places),
        "headcount": headcount_changes(places),
        "proposed": proposed(facts),
        "applied": applied(facts).filter(nw.col("day") >= first),
        "due": due_items(facts),
        "joiners": joiners(facts["movement"]),
        **{flag: rows.filter(nw.col("day") >= first) for flag, rows in marks(facts).items()},
    }
    days = {name: tables.scan(name).select(pl.col(column).min()) for name, column in FIRST_DAY.items()}
    own = {f"since.{name}": frame for name, frame in days.items()} | {"target": tables.scan("target")}
    return {name: plan.to_native() for name, plan in plans.items()} | own


def _read(plans: Mapping[str, pl.LazyFrame]) -> dict[str, pl.DataFrame]:
    return dict(zip(plans, pl.collect_all(list(plans.values())), strict=True))


def _by_day(rows: pl.DataFrame, roster: Roster) -> tuple[NDArray[np.datetime64], Ints]:
    """Days and agents' places, sorted by day; agents who never stood anywhere are left out."""
    agents, known = roster.places(rows["agent_id"])
    days = rows["day"].to_numpy()[known]
    order = np.argsort(days, kind="stable")
    return days[order], agents[known][order]


def _items(due: pl.DataFrame, orgs: OrgTree, calendar: WorkCalendar) -> pl.DataFrame:
    """Due items with their unit's place and their due month's end, sorted by due day."""
    units = pl.DataFrame({"unit_id": orgs.units, "unit": range(len(orgs.units))})
    days = due.select(pl.col("due").unique())
    ends = pl.Series("month_end", [calendar.month(day).last for day in days["due"]], dtype=pl.Date)
    return due.join(units, on="unit_id").join(days.with_columns(ends), on="due").drop("unit_id").sort("due")


def _plain(name: str, values: Ints) -> Floats:
    return values / CENTS if MEASURES[name].money else values.astype(np.float64)
