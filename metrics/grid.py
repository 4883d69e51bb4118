"""A grid: numbers of every organisation by indicator and slot (a period, a month, a day), kept as columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.columns import Column, Stored
from metrics.indicators import REASONS
from metrics.status import STATUSES

Slot = str | date
Place = tuple[str, Slot]
"""An indicator and a slot."""
WORDS: Mapping[str, tuple[str | None, ...]] = {"status": STATUSES, "reason": REASONS}
"""Fields that hold words: a column has their places here, 0 where there is none."""
KEYS = 3


@dataclass(frozen=True, eq=False)
class Grid:
    """Dense: org (preorder) x indicator x slot; `columns` has, by indicator and slot, the fields with any value.

    `schema` is that of `frame`: org, indicator, the slot's name, then the fields.
    """

    schema: pl.Schema
    orgs: Sequence[str]
    indicators: tuple[str, ...]
    slots: tuple[Slot, ...]
    columns: Mapping[Place, Mapping[str, Stored]]

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, orgs: Sequence[str]) -> Self:
        """From rows in any order, of these orgs; indicators and slots in the order of their first rows.

        Where no row is, there is nothing.
        """
        keys = frame.columns[:KEYS]
        axes = [list(orgs), *(frame[name].unique(maintain_order=True).to_list() for name in keys[1:])]
        at = tuple(_codes(frame[name], axis) for name, axis in zip(keys, axes, strict=True))
        columns: dict[Place, dict[str, Stored]] = {place: {} for place in product(*axes[1:])}
        for name in frame.columns[KEYS:]:
            numbers = np.full([len(axis) for axis in axes], 0.0 if name in WORDS else np.nan)
            numbers[at] = _numbers(frame[name])
            flat = numbers.reshape(len(axes[0]), len(columns))
            for one, place in enumerate(columns):
                made = _column(name, np.ascontiguousarray(flat[:, one]))
                columns[place] |= {name: made} if made else {}
        return cls(frame.schema, axes[0], tuple(axes[1]), tuple(axes[2]), columns)

    def __len__(self) -> int:
        return len(self.orgs) * len(self.indicators) * len(self.slots)

    @property
    def fields(self) -> list[str]:
        return self.schema.names()[KEYS:]

    def at(self, node: int, indicator: str, slot: Slot) -> dict[str, Any]:
        """The fields that one node has (numbers and words); what is not there is None."""
        found = self.columns.get((indicator, slot), {})
        return {
            name: WORDS[name][int(column.at(node) or 0)] if name in WORDS else column.at(node)
            for name, column in found.items()
        }

    def floats(self, field: str, indicator: str, slot: Slot) -> NDArray[np.float64]:
        """One field at every node; words as their places."""
        column = self.columns.get((indicator, slot), {}).get(field)
        return np.full(len(self.orgs), 0.0 if field in WORDS else np.nan) if column is None else column.floats()

    def judged(self, status: str, indicator: str, slot: Slot) -> list[str]:
        """The orgs that have a status, in preorder."""
        places = self.floats("status", indicator, slot) == STATUSES.index(status)
        return [self.orgs[at] for at in np.flatnonzero(places).tolist()]

    def frame(
        self,
        nodes: slice = slice(None),
        indicators: Sequence[str] | None = None,
        slots: Sequence[Slot] | None = None,
    ) -> pl.DataFrame:
        """Rows with the schema, by org (of `nodes`), indicator, slot."""
        ids = self.orgs[nodes]
        across = (tuple(indicators or self.indicators), tuple(slots or self.slots))
        shape = (len(ids), len(across[0]) * len(across[1]))
        keys = [np.arange(len(ids)), *(np.arange(len(axis)) for axis in across)]
        spread = [part.ravel() for part in np.meshgrid(*keys, indexing="ij")]
        named = zip(self.schema.names(), (ids, *across), spread, strict=False)
        frame = {name: pl.Series(axis, dtype=self.schema[name]).gather(places) for name, axis, places in named}
        for field in self.fields:
            frame[field] = self._series(field, nodes, list(product(*across)), shape)
        return pl.DataFrame(frame)

    def digests(self) -> Iterator[bytes]:
        """What stands for the content: of every field where it is and whose numbers it has."""
        for (indicator, slot), fields in self.columns.items():
            for name, stored in fields.items():
                yield f"{indicator} {slot} {name} {[part.digest for part in stored.parts]}".encode()

    def _series(self, field: str, nodes: slice, places: list[Place], shape: tuple[int, int]) -> pl.Series:
        numbers = np.full(shape, 0.0 if field in WORDS else np.nan)
        for at, place in enumerate(places):
            column = self.columns.get(place, {}).get(field)
            if column is not None:
                numbers[:, at] = column.floats(nodes)
        flat = numbers.ravel()
        if field in WORDS:
            words = WORDS[field]
            return pl.Series(flat.astype(np.int8)).replace_strict(range(len(words)), words, return_dtype=pl.String)
        return pl.Series(flat).fill_nan(None)


def _column(field: str, numbers: NDArray[np.float64]) -> Column | None:
    return Column.places_of(numbers.astype(np.int8)) if field in WORDS else Column.of(numbers)


def _codes(keys: pl.Series, axis: list[Any]) -> NDArray[np.int64]:
    places = keys.replace_strict(axis, range(len(axis)), return_dtype=pl.Int64)
    return places.to_numpy().astype(np.int64)


def _numbers(values: pl.Series) -> NDArray[np.float64]:
    words = WORDS.get(values.name)
    if words:
        places = range(1, len(words))
        told = values.cast(pl.String).replace_strict(words[1:], places, default=None, return_dtype=pl.Float64)
        return told.fill_null(0.0).to_numpy()
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
