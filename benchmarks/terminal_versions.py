"""Versions of a snapshot as batches of raw events make them, published one after another when somebody asks.

Each batch is of another share of the sales units. The versions go up to the last batch, and back again. For every line
that is read a line of JSON is said: what the next version will show of the `scopes`, then when it was published.

python -m benchmarks.terminal_versions TABLES_DIR AS_OF FEED_DIR STORE_DIR REDIS_URL BATCHES SIZE SHARE SCOPES
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

import numpy as np

from benchmarks.data_batch import Insurer
from benchmarks.data_feed import Feed
from benchmarks.data_meter import tell
from cockpit.figures import figure
from cockpit.terminal import deltas
from data.calendar import WorkCalendar
from data.tables import Tables
from metrics.catalogue import Catalogue, load
from metrics.funnels import load as load_campaigns
from metrics.funnels.engine import funnels
from metrics.ground import Ground
from metrics.snapshot import Snapshot
from metrics.store import open_store

SHOWN, PERIOD, LANG = "visits", "day", "zh"
"""What is looked at when a version has come: few enough to be written to the last one."""


@dataclass(frozen=True)
class Asked:
    """So many batches of so many events, each of a share of the units."""

    batches: int
    size: int
    share: float


def versions(insurer: Insurer, asked: Asked, folder: Path) -> Iterator[Snapshot]:
    """The snapshot before the batches, then that after each."""
    feed = Feed(insurer.tables, {insurer.as_of: (asked.batches, asked.size)}, folder, asked.share)
    base = insurer.base(feed)
    ground = Ground(base.orgs, insurer.calendar, base.first, insurer.as_of)
    insurer = replace(insurer, funnels=funnels(load_campaigns(), insurer.tables, ground))
    yield insurer.snapshot(base, insurer.carried)
    for rows in feed.batches(insurer.as_of):
        base = base.refreshed(feed, feed.take(rows))
        yield insurer.snapshot(base, insurer.carried)


def there_and_back(made: Sequence[Snapshot]) -> Iterator[tuple[Snapshot, Snapshot]]:
    """Version after version, each with the one before, under names of their own."""
    places = cycle([*range(1, len(made)), *range(len(made) - 2, -1, -1)])
    before = made[0]
    for number, place in enumerate(places):
        after = replace(made[place], version=f"{made[place].version}-{number}")
        yield before, after
        before = after


def touched(before: Snapshot, after: Snapshot) -> float:
    """The share of the units of which anything is told anew."""
    turn = deltas.turn(before, after)
    nodes = np.unique(np.concatenate([change.nodes for change in turn.changes])) if turn else np.empty(0, int)
    units = [before.orgs.index(unit) for unit in before.orgs.units]
    return float(np.isin(units, nodes).mean())


def changed(before: Snapshot, after: Snapshot, scope: str, catalogue: Catalogue) -> tuple[str, str]:
    """A child of an org whose figure is another, and the figure."""
    unit = catalogue[SHOWN].unit
    for org in after.orgs.children(scope):
        was, now = (str(figure(one.cell(org, SHOWN, PERIOD).value, unit, LANG)) for one in (before, after))
        if was != now:
            return org, now
    sys.exit(f"nothing that {scope} is shown differs between {before.version} and {after.version}")


def main(insurer: Insurer, asked: Asked, folder: Path, store_at: tuple[Path, str], scopes: Sequence[str]) -> None:
    made = list(versions(insurer, asked, folder))
    store = open_store(*store_at)
    store.publish(made[0])
    tell(version=made[0].version, touched=touched(made[0], made[1]))
    for before, after in there_and_back(made):
        if not sys.stdin.readline():
            return
        tell(version=after.version, changed={one: changed(before, after, one, insurer.catalogue) for one in scopes})
        if not sys.stdin.readline():
            return
        began = time.time()
        store.publish(after)
        tell(began=began, ended=time.time())


if __name__ == "__main__":
    root, as_of, parts, kept, url, many, large, some, *orgs = sys.argv[1:]
    calendar = WorkCalendar("natural")
    main(
        Insurer(Tables(Path(root)), calendar, load(), date.fromisoformat(as_of)),
        Asked(int(many), int(large), float(some)),
        Path(parts),
        (Path(kept), url),
        orgs,
    )
