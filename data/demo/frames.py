"""Helpers for tables: a table's name, the column of its day, and its rows."""

import numpy as np
import polars as pl

from data.demo.columns import Bools, Ints
from data.demo.products import PRODUCTS

Table = tuple[str, str, pl.DataFrame]
PRODUCT_IDS = pl.Series([row[0] for row in PRODUCTS])


def frame(keep: Bools | None = None, /, **columns: object) -> pl.DataFrame:
    """Columns as a table, of the rows that a mask keeps."""
    rows = pl.DataFrame(columns)
    return rows if keep is None else rows.filter(keep)


def ids(size: int, after: int = 0) -> Ints:
    """The numbers that follow `after`."""
    return np.arange(after + 1, after + size + 1, dtype=np.int64)


def words(names: tuple[str, ...], index: Ints) -> pl.Series:
    """The name at each index."""
    return pl.Series(names).gather(index)
