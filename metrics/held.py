"""What is held of the facts, ready to be counted; and the same after a change, of which only what differs is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import narwhals as nw

from data.schemas import TABLES
from metrics.derived import Facts, Scans
from metrics.ground import Ground
from metrics.loading import STAND, Changed, Part, Stand, Survey, collected
from metrics.measures import MEASURES
from metrics.measures.kinds import Rows, Source
from metrics.renewing import renewed
from metrics.targets import Targets

DUE_DAYS = {"premium_due": "due"}
"""The day from which a table says something, where it is not the day on which its rows arrive."""
PLAN = "target"


@dataclass(frozen=True)
class Held:
    """The engines of every source, and the tables on which each of them stands; the plan; the first day of each table.

    `read` says what was read last: the days of a source, by its first measure; None where all its rows were.
    """

    stand: Stand
    parts: tuple[Part, ...]
    reads: tuple[frozenset[str], ...]
    targets: Targets
    since: Mapping[str, date | None]
    read: Mapping[str, frozenset[date] | None]

    @classmethod
    def load(cls, tables: Scans, ground: Ground, sources: Sequence[Source]) -> Self:
        """Read the sources one by one."""
        survey = Survey.of(sources, ground)
        facts = _facts(tables, ground, survey.uses)
        stand = Stand.of(sources, facts, ground)
        parts = tuple(Part.of(source, facts, stand) for source in sources)
        read = dict.fromkeys(part.name for part in parts)
        return cls(stand, parts, survey.reads, _targets(facts, ground), _since(facts, _tables()), read)

    def refreshed(self, tables: Scans, changed: Changed) -> "Held":
        """As `load` reads it now, where nothing but these days of these tables differs from what was read before."""
        ground, dirty = self.stand.ground, _upto(self.stand.ground.last, changed)
        todo = [self._todo(at, dirty) for at in range(len(self.parts))]
        stale = [part.source for part, days in zip(self.parts, todo, strict=True) if days is None]
        uses = Survey.of(stale, ground).uses if stale else {}
        facts = _facts(tables, ground, uses, None if "movement" in dirty else self.stand)
        stand = Stand.of([part.source for part in self.parts], facts, ground) if STAND & set(dirty) else self.stand
        parts = renewed(self.parts, todo, facts, stand)
        targets = _targets(facts, ground) if PLAN in dirty else self.targets
        since = {**self.since, **_since(facts, [name for name in _tables() if self._moves(name, changed)])}
        read = {part.name: days for part, days in zip(self.parts, todo, strict=True) if days is None or days}
        return Held(stand, parts, self.reads, targets, since, read)

    def same(self, other: "Held") -> bool:
        """Whether nothing was read since the other one that could count."""
        return not self.read and self.targets is other.targets and self.since == other.since

    def _todo(self, at: int, dirty: Changed) -> frozenset[date] | None:
        """The days of a part that must be read anew."""
        touched = {name: days for name, days in dirty.items() if name in self.reads[at]}
        return self.parts[at].days_of(touched, self.stand.ground)

    def _moves(self, name: str, changed: Changed) -> bool:
        """Whether the first day of a table may be another one."""
        days, since = changed.get(name, frozenset()), self.since[name]
        return days is None or (bool(days) and (since is None or name in DUE_DAYS or min(days) <= since))


def _upto(last: date, changed: Changed) -> Changed:
    """The changes that count up to the end of a day: what is dated later says nothing about it."""
    near = {name: days and frozenset(day for day in days if day <= last) for name, days in changed.items()}
    return {name: days for name, days in near.items() if days is None or days}


def _facts(tables: Scans, ground: Ground, uses: Mapping[Rows, int], stand: Stand | None = None) -> Facts:
    return Facts(tables, ground.calendar, (ground.first, ground.last), uses, stand.posts if stand else None)


def _tables() -> list[str]:
    """The tables whose first day says whether there is data; the plan has none."""
    return sorted({measure.table for measure in MEASURES.values()} - {PLAN})


def _since(facts: Facts, tables: Sequence[str]) -> dict[str, date | None]:
    firsts = collected({name: facts[name].select(_day(name)) for name in tables})
    return {name: frame.item() for name, frame in firsts.items()}


def _day(table: str) -> nw.Expr:
    return nw.col(DUE_DAYS.get(table, str(TABLES[table].day))).min()


def _targets(facts: Facts, ground: Ground) -> Targets:
    """The plan of the years that are held."""
    years = (ground.calendar.month(day).year for day in (ground.first, ground.last))
    first, last = (date(year, month, 1) for year, month in zip(years, (1, 12), strict=True))
    held = facts[PLAN].filter(nw.col("month").is_between(first, last))
    return Targets.from_rows(held.to_native(), ground.orgs, ground.calendar)
