"""One contract for both stores, and the copy in the process that they share."""

import threading
import time

import pytest

from metrics.store import FileStore, RedisStore, packs
from metrics.store.contract import Held
from metrics.store.files import SUFFIX
from tests.metrics.store.numbered import numbers, snapshot


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.needs("redis"))])
def stores(request, tmp_path):
    """Makes stores that share one ground, as the worker and the web process do."""
    if request.param == "files":
        return lambda: FileStore(tmp_path / "store", keep=2)
    server = request.getfixturevalue("redis_server")
    number = iter(range(100))
    return lambda: RedisStore(server.url, FileStore(tmp_path / f"local{next(number)}", keep=2), keep=2)


def test_empty_store_has_nothing(stores):
    assert (stores().current(), stores().version(), stores().wait(0.01)) == (None, None, None)


def test_reader_sees_what_was_published(stores):
    writer, reader = stores(), stores()
    for number in (1, 2):
        writer.publish(snapshot(number))
        assert reader.version() == reader.current().version == snapshot(number).version
        assert reader.current().cells.frame().equals(snapshot(number).cells.frame())
    assert reader.degraded == ()


def test_same_version_is_the_same_object(stores):
    store = stores()
    store.publish(snapshot(1))
    assert store.current() is store.current()


def test_published_again_stays_current(stores):
    store = stores()
    for number in (1, 2, 1):
        store.publish(snapshot(number))
    assert stores().current().version == snapshot(1).version


def test_only_the_last_versions_are_kept(stores, tmp_path):
    store = stores()
    for number in range(6):
        store.publish(snapshot(number))
    for folder in tmp_path.rglob(f"*{SUFFIX}"):
        assert folder.stem in (snapshot(4).version, snapshot(5).version)
    if isinstance(store, RedisStore):
        keys = {key.decode().rpartition(":")[2] for key in store._redis.keys("*")}
        held = {name.decode() for name in store._redis.smembers("daybreak:snapshot:packs")}
        assert keys == {"current", "versions", "packs", snapshot(4).version, snapshot(5).version, *held}


def test_wait_returns_a_version_not_yet_read(stores):
    writer, reader = stores(), stores()
    writer.publish(snapshot(1))
    assert reader.wait(1) == snapshot(1).version
    reader.current()
    assert reader.wait(0.05) is None
    later = threading.Timer(0.1, writer.publish, [snapshot(2)])
    later.start()
    assert reader.wait(10) == snapshot(2).version
    later.join()


def test_wait_looks_past_what_others_read(stores):
    writer, reader = stores(), stores()
    for number in (1, 2):
        writer.publish(snapshot(number))
    reader.current()
    assert reader.wait(5, snapshot(1).version) == snapshot(2).version
    assert reader.wait(0.05, snapshot(2).version) is None


def test_no_torn_reads(stores):
    writer, stop, wrong, seen = stores(), threading.Event(), [], set()
    writer.publish(snapshot(0))

    def read():
        store = stores()
        while not stop.is_set():
            found = store.current()
            seen.add(found.version)
            values = numbers(found)
            if {f"20260616-{int(value):08x}" for value in values} != {found.version}:
                wrong.append((found.version, values))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 400):
        writer.publish(snapshot(number))
        if number >= 30 and len(seen) > 2:
            break
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(seen) > 2


def test_a_stampede_loads_once(stores, monkeypatch):
    stores().publish(snapshot(1))
    store, loads = stores(), []
    read = packs.load

    def slow(*arguments):
        loads.append(arguments)
        time.sleep(0.05)
        return read(*arguments)

    monkeypatch.setattr(packs, "load", slow)
    threads = [threading.Thread(target=store.current) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1


def loaded(number):
    return packs.Loaded(snapshot(number), {})


def test_a_held_version_is_not_loaded_again():
    held, loads = Held(), []

    def load(version):
        loads.append(version)
        return loaded(int(version, 16))

    assert held.version is None
    first = held.of("1", lambda _: loaded(1))
    assert held.version == first.version
    assert held.of(first.version, load) is first
    assert loads == []


def test_another_version_takes_its_place():
    held = Held()
    held.of("1", lambda _: loaded(1))
    second = held.of(snapshot(2).version, lambda _: loaded(2))
    assert (held.snapshot, held.version) == (second, snapshot(2).version)


def test_a_version_that_cannot_be_loaded_leaves_the_held_one():
    held = Held()
    first = held.of("1", lambda _: loaded(1))

    def fail(_):
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any will do
        held.of("2", fail)
    assert held.snapshot is first
    assert held.of(snapshot(2).version, lambda _: loaded(2)).version == snapshot(2).version
