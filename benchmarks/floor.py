"""The cube's floor: decoding the columns that the flows need, and dense sums of them; nothing can be had for less.

What data_cube prepares is given here, and does not count.

python -m benchmarks.floor TABLES_DIR FIRST LAST OUT.ipc
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.data_cube import RAW, Prepared, cube, span
from benchmarks.data_meter import cpu_s, peak_mb, tell
from data.behaviour import VALID_VISIT
from data.schemas.sales_app import EVENT_KINDS

Ints = NDArray[np.int64]
CODE = {kind: at for at, kind in enumerate(EVENT_KINDS)}
OF_KIND = {
    "visits": "visit", "needs": "needs", "proposals": "proposal", "reviews": "review", "shares": "share",
    "share_reads": "read", "prospects_new": "prospect",
}  # fmt: skip


@dataclass(frozen=True)
class Floor:
    """Every agent's post and every other row with the place of its unit among `units`; a row's day is its number."""

    events: pl.LazyFrame
    units: pl.Series
    posts: pl.DataFrame
    working: frozenset[date]
    others: tuple[pl.DataFrame, ...]

    @classmethod
    def of(cls, prepared: Prepared) -> "Floor":
        posts = prepared.facts["posts"].to_native().collect()
        units = posts["unit_id"].unique().sort()
        places = pl.DataFrame({"unit_id": units, "unit": range(len(units))})
        rows = [one.rows({}).to_native().collect() for one in prepared.sources if one.table != RAW]
        days = prepared.facts["calendar"].to_native().filter("working").collect()["day"]
        others = tuple(each.join(places, on="unit_id").drop("unit_id").sort("day") for each in rows)
        return cls(prepared.events, units, posts.join(places, on="unit_id"), frozenset(days), others)

    def blocks(self, day: date) -> list[dict[str, Ints]]:
        """Each flow of a day, a value a unit."""
        return [self._acts(day), *self._sums(day)]

    def _acts(self, day: date) -> dict[str, Ints]:
        kind = pl.col("kind").cast(pl.Enum(EVENT_KINDS)).to_physical()
        wanted = self.events.filter(pl.col("day") == day).select(
            "agent_id", kind, valid=VALID_VISIT.fill_null(value=False)
        )
        rows = wanted.collect()
        standing = self.posts.filter(pl.col("since") <= day, pl.col("until") > day)
        nowhere, kinds = len(self.units), len(EVENT_KINDS)
        agents = rows["agent_id"].to_numpy()
        place = np.full(max(agents.max(initial=0), standing["agent_id"].max()) + 1, nowhere, dtype=np.int32)
        place[standing["agent_id"].to_numpy()] = standing["unit"].to_numpy()
        at = place[agents]
        by_kind = np.bincount(at * np.int32(kinds) + rows["kind"].to_numpy(), minlength=(nowhere + 1) * kinds)
        table = by_kind.reshape(-1, kinds)[:nowhere]
        seen = np.zeros(len(place), dtype=bool)
        seen[agents] = True
        present = np.bincount(place[seen], minlength=nowhere + 1)[:nowhere]
        return {
            **{name: table[:, CODE[kind]] for name, kind in OF_KIND.items()},
            "visits_f2f": np.bincount(at[rows["valid"].to_numpy()], minlength=nowhere + 1)[:nowhere],
            "app_agent_days": present * (day in self.working),
        }

    def _sums(self, day: date) -> Iterator[dict[str, Ints]]:
        for rows in self.others:
            start, end = (rows["day"].search_sorted(day, side) for side in ("left", "right"))
            one = rows.slice(start, end - start)
            at = one["unit"].to_numpy()
            names = (name for name in rows.columns if name not in ("unit", "day"))
            yield {name: np.bincount(at, one[name].to_numpy(), len(self.units)).astype(np.int64) for name in names}

    def frames(self, blocks: list[dict[str, Ints]], day: date) -> list[pl.DataFrame]:
        return [
            pl.DataFrame({"unit_id": self.units, **block}).with_columns(day=pl.lit(day, pl.Date)) for block in blocks
        ]


def main(tables: Path, days: list[date], out: Path) -> None:
    floor = Floor.of(Prepared.of(tables, days))
    began = cpu_s()
    found = [floor.blocks(day) for day in days]
    tell(cpu_s=cpu_s() - began, peak_mb=peak_mb())
    cube(floor.frames(blocks, day) for blocks, day in zip(found, days, strict=True)).write_ipc(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), span(*sys.argv[2:4]), Path(sys.argv[4]))
