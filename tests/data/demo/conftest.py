"""Two small insurers from one seed: with plants and without."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl
import pytest

from data import behaviour, demo
from data.demo import constants, draws
from data.demo.dice import streams
from data.schemas import TABLES


@dataclass(frozen=True)
class Insurer:
    home: Path
    answers: demo.Answers

    def files(self, name: str) -> list[Path]:
        table = TABLES[name]
        return sorted((self.home / "spool" / table.source / name).glob(f"*.{table.format}"))

    @cached_property
    def _tables(self) -> dict[str, pl.DataFrame]:
        return {}

    def table(self, name: str) -> pl.DataFrame:
        if name not in self._tables:
            self._tables[name] = pl.concat([read(name, path) for path in self.files(name)])
        return self._tables[name]

    @cached_property
    def acts(self) -> pl.DataFrame:
        """What was done per agent, customer and day, over both deliveries."""
        delivered, events = self.table("customer_day"), self.table("event")
        raw = [behaviour.customer_days(events.lazy(), day).collect() for day in events["day"].unique()]
        return pl.concat([delivered, *(rows.select(delivered.columns) for rows in raw)])

    def units(self, rows: pl.DataFrame, day: str = "day") -> pl.DataFrame:
        """The rows with the agent's unit on the row's day."""
        moves = self.table("movement").filter(pl.col("kind") != "terminate")
        moves = moves.select("agent_id", "unit_id", pl.col("day").alias("since")).sort("since")
        joined = rows.sort(day).join_asof(
            moves, left_on=day, right_on="since", by="agent_id", strategy="backward", check_sortedness=False
        )
        return joined.drop("since")

    def plant(self, kind: str) -> demo.Plant:
        return next(plant for plant in self.answers.plants if plant.kind == kind)


def read(name: str, path: Path) -> pl.DataFrame:
    """A file's rows with the types of the table's schema."""
    table = TABLES[name]
    types = {column: kind.dtype for column, kind in table.schema.columns().items()}
    match table.format:
        case "csv":
            return pl.read_csv(path, schema=types)
        case "jsonl":
            rows = pl.read_ndjson(path)
            return rows.with_columns(pl.col("day").str.to_date(), pl.col("at").str.to_datetime()).cast(types)
        case _:
            return pl.read_parquet(path)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Insurer:
    home = tmp_path_factory.mktemp("planted")
    return Insurer(home, demo.seed(home, "XS"))


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Insurer:
    home = tmp_path_factory.mktemp("healthy")
    return Insurer(home, demo.seed(home, "XS", healthy=True))


@pytest.fixture(scope="session")
def drawn() -> draws.Draws:
    """A quarter of size S, drawn and not written."""
    size = constants.Size((2, 6, 18, 54, 162), 1_600, 40, 18, 60, 31.0, 14.0)
    return draws.draw(size, date(2026, 6, 16), streams(7))
