"""From raw events and policies to the cube of unit x day x flow, one plan a day, with the plans of the product.

What stands on more than a day (posts, who serves whom, which sales are repeated) is prepared once and counts.

python -m benchmarks.data_cube TABLES_DIR FIRST LAST OUT.ipc
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import narwhals as nw
import polars as pl

from benchmarks.data_meter import cpu_s, peak_mb, tell
from data.behaviour import agent_days
from data.calendar import WorkCalendar
from data.org import LEVELS
from data.tables import Tables
from metrics.cube import dated
from metrics.derived import Facts
from metrics.measures import SOURCES
from metrics.measures.kinds import Flows
from metrics.posts import Lazy, credited
from metrics.renewing import placed
from metrics.roster import Roster

RAW = "agent_day"
CUBED = tuple(source for source in SOURCES if isinstance(source, Flows) and source.table in (RAW, "policy"))
"""Every flow that is counted from raw events, and every one of policies."""
NAMES = tuple(name for source in CUBED for name in (*source.counts, *source.money))


@dataclass(frozen=True)
class Prepared:
    """`sources` hold the rows of the days asked about, but those of raw events, which `events` scans.

    `places`: unit_id and its place, `unit`.
    """

    events: pl.LazyFrame
    facts: Mapping[str, Lazy]
    sources: tuple[Flows, ...]
    places: pl.DataFrame
    roster: Roster

    @classmethod
    def of(cls, tables: Path, days: list[date]) -> "Prepared":
        kept = Tables(tables)
        facts = Facts(kept, WorkCalendar("natural"), (days[0], days[-1]))
        sources = tuple(source if source.table == RAW else _kept(source, facts, days) for source in CUBED)
        known = {name: facts[name] for name in ("posts", "calendar")}
        units = kept.scan("org").filter(pl.col("level") == LEVELS[-1]).collect()["org_id"].sort()
        places = pl.DataFrame({"unit_id": units, "unit": range(len(units))}, {"unit_id": pl.String, "unit": pl.Int32})
        return cls(kept.scan("event"), known, sources, places, Roster.from_posts(_collected(known["posts"]), [*units]))

    def blocks(self, day: date) -> list[pl.DataFrame]:
        """One day's plan: unit, day and the flows, from every source."""
        facts = {**self.facts, RAW: nw.from_native(agent_days(self.events, day))}
        found = pl.collect_all([dated(source, facts, (day, day)).to_native() for source in self.sources])
        return [
            placed(source, rows, self.places, self.roster) for source, rows in zip(self.sources, found, strict=True)
        ]

    def named(self, block: pl.DataFrame) -> pl.DataFrame:
        """With the ids of the units instead of their places."""
        return block.with_columns(unit_id=self.places["unit_id"].gather(block["unit"])).drop("unit")


def _kept(source: Flows, facts: Facts, days: list[date]) -> Flows:
    """The source with the rows of these days at their units."""
    rows = source.rows(facts).filter(nw.col("day").is_between(days[0], days[-1]))
    stood = credited(rows, facts["posts"]) if source.owner == "agent_id" else rows
    kept = _collected(stood.select("unit_id", "day", *source.flows))
    return replace(source, rows=lambda _: nw.from_native(kept.lazy()), owner="unit_id")


def _collected(rows: Lazy) -> pl.DataFrame:
    found: pl.DataFrame = rows.to_native().collect()
    return found


def cube(days: Iterable[Iterable[pl.DataFrame]]) -> pl.DataFrame:
    """unit_id, day and NAMES, Int64: one row a unit and day with anything in it, from the blocks of each day."""
    each = (pl.concat(blocks, how="diagonal").group_by("unit_id", "day").agg(pl.all().sum()) for blocks in days)
    rows = pl.concat(one.select("unit_id", "day", pl.col(NAMES).cast(pl.Int64)) for one in each)
    return rows.filter(pl.any_horizontal(pl.col(NAMES) != 0)).sort("unit_id", "day")


def span(first: str, last: str) -> list[date]:
    """The days from the first to the last."""
    begin = date.fromisoformat(first)
    return [begin + timedelta(days=at) for at in range((date.fromisoformat(last) - begin).days + 1)]


def main(tables: Path, days: list[date], out: Path) -> None:
    began = cpu_s()
    prepared = Prepared.of(tables, days)
    ready = cpu_s()
    found = [prepared.blocks(day) for day in days]
    tell(cpu_s=cpu_s() - began, days_cpu_s=cpu_s() - ready, peak_mb=peak_mb())
    cube([prepared.named(block) for block in blocks] for blocks in found).write_ipc(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), span(*sys.argv[2:4]), Path(sys.argv[4]))
