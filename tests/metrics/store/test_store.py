"""What each store does when its ground gives way."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest

from data.errors import UserError
from metrics.store import FileStore, RedisStore, open_store
from metrics.store.files import PACK, SUFFIX
from tests.metrics.store.numbered import snapshot


@pytest.fixture
def redis_store(redis_server, tmp_path):
    return RedisStore(redis_server.url, FileStore(tmp_path / "local"))


def test_damaged_version_gives_way_to_the_newest_whole_one(tmp_path):
    store = FileStore(tmp_path)
    for number in (1, 2):
        store.publish(snapshot(number))
    damaged = tmp_path / f"{snapshot(2).version}{SUFFIX}"
    damaged.write_bytes(damaged.read_bytes()[:-10])
    reader = FileStore(tmp_path)
    assert reader.current().version == snapshot(1).version
    assert "damaged" in reader.degraded[0]
    store.publish(snapshot(3))
    assert (reader.current().version, reader.degraded) == (snapshot(3).version, ())


def test_all_damaged_is_said(tmp_path):
    FileStore(tmp_path).publish(snapshot(1))
    (tmp_path / f"{snapshot(1).version}{SUFFIX}").write_bytes(b"no snapshot")
    with pytest.raises(UserError, match="damaged"):
        FileStore(tmp_path).current()


def test_pointer_without_a_file_is_said(tmp_path):
    FileStore(tmp_path).publish(snapshot(1))
    (tmp_path / f"{snapshot(1).version}{SUFFIX}").unlink()
    with pytest.raises(UserError, match="missing"):
        FileStore(tmp_path).current()


def test_full_disk_keeps_the_current_snapshot(tmp_path, monkeypatch):
    store = FileStore(tmp_path)
    store.publish(snapshot(1))

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("metrics.store.files.os.fsync", full)
    with pytest.raises(UserError, match="disk is full"):
        store.publish(snapshot(2))
    assert FileStore(tmp_path).current().version == snapshot(1).version
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


@pytest.mark.needs("redis")
def test_without_redis_the_last_local_snapshot_serves(redis_store, redis_server, monkeypatch):
    monkeypatch.setattr("metrics.store.server.REST_S", 0.0)
    redis_store.publish(snapshot(1))
    redis_server.kill()
    assert redis_store.current().version == redis_store.version() == snapshot(1).version
    assert f"Redis at 127.0.0.1:{redis_server.port} is away" in redis_store.degraded[0]
    redis_store.publish(snapshot(2))
    assert redis_store.current().version == snapshot(2).version
    assert redis_store.wait(0.05) is None


@pytest.mark.needs("redis")
def test_redis_gets_what_it_missed(redis_store, redis_server, tmp_path, monkeypatch):
    monkeypatch.setattr("metrics.store.server.REST_S", 0.0)
    redis_server.kill()
    redis_store.publish(snapshot(1))
    other = RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere"))
    assert other.current() is None
    redis_server.start()
    assert redis_store.version() == snapshot(1).version
    assert redis_store.degraded == ()
    assert other.current().version == snapshot(1).version


@pytest.mark.needs("redis")
def test_reader_keeps_a_local_copy_for_the_day_redis_is_away(redis_store, redis_server, tmp_path):
    redis_store.publish(snapshot(1))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere"))
    reader.current()
    redis_server.kill()
    fresh = RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere"))
    assert fresh.current().version == snapshot(1).version
    assert fresh.degraded


@pytest.mark.needs("redis")
def test_a_later_local_snapshot_wins_over_an_older_redis(redis_store, redis_server, tmp_path):
    redis_store.publish(snapshot(1))
    local = FileStore(tmp_path / "elsewhere")
    local.publish(replace(snapshot(2), made_at=datetime(2026, 6, 17, 8)))
    reader = RedisStore(redis_server.url, local)
    assert reader.current().version == local.version() == snapshot(2).version
    assert reader.version() == redis_store.version() == snapshot(2).version


@pytest.mark.needs("redis")
def test_what_redis_missed_does_not_replace_what_was_published_since(redis_store, redis_server, tmp_path):
    local = FileStore(tmp_path / "elsewhere")
    local.publish(snapshot(1))
    reader = RedisStore(redis_server.url, local)
    assert reader.current().version == snapshot(1).version
    redis_store.publish(replace(snapshot(2), made_at=datetime(2026, 6, 17, 8)))
    assert reader.version() == reader.current().version == redis_store.version() == snapshot(2).version


@pytest.mark.needs("redis")
def test_a_reader_with_a_full_disk_still_reads(redis_store, redis_server, tmp_path, monkeypatch):
    redis_store.publish(snapshot(1))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere"))

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("metrics.store.files.os.fsync", full)
    assert reader.current().version == snapshot(1).version
    assert "disk is full" in reader.degraded[0]


@pytest.mark.needs("redis")
@pytest.mark.parametrize("lost", ["pack:*", "20260616-*", "*"])
def test_what_redis_lost_it_gets_again(redis_store, redis_server, tmp_path, lost):
    redis_store.publish(snapshot(1))
    keys = redis_store._redis.keys(f"daybreak:snapshot:{lost}")
    assert redis_store._redis.delete(*keys)
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "local"))
    assert reader.current().version == reader.version() == snapshot(1).version
    elsewhere = RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere"))
    assert elsewhere.current().version == snapshot(1).version
    assert elsewhere.current().cells.frame().equals(snapshot(1).cells.frame())


@pytest.mark.needs("redis")
def test_what_is_lost_everywhere_is_said(redis_store, redis_server, tmp_path):
    redis_store.publish(snapshot(1))
    redis_store._redis.delete(*redis_store._redis.keys("daybreak:snapshot:pack:*"))
    with pytest.raises(UserError, match="damaged"):
        RedisStore(redis_server.url, FileStore(tmp_path / "elsewhere")).current()


@pytest.mark.needs("redis")
def test_redis_and_the_disk_share_one_copy(redis_store, redis_server, tmp_path):
    redis_store.publish(snapshot(1))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "local"))
    first = reader.current()
    redis_server.kill()
    assert reader.current() is first


@pytest.mark.needs("redis")
def test_redis_killed_in_the_middle_of_many_reads(redis_store, redis_server):
    redis_store.publish(snapshot(1))
    stop, failures = threading.Event(), []

    def read():
        while not stop.is_set():
            try:
                if redis_store.current() is None:
                    failures.append("nothing")
            except Exception as error:  # noqa: BLE001 - any failure is the finding
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(2, 8):
        redis_store.publish(snapshot(number))
        if number == 4:
            redis_server.kill()
    stop.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert redis_store.current().version == snapshot(7).version


@pytest.mark.needs("redis")
def test_a_resting_redis_is_left_alone(redis_store, redis_server, monkeypatch):
    redis_store.publish(snapshot(1))
    redis_server.kill()
    redis_store.current()
    asked = []
    monkeypatch.setattr(redis_store, "_pointer", lambda: asked.append(1))
    redis_store.current()
    assert not asked


def test_a_wrong_address_is_said(tmp_path):
    with pytest.raises(UserError, match="REDIS_URL"):
        open_store(tmp_path, "http://elsewhere")


def test_open_store_chooses_by_address(tmp_path):
    assert isinstance(open_store(tmp_path), FileStore)
    assert isinstance(open_store(tmp_path, "redis://127.0.0.1:1/0"), RedisStore)


def test_no_password_in_the_note(tmp_path):
    store = RedisStore("redis://:secret@127.0.0.1:1/0", FileStore(tmp_path))
    assert store.current() is None
    assert "secret" not in store.degraded[0]


@pytest.mark.needs("redis")
def test_what_lies_on_this_machine_is_not_fetched(redis_store, redis_server, tmp_path, monkeypatch):
    redis_store.publish(snapshot(1))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "local"))
    monkeypatch.setattr(reader, "_bytes", None)
    assert reader.current().cells.frame().equals(snapshot(1).cells.frame())


@pytest.mark.needs("redis")
def test_what_is_damaged_on_this_machine_is_fetched(redis_store, redis_server, tmp_path):
    redis_store.publish(snapshot(1))
    for pack in (tmp_path / "local").glob(f"*{PACK}"):
        pack.write_bytes(bytes(pack.stat().st_size))
    reader = RedisStore(redis_server.url, FileStore(tmp_path / "local"))
    assert reader.current().cells.frame().equals(snapshot(1).cells.frame())
    assert reader.degraded == ()
