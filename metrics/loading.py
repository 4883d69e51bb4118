"""Loading: from the facts to the engines of every kind, all plans collected at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.agents import CROWDS, Crowd, Flag, IdleFlag, acts, by_agent, earned
from metrics.cohorts import Items, Joiners, items
from metrics.cube import Cube, flow_rows, stock_rows
from metrics.customers import Customers, acted, counted
from metrics.ground import Ground
from metrics.measures.kinds import AgentFlag, Cohort, CustomerFlag, Facts, Flows, Idle, Recruits, Source, Stock
from metrics.posts import Lazy
from metrics.rollup import Rollup
from metrics.roster import Roster
from metrics.sums import Sums
from metrics.teams import Teams
from metrics.window import Window

Ints = NDArray[np.int64]
S = TypeVar("S")
BEST_BY = "fyp"
"""The flow by which agents are ranked among each other."""
ACTIVE = "hc_active"
"""The flag of the agents who make a team."""


class Engine(Protocol):
    """Counts measures of a kind: per unit or, of teams, per node."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def count(self, name: str, window: Window, /) -> Ints: ...


def plans(sources: Sequence[Source], facts: Facts, ground: Ground) -> dict[str, Lazy]:
    """Every plan from facts to the compact rows that are kept: of each source by its place, and those all share."""
    own = {
        f"{at}.{part}": plan
        for at, source in enumerate(sources)
        for part, plan in _plans(source, facts, ground).items()
    }
    joined = facts["movement"].filter(nw.col("kind") == "onboard").select("agent_id", "day")
    passed = facts["career"].filter(nw.col("kind") == "confirmed").select("agent_id", "day")
    shared = {"posts": facts["posts"], "joined": joined, "confirmed": passed}
    crowds = {one.among for one in sources if isinstance(one, AgentFlag) and one.among}
    shared |= {f"crowd.{name}": CROWDS[name](facts) for name in sorted(crowds)}
    if any(isinstance(one, CustomerFlag) and one.credit == "server" for one in sources):
        shared["served"] = facts["served"]
    return own | shared


def _plans(source: Source, facts: Facts, ground: Ground) -> dict[str, Lazy]:
    """The plans of one source by part."""
    span = ground.first, ground.last
    found: dict[str, Lazy] = {}
    match source:
        case Flows():
            found["rows"] = flow_rows(source, facts, span)
            if BEST_BY in source.money:
                found["best"] = earned(source, BEST_BY, facts, span)
        case Stock():
            found["rows"] = stock_rows(source, facts, span)
        case AgentFlag():
            found["rows"] = acts(source, facts, span)
        case Idle():
            found["rows"] = acts(source, facts, (_idle_since(source, ground), ground.last))
        case CustomerFlag():
            found |= acted(source, facts, span)
        case Cohort():
            found["rows"] = items(source, facts)
    return found


def collected(plans_: Mapping[str, Lazy]) -> dict[str, pl.DataFrame]:
    """The rows of every plan, from one pass over the facts."""
    native = [plan.to_native() for plan in plans_.values()]
    return dict(zip(plans_, pl.collect_all(native), strict=True))


@dataclass(frozen=True)
class Rows:
    """The collected rows of some sources, and the ground and roster on which they are counted."""

    sources: Sequence[Source]
    frames: Mapping[str, pl.DataFrame]
    ground: Ground
    roster: Roster

    def of(self, kind: type[S]) -> Iterator[tuple[S, dict[str, pl.DataFrame]]]:
        """Every source of a kind with its frames by part."""
        for at, source in enumerate(self.sources):
            if isinstance(source, kind):
                mark = f"{at}."
                own = {name: frame for name, frame in self.frames.items() if name.startswith(mark)}
                yield source, {name.removeprefix(mark): frame for name, frame in own.items()}

    def cube(self) -> Cube:
        flows = ((one, own["rows"]) for one, own in self.of(Flows))
        stocks = ((one, own["rows"]) for one, own in self.of(Stock))
        return Cube.of(self.ground, flows, stocks)

    def flags(self) -> dict[str, Flag]:
        crowds = {
            name: Crowd.of(self.frames[f"crowd.{name}"], self.roster)
            for name in CROWDS
            if f"crowd.{name}" in self.frames
        }
        return {
            one.id: Flag(one, self.roster, self._by_agent(own["rows"]), crowds.get(one.among or ""))
            for one, own in self.of(AgentFlag)
        }

    def idle(self) -> Iterator[IdleFlag]:
        joined = by_day(self.frames["joined"], self.roster)
        for one, own in self.of(Idle):
            sums = self._by_agent(own["rows"], _idle_since(one, self.ground))
            yield IdleFlag(one, self.roster, sums, *joined)

    def customers(self) -> Iterator[Customers]:
        for one, own in self.of(CustomerFlag):
            yield counted(one, own, self.roster, self.ground, self.frames.get("served"))

    def cohorts(self) -> dict[str, Items]:
        found = (Items.of(one, own["rows"], self.ground) for one, own in self.of(Cohort))
        return {name: each for each in found for name in each.names}

    def joiners(self) -> Iterator[Joiners]:
        joined, confirmed = (by_day(self.frames[name], self.roster) for name in ("joined", "confirmed"))
        for one, _ in self.of(Recruits):
            yield Joiners(one, self.roster, *joined, *confirmed)

    def teams(self, cube: Cube, flags: Mapping[str, Flag], rollup: Rollup) -> Iterator[Teams]:
        """None where a source is missing on which they stand."""
        found = [own["best"] for _, own in self.of(Flows) if "best" in own]
        if found and ACTIVE in flags:
            yield Teams(self.ground.orgs, rollup, self.roster, cube, flags[ACTIVE], self._by_agent(found[0]))

    def _by_agent(self, frame: pl.DataFrame, first: date | None = None) -> Sums:
        return by_agent(frame, self.roster, self.ground, first or self.ground.first)


def by_day(rows: pl.DataFrame, roster: Roster) -> tuple[NDArray[np.datetime64], Ints]:
    """Days and agents' places, sorted by day; agents who never stood anywhere are left out."""
    places, known = roster.places(rows["agent_id"])
    days = rows["day"].to_numpy()[known]
    order = np.argsort(days, kind="stable")
    return days[order], places[known][order]


def _idle_since(source: Idle, ground: Ground) -> date:
    """The first day on which an act can matter: months before the first day held."""
    month = ground.calendar.month(ground.first)
    return ground.calendar.month_of(month.year, month.number - source.months).first
