"""A feed of raw events: those of some days are held back, in files, and come batch by batch, some of them twice.

python -m benchmarks.data_feed TABLES_DIR DAY BATCHES SIZE SHARE FOLDER   (parts a day, in a process of its own)
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.data_meter import asked, tell
from data.behaviour import REBUILT, agent_days, customer_days
from data.schemas import TABLES
from data.tables import Tables
from metrics.acts import placed
from metrics.posts import posts

AGAIN = 0.05
"""The share of a batch that was delivered before."""
SEED = 1


@dataclass(frozen=True)
class Day:
    """What has come of a day: the ids of its events (sorted), its agent-days and its customer-days."""

    ids: NDArray[np.int64]
    counted: Mapping[str, pl.DataFrame]

    @classmethod
    def of(cls, events: pl.DataFrame, day: date) -> "Day":
        plans = [agent_days(events.lazy(), day), customer_days(events.lazy(), day)]
        counted = dict(zip(REBUILT, pl.collect_all(plans), strict=True))
        return cls(np.sort(events["event_id"].to_numpy()), counted)

    @classmethod
    def read(cls, folder: Path, day: date) -> "Day":
        """What `write` wrote."""
        ids, *counted = (_read(folder / f"{day}-{name}.ipc") for name in ("ids", *REBUILT))
        return cls(ids["event_id"].to_numpy(), dict(zip(REBUILT, counted, strict=True)))

    def write(self, folder: Path, day: date) -> None:
        frames = {"ids": pl.DataFrame({"event_id": self.ids}), **self.counted}
        for name, frame in frames.items():
            frame.write_ipc(folder / f"{day}-{name}.ipc")

    def with_events(self, rows: pl.DataFrame, day: date) -> "Day":
        """With those of the events that had not come before."""
        rows = rows.unique("event_id")
        new = Day.of(rows.filter(~placed(self.ids, rows["event_id"].to_numpy())[1]), day)
        plans = [_added(name, self.counted[name], new.counted[name]) for name in REBUILT]
        counted = dict(zip(REBUILT, pl.collect_all(plans), strict=True))
        return Day(np.insert(self.ids, np.searchsorted(self.ids, new.ids), new.ids), counted)


def _added(name: str, held: pl.DataFrame, more: pl.DataFrame) -> pl.LazyFrame:
    """The rows of both, added up by key; of those held only the agents' that `more` has too are looked at."""
    key = [column for column in TABLES[name].key if column != "day"]
    near = held["agent_id"].is_in(more["agent_id"].implode())
    both = pl.concat([held.lazy().filter(near), more.lazy()])
    sums = both.group_by(key).agg(pl.col("day").first(), pl.exclude("day", *key).sum())
    return pl.concat([held.lazy().filter(~near), sums.select(held.columns)])


class Feed:
    """The tables, in which of some days only a part of the events has come; `take` lets more of them come."""

    def __init__(
        self, tables: Tables, held_back: Mapping[date, tuple[int, int]], folder: Path, share: float = 1.0
    ) -> None:
        """Of each of these days so many batches of so many events, its last, are held back in the folder.

        A batch is of that `share` of the sales units, another one of others.
        """
        self._tables = tables
        self._days: dict[date, Day] = {}
        self._held_back: dict[date, list[Path]] = {}
        for day, (count, size) in held_back.items():
            batches = asked("data_feed", tables.root, day, count, size, share, folder)["batches"]
            self._days[day] = Day.read(folder, day)
            self._held_back[day] = [folder / name for name in batches]

    def scan(self, name: str) -> pl.LazyFrame:
        rows = self._tables.scan(name)
        if name not in REBUILT:
            return rows
        others = rows.filter(~pl.col("day").is_in(list(self._days)))
        return pl.concat([others, *(day.counted[name].lazy() for day in self._days.values())])

    def batches(self, day: date) -> Iterator[pl.DataFrame]:
        """What is held back, in the order of time, each batch with some events that came before."""
        for path in self._held_back[day]:
            yield _read(path)

    def take(self, rows: pl.DataFrame) -> dict[str, frozenset[date]]:
        """Let a batch come; which days of which tables differ from then on."""
        (day,) = rows["day"].unique()
        self._days[day] = self._days[day].with_events(rows, day)
        return {name: frozenset({day}) for name in ("event", *REBUILT)}


def _by_units(events: pl.DataFrame, tables: Tables, day: date, count: int, size: int, share: float) -> pl.DataFrame:
    """The events so that the last `count` times `size` are batches, each of another share of the units."""
    stood = posts(nw.from_native(tables.scan("movement"))).filter(nw.col("since") <= day, nw.col("until") > day)
    where = stood.select("agent_id", "unit_id").to_native().collect()
    group = (pl.col("unit_id").rank("dense") % round(1 / share)).fill_null(count)
    held_back = (pl.col("group") < count) & (pl.int_range(pl.len()).reverse().over("group") < size)
    batch = pl.when(held_back).then(pl.col("group").cast(pl.Int64)).otherwise(-1)
    grouped = events.join(where, "agent_id", "left", maintain_order="left").with_columns(group=group)
    found = grouped.with_columns(batch=batch).sort("batch", "at", "event_id")
    if (found["batch"] >= 0).sum() < count * size:
        sys.exit(f"there are no {count} times {size} events of {share:.0%} of the units on {day}")
    return found.select(events.columns)


def _batches(events: pl.DataFrame, count: int, size: int) -> Iterator[pl.DataFrame]:
    for first in range(events.height - count * size, events.height, size):
        again = events.head(first).sample(min(round(size * AGAIN), first), seed=SEED + first)
        yield pl.concat([events.slice(first, size), again]).sample(fraction=1.0, shuffle=True, seed=SEED)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_ipc(path.read_bytes())


def main(tables: Tables, day: date, count: int, size: int, share: float, folder: Path) -> None:
    """Write what has come of a day before its last batches, and these."""
    events = tables.scan("event").filter(pl.col("day") == day).collect().sort("at", "event_id")
    events = _by_units(events, tables, day, count, size, share) if share < 1 else events
    Day.of(events.head(events.height - count * size), day).write(folder, day)
    names = [f"{day}-{at}.ipc" for at in range(count)]
    for name, rows in zip(names, _batches(events, count, size), strict=True):
        rows.write_ipc(folder / name)
    tell(batches=names)


if __name__ == "__main__":
    root, of, many, large, part, place = sys.argv[1:]
    main(Tables(Path(root)), date.fromisoformat(of), int(many), int(large), float(part), Path(place))
