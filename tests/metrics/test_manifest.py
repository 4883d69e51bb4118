"""The manifest: a snapshot told and retold is the same."""

import json
from datetime import date

import pytest
from polars.testing import assert_frame_equal

from metrics.manifest import GRIDS, retold, told, unpacked
from tests.cockpit import world


@pytest.fixture(scope="module")
def again():
    manifest, blobs = told(world.usual())
    read = json.loads(json.dumps(manifest))
    return retold(read, unpacked(read, ((name, blob.to_bytes()) for name, blob in blobs.items())))


def test_everything_comes_back(again):
    usual = world.usual()
    for name in ("version", "as_of", "made_at", "warnings", "sources", "weights"):
        assert getattr(again, name) == getattr(usual, name), name
    for name in GRIDS:
        assert_frame_equal(getattr(again, name).frame(), getattr(usual, name).frame())
    assert again.orgs.to_frame().equals(usual.orgs.to_frame())


def test_the_funnels_come_back(again):
    usual = world.usual()
    assert again.funnels.campaigns == usual.funnels.campaigns
    assert again.funnels.counts.equals(usual.funnels.counts)
    assert again.funnels.days.equals(usual.funnels.days)
    assert again.funnels.exits.equals(usual.funnels.exits)
    assert again.funnels.both.equals(usual.funnels.both)


def test_columns_keep_the_names_that_they_were_found_by():
    manifest, blobs = told(world.usual())
    read = unpacked(manifest, ((name, blob.to_bytes()) for name, blob in blobs.items()))
    assert list(told(retold(manifest, read))[0]["blobs"]) == manifest["blobs"]
    assert world.usual().as_of == date.fromisoformat(manifest["as_of"])
