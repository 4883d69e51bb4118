"""One table of what is drilled through: of every organisation twelve figures, what lies below it, the funnel.

The peers draw from it, and every page must say what it says. Its numbers are the snapshot's own, before they are packed
for any terminal.
"""

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cockpit.figures import Figure, figure
from cockpit.terminal.stages import reached
from cockpit.view import CLASSES
from metrics.catalogue import Catalogue, Indicator
from metrics.snapshot import Snapshot

LANG, PERIOD, MAIN = "zh", "mtd", "fyp_regular"
OF_CLASS = 4


@dataclass(frozen=True)
class Place:
    """An organisation: the values of the tiles, how many reached each stage."""

    org: str
    parent: str | None
    name: str
    values: list[float | None]
    entrants: list[float]


@dataclass(frozen=True)
class Table:
    """All places in preorder; `tiles` are names and units, `main` which of them the bars show."""

    tiles: list[tuple[str, str]]
    stages: list[str]
    main: int
    rows: list[list[Any]]

    @classmethod
    def read(cls, path: Path) -> "Table":
        return cls(**json.loads(path.read_text("utf-8")))

    def write(self, path: Path) -> None:
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")

    @property
    def root(self) -> str:
        return str(self.rows[0][0])

    @cached_property
    def places(self) -> dict[str, Place]:
        return {row[0]: Place(*row) for row in self.rows}

    @cached_property
    def _below(self) -> dict[str | None, list[Place]]:
        below = defaultdict(list)
        for place in self.places.values():
            below[place.parent].append(place)
        return below

    def below(self, org: str) -> list[Place]:
        return self._below.get(org, [])

    def way(self, org: str) -> list[Place]:
        """From the top down to an org."""
        place = self.places[org]
        return [*(self.way(place.parent) if place.parent in self.places else ()), place]

    def figures(self, org: str) -> list[Figure]:
        """What the tiles say."""
        pairs = zip(self.places[org].values, self.tiles, strict=True)
        return [figure(value, unit, LANG) for value, (_, unit) in pairs]

    def numbers(self, org: str) -> list[str]:
        """What the stages of the funnel say; nothing where nobody entered."""
        entrants = self.places[org].entrants
        return [str(figure(one, "", LANG)) for one in entrants] if max(entrants) else []


def table(snapshot: Snapshot, catalogue: Catalogue, root: str) -> Table:
    """The places below an org, with itself."""
    shown, first = leading(catalogue), reached(snapshot)[0]
    inside = slice(snapshot.orgs.index(root), snapshot.orgs.end(root))
    values = [snapshot.cells.floats("value", one.id, PERIOD)[inside] for one in shown]
    entrants = [np.zeros(len(values[0])) if one is None else one.floats()[inside] for one in first.stages]
    campaign = next(one for one in snapshot.funnels.campaigns if one.id == first.campaign)
    rows = [
        [one.id, one.parent_id, one.name_zh, _at(values, at), _at(entrants, at)]
        for at, one in enumerate(list(snapshot.orgs)[inside])
    ]
    main = next(at for at, one in enumerate(shown) if one.id == MAIN)
    return Table([(one.name_zh, one.unit) for one in shown], [one.name_zh for one in campaign.stages], main, rows)


def leading(catalogue: Catalogue) -> list[Indicator]:
    """What a board shows at first: the leading headlines of every class."""
    headlines = [[one for one in catalogue if one.headline and one.cls == cls] for cls in CLASSES]
    return [one for each in headlines for one in each[:OF_CLASS]]


def _at(columns: Sequence[NDArray[np.float64]], place: int) -> list[float | None]:
    """The numbers of a place; JSON knows no NaN."""
    return [None if math.isnan(column[place]) else float(column[place]) for column in columns]
