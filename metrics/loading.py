"""Loading: from the facts to the engines, source by source, so that only one source's rows are held at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, Self

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.tables import schema_of
from metrics.agents import CROWDS, Crowd, Flag, IdleFlag, acts, by_agent, earned
from metrics.cohorts import Items, Joiners, items
from metrics.cube import Cube, flow_rows, stock_rows
from metrics.customers import acted, counted, spells_of
from metrics.derived import Facts
from metrics.ground import Ground
from metrics.measures.kinds import AgentFlag, Cohort, CustomerFlag, Flows, Idle, Paired, Recruits, Rows, Source, Stock
from metrics.pairs import Pair
from metrics.posts import Lazy
from metrics.roster import Roster
from metrics.spells import Spells
from metrics.sums import Sums
from metrics.window import Window

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
Among = Literal["new", "supervisor"]
Changed = Mapping[str, frozenset[date] | None]
"""The days on which a table may differ from what was read; None: everything may."""
ACTIVE = "hc_active"
"""The flag of the agents who make a team."""
BEST_BY = "fyp"
"""The flow by which agents are ranked among each other."""
SPELLS = ("served", "among")
"""The parts of a flag's plans that say where its customers are served and when they are asked about."""
STAND = frozenset({"movement", "career"})
"""The tables that say who stands where and is what."""


class Engine(Protocol):
    """Counts measures of a kind: per unit or, of teams, per node."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def count(self, name: str, window: Window, /) -> Ints: ...


def plans(source: Source, facts: Mapping[str, Lazy], ground: Ground) -> dict[str, Lazy]:
    """The plans from facts to the compact rows of one source, by part."""
    span = ground.first, ground.last
    found: dict[str, Lazy] = {}
    match source:
        case Flows():
            found["rows"] = flow_rows(source, facts, span)
        case Stock():
            found["rows"] = stock_rows(source, facts, span)
        case AgentFlag():
            found["rows"] = acts(source, facts, span)
        case Idle():
            found["rows"] = acts(source, facts, (_idle_since(source, ground), ground.last))
        case CustomerFlag():
            found |= acted(source, facts, span)
            if source.credit == "server":
                found["served"] = facts["served"]
        case Cohort():
            found["rows"] = items(source, facts)
    return found


def ranking(source: Source, facts: Mapping[str, Lazy], ground: Ground) -> dict[str, Lazy]:
    """The plan of the flow by which agents are ranked, where the source has it.

    Not among `plans`: read together with the other flows, all rows of the source would have to be held at once.
    """
    if not isinstance(source, Flows) or BEST_BY not in source.money:
        return {}
    return {"best": earned(source, BEST_BY, facts, (ground.first, ground.last))}


def collected(plans_: Mapping[str, Lazy]) -> dict[str, pl.DataFrame]:
    """The rows of every plan, from one pass over the facts."""
    native = [plan.to_native() for plan in plans_.values()]
    return dict(zip(plans_, pl.collect_all(native), strict=True))


@dataclass(frozen=True)
class Stand:
    """What the engines of many sources stand on: posts, roster, crowds by name, who `joined`, was `confirmed` when."""

    ground: Ground
    posts: pl.DataFrame
    roster: Roster
    crowds: Mapping[Among, Crowd]
    joined: tuple[Days, Ints]
    confirmed: tuple[Days, Ints]

    @classmethod
    def of(cls, sources: Iterable[Source], facts: Mapping[str, Lazy], ground: Ground) -> Self:
        asked = sorted({one.among for one in sources if isinstance(one, AgentFlag) and one.among})
        frames = collected(
            {
                "posts": facts["posts"],
                "joined": facts["movement"].filter(nw.col("kind") == "onboard").select("agent_id", "day"),
                "confirmed": facts["career"].filter(nw.col("kind") == "confirmed").select("agent_id", "day"),
                **{name: CROWDS[name](facts) for name in asked},
            }
        )
        roster = Roster.from_posts(frames["posts"], ground.orgs.units)
        crowds = {name: Crowd.of(frames[name], roster) for name in asked}
        return cls(
            ground, frames["posts"], roster, crowds, *(by_day(frames[name], roster) for name in ("joined", "confirmed"))
        )


@dataclass(frozen=True)
class Part:
    """What one source counts; `best` is the flow by which agents are ranked, agent by agent.

    Of a Paired its rows are kept, the `pair`.
    """

    source: Source
    engine: Engine
    best: Sums | None = None
    pair: Pair | None = None

    @classmethod
    def of(cls, source: Source, facts: Facts, stand: Stand) -> Self:
        """Read the source's rows; they are dropped as soon as its engine is made."""
        ground, pair, asked = stand.ground, None, source
        if isinstance(source, Flows) and isinstance(source.rows, Paired):
            pair = Pair.of(source, facts, (ground.first, ground.last))
            asked = pair.counted(source)
        engine = _engine(source, plans(asked, facts, ground), facts, stand)
        return cls(source, engine, _best(source, facts, stand), pair)

    @property
    def name(self) -> str:
        """The first of the measures."""
        return self.source.measures[0].id

    def days_of(self, changed: Changed, ground: Ground) -> frozenset[date] | None:
        """The days whose rows must be read anew, `changed` being of tables that the source reads; None: all must."""
        source, days = self.source, changed.get(getattr(self.source, "table", ""))
        own = isinstance(source, Flows | AgentFlag | Idle | CustomerFlag) and source.own_day
        if days is None or len(changed) > 1 or not (own or self.pair):
            return None if changed else frozenset()
        begin = _idle_since(source, ground) if isinstance(source, Idle) else ground.first
        return frozenset(day for day in days if day <= ground.last and (day >= begin or self.pair))


