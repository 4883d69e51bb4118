"""Packs: only what is new is written and read, nothing that is needed falls away, and nobody sees half a version."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data.errors import UserError
from metrics.store import FileStore, RedisStore, packs
from metrics.store.files import PACK, SUFFIX
from tests.metrics.store.numbered import INDICATORS, made, snapshot


def values(**changed):
    return {name: float(at) for at, name in enumerate(INDICATORS)} | changed


def as_read(plan):
    return json.loads(json.dumps(plan.manifest))


class Shelf:
    """Packs in memory; how many bytes were read."""

    def __init__(self):
        self.packs, self.read_bytes = {}, 0

    def put(self, plan):
        self.packs |= dict(plan.packs())
        return as_read(plan)

    def read(self, pack, offset, size):
        self.read_bytes += size
        return self.packs[pack][offset : offset + size]


def test_only_new_columns_are_written_and_read():
    shelf = Shelf()
    first, second = made(1, values()), made(2, values(indicator3=0.5))
    before = shelf.put(packs.plan(first, []))
    whole = sum(map(len, shelf.packs.values()))
    plan = packs.plan(second, [before])
    new = sum(len(content) for _, content in plan.packs())
    column = second.cells.columns["indicator3", "mtd"]["value"]
    assert new == column.size < whole / 10
    held = packs.load(before, {}, shelf.read, "one")
    assert shelf.read_bytes == whole
    found = packs.load(shelf.put(plan), held.blobs, shelf.read, "two")
    assert shelf.read_bytes == whole + new
    assert found.snapshot.orgs is held.snapshot.orgs
    kept = held.snapshot.cells.columns["indicator4", "mtd"]["value"]
    assert found.snapshot.cells.columns["indicator4", "mtd"]["value"] is kept
    assert_frame_equal(found.snapshot.cells.frame(), second.cells.frame())


def test_the_same_content_writes_no_pack():
    first = as_read(packs.plan(made(1, values()), []))
    assert not packs.plan(made(2, values()), [first]).fresh


def test_a_large_version_is_cut_into_packs(monkeypatch):
    monkeypatch.setattr(packs, "PACK_BYTES", 2000)
    shelf = Shelf()
    manifest = shelf.put(packs.plan(made(1, values()), []))
    assert len(shelf.packs) > 3
    assert max(len(content) for name, content in shelf.packs.items()) < 4000
    assert_frame_equal(
        packs.load(manifest, {}, shelf.read, "x").snapshot.cells.frame(), made(1, values()).cells.frame()
    )


def test_what_is_left_of_a_worn_pack_moves_on(monkeypatch):
    monkeypatch.setattr(packs, "WORTH", 0.9)
    first = as_read(packs.plan(made(1, values()), []))
    most = {name: 900.0 + at for at, name in enumerate(INDICATORS[:15])}
    second = packs.plan(made(2, values(**most)), [first])
    assert not packs.names(first) & packs.names(second.manifest)


@pytest.mark.parametrize("harm", [lambda packed: packed[:-5], lambda packed: b"\0" * len(packed)])
def test_a_harmed_pack_is_refused(harm):
    shelf = Shelf()
    manifest = shelf.put(packs.plan(made(1, values()), []))
    shelf.packs = {name: harm(packed) for name, packed in shelf.packs.items()}
    with pytest.raises(UserError, match="here: is damaged"):
        packs.load(manifest, {}, shelf.read, "here")


CHANGES = st.lists(st.dictionaries(st.sampled_from(INDICATORS), st.sampled_from([0.5, 7.25, 1e6]), max_size=20))


@settings(max_examples=25, deadline=None)
@given(changes=CHANGES, keep=st.integers(1, 3))
def test_any_sequence_of_versions_reads_back(tmp_path_factory, changes, keep):
    folder = tmp_path_factory.mktemp("store")
    writer, reader = FileStore(folder, keep), FileStore(folder, keep)
    said = values()
    for number, change in enumerate(changes):
        said = said | change
        writer.publish(made(number, said))
        for one in (reader, FileStore(folder)):
            found = one.current()
            assert found.version == made(number, said).version
            assert_frame_equal(found.cells.frame(), made(number, said).cells.frame())
        for path in folder.glob(f"*{SUFFIX}"):
            manifest = writer._manifests.read(path.read_bytes(), path.name)
            assert packs.load(manifest, {}, writer.read, path.name)
        needed = {
            name
            for path in folder.glob(f"*{SUFFIX}")
            for name in packs.names(writer._manifests.read(path.read_bytes(), path.name))
        }
        assert {path.stem for path in folder.glob(f"*{PACK}")} == needed


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_writer_that_dies_leaves_the_old_version(tmp_path, monkeypatch, writes):
    """Between pack, manifest and pointer."""
    store = FileStore(tmp_path)
    store.publish(snapshot(1))
    done, place = [], FileStore._place

    def die(self, path, content):
        if len(done) == writes:
            raise KeyboardInterrupt
        done.append(path)
        place(self, path, content)

    monkeypatch.setattr(FileStore, "_place", die)
    with pytest.raises(KeyboardInterrupt):
        store.publish(snapshot(2))
    monkeypatch.undo()
    assert FileStore(tmp_path).current().version == snapshot(1).version
    assert FileStore(tmp_path).degraded == ()
    store.publish(snapshot(3))
    assert FileStore(tmp_path).current().version == snapshot(3).version


def test_a_missing_pack_gives_way_to_the_newest_whole_version(tmp_path):
    store = FileStore(tmp_path)
    for number in (1, 2):
        store.publish(made(number, values(indicator3=100.0 + number)))
    new = packs.names(store._manifests.read((tmp_path / f"{snapshot(2).version}{SUFFIX}").read_bytes(), "x"))
    old = packs.names(store._manifests.read((tmp_path / f"{snapshot(1).version}{SUFFIX}").read_bytes(), "x"))
    for name in new - old:
        (tmp_path / f"{name}{PACK}").unlink()
    reader = FileStore(tmp_path)
    assert reader.current().version == snapshot(1).version
    assert "damaged" in reader.degraded[0]


def test_a_file_of_another_version_is_refused_by_name(tmp_path):
    (tmp_path / f"20260616-1{SUFFIX}").write_bytes(b"DAYBREAK1" + b"x" * 100)
    (tmp_path / "current").write_text("20260616-1")
    with pytest.raises(UserError, match="another version of this program"):
        FileStore(tmp_path).current()


@pytest.mark.needs("redis")
def test_two_writers_of_one_redis_lose_nothing(redis_server, tmp_path):
    """The second publishes while the first has written its packs and not yet its manifest."""
    first, second = (RedisStore(redis_server.url, FileStore(tmp_path / name), keep=1) for name in "ab")
    first.publish(made(1, values()))
    kept, between = RedisStore._kept, []

    def late(self, swap):
        found = kept(self, swap)
        if self is first and not between:
            between.append(second.publish(made(3, values(indicator1=0.1))))
        return found

    RedisStore._kept = late
    try:
        first.publish(replace(made(2, values(indicator2=0.2))))
    finally:
        RedisStore._kept = kept
    fresh = RedisStore(redis_server.url, FileStore(tmp_path / "c"))
    assert_frame_equal(fresh.current().cells.frame(), made(2, values(indicator2=0.2)).cells.frame())
    assert fresh.degraded == ()


@pytest.mark.needs("redis")
def test_a_lost_pack_in_redis_is_said(redis_server, tmp_path):
    RedisStore(redis_server.url, FileStore(tmp_path / "a")).publish(snapshot(1))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "b"))
    for key in reader._redis.keys("*pack:*"):
        reader._redis.delete(key)
    with pytest.raises(UserError, match="damaged"):
        reader.current()
