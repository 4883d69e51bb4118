"""Long exports: asked for by one, made once, fetched by the same one, gone after a day."""

import io
from datetime import datetime, timedelta

import polars as pl
import pytest

from cockpit.export import Ask
from cockpit.parcels import KEPT, Parcels
from cockpit.scope import OutOfScopeError
from metrics.catalogue import load
from tests.cockpit import world

NOW = datetime(2026, 6, 17, 7)
ALL = Ask("all", "8601", "fyp_regular", "mtd", "zh")


@pytest.fixture
def parcels(tmp_path):
    return Parcels(tmp_path / "exports")


def test_a_parcel_is_found_made_and_then_waits_no_more(parcels):
    placed = parcels.place("analyst", ("86",), ALL, "parquet", NOW)
    assert parcels.find(placed.id) == placed
    assert parcels.waiting() == parcels.of("analyst") == [placed]
    assert parcels.of("hq") == []
    parcels.store(placed, placed.make(world.usual(), load()))
    assert list(parcels.waiting()) == []
    made = pl.read_parquet(io.BytesIO(parcels.file(placed).read_bytes()))
    assert len(made) == len(world.usual().orgs.subtree("8601")) * len(load()) * 4


def test_what_is_no_id_or_not_there_is_nothing(parcels):
    assert [parcels.find(word) for word in ("", "../../secret", "0" * 32)] == [None, None, None]


def test_a_parcel_beyond_the_scope_is_not_made(parcels):
    placed = parcels.place("branch", ("8602",), ALL, "csv", NOW)
    with pytest.raises(OutOfScopeError):
        placed.make(world.usual(), load())


def test_after_a_day_it_is_gone(parcels):
    placed = parcels.place("analyst", ("86",), ALL, "csv", NOW)
    parcels.store(placed, b"x")
    parcels.tidy(NOW + KEPT)
    assert parcels.find(placed.id)
    parcels.tidy(NOW + KEPT + timedelta(seconds=1))
    assert list(parcels.folder.iterdir()) == []
