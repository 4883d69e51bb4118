"""The manifest: a snapshot told and retold is the same."""

import json
from dataclasses import replace
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


def test_funnels_are_made_anew_only_where_their_rows_are_others():
    usual = world.usual()
    newer = replace(usual, version="newer", warnings=())
    fewer = replace(newer, funnels=replace(usual.funnels, counts=usual.funnels.counts.head(-1)))
    renamed = replace(newer, funnels=replace(usual.funnels, campaigns=usual.funnels.campaigns[1:]))
    first, second, third, fourth = in_turn(usual, newer, fewer, renamed)
    assert second.funnels is first.funnels
    assert third.funnels.counts.equals(fewer.funnels.counts)
    assert fourth.funnels.campaigns == renamed.funnels.campaigns


def in_turn(*snapshots):
    """As a store reads them: what is held already is not read again."""
    held = {}
    for snapshot in snapshots:
        manifest, blobs = told(snapshot)
        held |= unpacked(manifest, ((name, blob.to_bytes()) for name, blob in blobs.items() if name not in held))
        yield retold(manifest, held)