def _best(source: Source, facts: Mapping[str, Lazy], stand: Stand) -> Sums | None:
    ground, plans_ = stand.ground, ranking(source, facts, stand.ground)
    return by_agent(collected(plans_)["best"], stand.roster, ground, ground.first) if plans_ else None


def _engine(source: Source, plans_: Mapping[str, Lazy], facts: Facts, stand: Stand) -> Engine:
    ground, roster = stand.ground, stand.roster
    match source:
        case Flows():
            found: Engine = Cube.of(ground, [(source, collected(plans_)["rows"])], ())
        case Stock():
            found = Cube.of(ground, (), [(source, collected(plans_)["rows"])])
        case AgentFlag():
            crowd = stand.crowds[source.among] if source.among else None
            found = Flag(source, roster, _acts(source, plans_, facts, stand, ground.first), crowd)
        case Idle():
            sums = _acts(source, plans_, facts, stand, _idle_since(source, ground))
            found = IdleFlag(source, roster, sums, *stand.joined)
        case CustomerFlag():
            spells = _spells(source, plans_, facts, ground)
            acts_ = collected({name: plan for name, plan in plans_.items() if name not in SPELLS})
            found = counted(source, acts_, roster, ground, spells)
        case Cohort():
            found = Items.of(source, collected(plans_)["rows"], ground)
        case Recruits():
            found = Joiners(source, roster, *stand.joined, *stand.confirmed)
    return found


def _acts(source: AgentFlag | Idle, plans_: Mapping[str, Lazy], facts: Facts, stand: Stand, first: date) -> Sums:
    """Held once for all flags of the same rows."""
    key = type(source), source.rows, first
    return facts.once(key, lambda: by_agent(collected(plans_)["rows"], stand.roster, stand.ground, first))


def _spells(source: CustomerFlag, plans_: Mapping[str, Lazy], facts: Facts, ground: Ground) -> Spells | None:
    """Held once for all flags of the same customers."""
    asked = {name: plan for name, plan in plans_.items() if name in SPELLS}
    return facts.once(("served" in asked, source.among), lambda: spells_of(source, collected(asked), ground))


@dataclass(frozen=True)
class Survey:
    """What sources stand on, found by making their plans without facts.

    `reads` are the tables, source by source; `uses` says how often rows that are kept are asked for.
    """

    reads: tuple[frozenset[str], ...]
    uses: Mapping[Rows, int]

    @classmethod
    def of(cls, sources: Sequence[Source], ground: Ground) -> "Survey":
        """Found once for the same sources: what they stand on is the same for every insurer and span of days."""
        key = tuple(sources)
        if key not in _SURVEYS:
            facts = Facts(_Nothing(), ground.calendar, (ground.first, ground.last))
            Stand.of(sources, facts, ground)
            _SURVEYS[key] = cls(tuple(_reads(source, facts, ground) for source in sources), Counter(facts.asked))
        return _SURVEYS[key]


_SURVEYS: dict[tuple[Source, ...], Survey] = {}


def _reads(source: Source, facts: Facts, ground: Ground) -> frozenset[str]:
    """The tables on which the engine of a source stands."""
    with facts.noting() as read:
        plans(source, facts, ground)
        ranked = bool(ranking(source, facts, ground))
    agents = isinstance(source, AgentFlag | Idle | CustomerFlag | Recruits)
    crowd = isinstance(source, Recruits) or (isinstance(source, AgentFlag) and bool(source.among))
    return frozenset(read).union(["movement"] * (agents or ranked), ["career"] * crowd)


class _Nothing:
    """Tables without rows."""

    def scan(self, name: str) -> pl.LazyFrame:
        return pl.LazyFrame(schema=schema_of(name))


def by_day(rows: pl.DataFrame, roster: Roster) -> tuple[Days, Ints]:
    """Days and agents' places, sorted by day; agents who never stood anywhere are left out."""
    places, known = roster.places(rows["agent_id"])
    days = rows["day"].to_numpy()[known]
    order = np.argsort(days, kind="stable")
    return days[order], places[known][order]


def _idle_since(source: Idle, ground: Ground) -> date:
    """The first day on which an act can matter: months before the first day held."""
    month = ground.calendar.month(ground.first)
    return ground.calendar.month_of(month.year, month.number - source.months).first
