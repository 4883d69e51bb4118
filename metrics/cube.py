"""The cube: unit x day of flows and headcount, kept as running sums, so that any period is one difference."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.errors import UserError
from metrics.flows import FLOWS
from metrics.stocks import HEADCOUNT

COLUMNS = (*FLOWS, HEADCOUNT)


@dataclass(frozen=True)
class Cube:
    """`sums` (1 + days, units, COLUMNS) Int64, money in cents: row k holds what came up to day k of `first` (1-based).

    Row 0 is the state before `first`: headcount has its history in it, flows begin there.
    """

    first: date
    sums: NDArray[np.int64]

    @classmethod
    def from_rows(cls, flows: pl.DataFrame, headcount: pl.DataFrame, units: list[str], span: tuple[date, date]) -> Self:
        """From unit-day rows of both kinds; `span` is the first and the last day held, `units` the leaves in preorder.

        Rows of unknown units, and flows outside the span, are left out.
        """
        first, last = span
        sums = np.zeros(((last - first).days + 2, len(units), len(COLUMNS)), dtype=np.int64)
        places = pl.DataFrame({"unit_id": units, "unit": range(len(units))})
        before = pl.col("day").clip(lower_bound=first - timedelta(days=1))
        opened = headcount.group_by("unit_id", before).agg(pl.col(HEADCOUNT).sum())
        for rows, columns in ((flows.filter(pl.col("day") >= first), FLOWS), (opened, (HEADCOUNT,))):
            inside = rows.filter(pl.col("day") <= last).join(places, on="unit_id")
            days = (inside["day"] - first).dt.total_days().to_numpy() + 1
            for column in columns:
                sums[days, inside["unit"].to_numpy(), COLUMNS.index(column)] = inside[column].to_numpy()
        return cls(first, np.cumsum(sums, axis=0, out=sums))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.sums) - 2)

    def flow(self, name: str, first: date, as_of: date) -> NDArray[np.int64]:
        """A flow per unit over first..as_of."""
        return self._to(name, as_of) - self._to(name, first - timedelta(days=1))

    def stock(self, as_of: date) -> NDArray[np.int64]:
        """Headcount per unit at the end of a day."""
        return self._to(HEADCOUNT, as_of)

    def _to(self, name: str, day: date) -> NDArray[np.int64]:
        row = (day - self.first).days + 1
        if not 0 <= row < len(self.sums):
            raise UserError(f"{day}", f"is outside the cube of {self.first} to {self.last}", "Load it for more days.")
        sums: NDArray[np.int64] = self.sums[row, :, COLUMNS.index(name)]
        return sums
