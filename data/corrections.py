"""Corrections and deletions: they outrank plain rows, and of several on one key the last by its file's name counts.

So it makes no difference in which order or how often files come. Rulings are rows of a table with `file` and `dropped`
beside them; a dropped one has values in its key alone.
"""

from collections.abc import Mapping

import polars as pl

from data import behaviour
from data.schemas import Table
from data.spool import deletes
from data.tables import Tables
from data.validation import dtypes, parsed

KEPT_UP = ("event", *behaviour.REBUILT)


def rulings(table: Table, rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What the good rows of some files, by their names, say of each key: the last file has the last word."""
    said = [frame.with_columns(file=pl.lit(file), dropped=pl.lit(deletes(file))) for file, frame in rows.items()]
    every = pl.concat([pl.DataFrame(schema=dtypes(table.schema)), *said], how="diagonal")
    return every.sort("file", maintain_order=True).unique(table.key, keep="last", maintain_order=True)


def standing(tables: Tables, table: Table, ruled: pl.DataFrame) -> pl.DataFrame:
    """The rulings that no later file has overruled before."""
    before = noted(tables, table).select(*table.key, pl.col("file").alias("last"))
    both = ruled.join(before, on=table.key, how="left", maintain_order="left")
    return both.filter(pl.col("last").is_null() | (pl.col("last") <= pl.col("file"))).drop("last")


def noted(tables: Tables, table: Table) -> pl.DataFrame:
    """The last ruling on each key, of all that were ever delivered: the key, `file`, `dropped`."""
    own = tables.scan("correction").filter(pl.col("table") == table.name)
    last = own.sort("file").group_by("key").agg(pl.col("file", "dropped").last()).collect()
    texts = last["key"].str.json_decode(pl.Struct(dict.fromkeys(table.key, pl.String))).struct.unnest()
    return parsed(texts, table.keys.schema).hstack(last.select("file", "dropped"))


def notes(table: Table, file: str, rows: pl.DataFrame) -> pl.DataFrame:
    """A file's rulings as table `correction` keeps them."""
    key = pl.struct(table.key).struct.json_encode().alias("key")
    return rows.select(*stamps(table, file), key, pl.lit(deletes(file)).alias("dropped"))


def stamps(table: Table, file: str) -> list[pl.Expr]:
    """Where a row comes from: columns source, table, file."""
    place = {"source": table.source, "table": table.name, "file": file}
    return [pl.lit(text).alias(name) for name, text in place.items()]


def outranked(tables: Tables, table: Table, ruled: pl.DataFrame) -> pl.DataFrame:
    """The rows that stand in the table under the keys of the rulings: the key, and `was`, their day."""
    if ruled.is_empty():
        return ruled.select(table.key).with_columns(was=pl.lit(None, pl.Date))
    key = pl.col(table.key[0])
    least, greatest = ruled.select(key.min().alias("least"), key.max().alias("greatest")).row(0)
    day = pl.col(table.day) if table.day else pl.lit(None, pl.Date)
    near = tables.scan(table.name).filter(key.is_between(pl.lit(least), pl.lit(greatest)))
    there = near.select(*table.key, day.alias("was"))
    return there.join(ruled.lazy().select(table.key), on=table.key, how="semi").collect()


def touched(table: Table, file: str, rows: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """By day, how many rows a file brings; none on a day that it only takes rows from."""
    day = pl.col(table.day) if table.day else pl.lit(None, pl.Date)
    left = there.join(rows, on=table.key, how="semi").select(
        pl.col("was").alias("day"), pl.lit(0, pl.Int64).alias("rows")
    )
    if deletes(file):
        return left.unique("day")
    come = rows.select(day.alias("day"), pl.lit(1, pl.Int64).alias("rows"))
    return pl.concat([left, come]).group_by("day").agg(pl.col("rows").sum())


def carry_out(tables: Tables, table: Table, ruled: pl.DataFrame, there: pl.DataFrame, files: list[str]) -> None:
    """Bring the table to what the rulings say, in one commit; agent-days that rest on its rows are rebuilt later."""
    days = there["was"].unique().to_list()
    if table.name in KEPT_UP:
        come = ruled.filter(~pl.col("dropped"))["day"].to_list()
        behaviour.spoil(tables, {*days, *come})
    tables.amend(table.name, ruled, days, files)
