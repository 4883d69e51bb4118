"""The snapshot store in Redis: packs, manifests, a pointer, an announcement; the disk's store where Redis is away."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, WatchError
from redis.retry import Retry

from data.errors import UserError
from metrics.packing import damaged
from metrics.snapshot import Snapshot
from metrics.store import packs
from metrics.store.contract import Gone
from metrics.store.files import FileStore
from metrics.store.packs import Loaded, Manifests

PREFIX = "daybreak:snapshot"
TIMEOUT_S = 0.2
PACK_TIMEOUT_S = 5.0
"""How long one command may take that carries a pack or a manifest."""
REST_S = 2.0
"""How long a Redis that failed is left alone."""
POLL_S = 1.0
TRIES = 5
T = TypeVar("T")


class Away(Exception):  # noqa: N818 - it says what happened, and is always caught
    """Redis did not answer, or is left alone after it did not."""


class RedisStore:
    """A Store in Redis (`url`) that keeps `keep` versions there, and every snapshot it sees in `fallback` too.

    When Redis is away, every call turns to `fallback` within some 0.2 s, then at once for REST_S seconds; `degraded`
    says so. New packs are written first; the manifest, the pointer and what falls away change in one step (MULTI),
    which fails if another writer's came between (WATCH) and is then planned anew: nobody reads half a snapshot. What
    Redis missed while it was away, it gets when it is back, unless it has a later one by then.
    """

    def __init__(self, url: str, fallback: FileStore, keep: int = 3) -> None:
        self.fallback = fallback
        self.keep = keep
        self._where = urlsplit(url).netloc.rpartition("@")[2] or url
        try:
            self._redis, self._slow = (_client(url, seconds) for seconds in (TIMEOUT_S, PACK_TIMEOUT_S))
        except ValueError as error:
            raise UserError("REDIS_URL", f"is no Redis address ({error})", "Write redis://HOST:PORT/0.") from error
        self._held = fallback.held  # one copy in this process: what either read the other need not read
        self._manifests = Manifests(keep + 1)
        self._note: tuple[str, ...] = ()
        self._rest_until = 0.0
        self._read: str | None = None
        self._unsent: Snapshot | None = None

    @property
    def degraded(self) -> tuple[str, ...]:
        return (*self._note, *self.fallback.degraded)

    def publish(self, snapshot: Snapshot) -> None:
        """On this machine first: whoever is told by Redis finds it here, and need not keep it a second time."""
        self._unsent = snapshot
        try:
            self.fallback.publish(snapshot)
        finally:
            with suppress(Away):
                self._ask(lambda: self._send(snapshot))

    def version(self) -> str | None:
        try:
            return self._ask(self._pointer) or self.fallback.version()
        except Away:
            return self.fallback.version()

    def current(self) -> Snapshot | None:
        try:
            snapshot = self._newest(self._current())
        except Away:
            snapshot = self.fallback.current()
        except UserError as error:  # Redis lost a part of it: it gets what is here
            snapshot = self._unsent = self.fallback.current()
            self._note = (str(error),)
            if snapshot is None:
                raise
        self._read = snapshot.version if snapshot else None
        return snapshot

    def wait(self, timeout: float, seen: str | None = None) -> str | None:
        deadline = time.monotonic() + timeout
        with self._redis.pubsub(ignore_subscribe_messages=True) as announcements:
            while (version := self.version()) in (None, seen or self._read):
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self._pause(announcements, min(left, POLL_S))
        return version

    def _newest(self, snapshot: Snapshot | None) -> Snapshot | None:
        """What Redis has, kept on this machine too; or what this machine has, if later; Redis gets it."""
        if snapshot and self.fallback.version() == snapshot.version:
            return snapshot
        local = self.fallback.current()
        if snapshot is None or (local and local.made_at > snapshot.made_at):
            self._unsent = local
            return local
        try:
            self.fallback.publish(snapshot)
        except UserError as error:
            self._note = (str(error),)
        return snapshot

    def _pause(self, announcements: Any, seconds: float) -> None:
        """Until something is announced, or the time is over."""
        try:
            if not announcements.subscribed:
                self._ask(lambda: announcements.subscribe(_key("news")))
            self._ask(lambda: announcements.get_message(timeout=seconds))
        except Away:
            time.sleep(min(seconds, TIMEOUT_S))

    def _current(self) -> Snapshot | None:
        for _ in range(TRIES):
            version = self._ask(self._pointer)
            if version is None:
                return None
            try:
                return self._held.of(version, self._load)
            except Gone:
                continue
        raise damaged(_key("current"))

    def _load(self, version: str) -> Loaded:
        packed: bytes | None = self._ask(lambda: self._slow.get(_key(version)))
        if packed is None:
            raise Gone
        try:
            return self._made(self._manifests.read(packed, version), version)
        except UserError:
            if not self._ask(lambda: self._redis.exists(_key(version))):
                raise Gone from None
            raise

    def _made(self, manifest: Mapping[str, Any], version: str) -> Loaded:
        """From this machine's own packs, read in a tenth of the time, where it has the version and Redis lost none."""
        if self.fallback.version() == version and not self._ask(lambda: _gone(self._redis, [manifest])):
            with suppress(UserError, FileNotFoundError):
                return packs.load(manifest, self._held.blobs, self.fallback.read, version)
        return packs.load(manifest, self._held.blobs, self._bytes, version)

    def _bytes(self, pack: str, offset: int, size: int) -> bytes:
        found: bytes = self._ask(lambda: self._slow.getrange(_pack(pack), offset, offset + size - 1))
        return found

    def _pointer(self) -> str | None:
        if (missed := self._unsent) is not None:
            self._send(missed, late=True)
        pointer = self._redis.get(_key("current"))
        return pointer.decode() if pointer else None

    def _send(self, snapshot: Snapshot, *, late: bool = False) -> None:
        """Publish what Redis has not got yet; what comes `late` does not take the place of a later one."""
        for _ in range(TRIES):
            with suppress(WatchError), self._slow.pipeline(transaction=True) as swap:
                swap.watch(_key("versions"))
                known = self._kept(swap)
                if not (late and _outdated(snapshot, known, swap.get(_key("current")))):
                    self._held.loaded = self._swap(swap, snapshot, known)
                self._unsent = None
                return
        raise Away

    def _swap(self, swap: Any, snapshot: Snapshot, known: Mapping[str, Mapping[str, Any]]) -> Loaded:
        """Write new packs, then let the snapshot take its place; WatchError where another did in the meantime."""
        plan = packs.plan(snapshot, known.values())
        for name, content in plan.packs():
            swap.sadd(_key("packs"), name)
            swap.set(_pack(name), content)
        others = [version for version in known if version != plan.version]
        needed = packs.names(plan.manifest).union(*(packs.names(known[one]) for one in others[: self.keep - 1]))
        stray = [name for name in map(bytes.decode, swap.smembers(_key("packs"))) if name not in needed]
        swap.multi()
        swap.set(_key(plan.version), plan.sealed)
        swap.set(_key("current"), plan.version)
        swap.delete(_key("versions"), *map(_key, others[self.keep - 1 :]), *map(_pack, stray))
        swap.rpush(_key("versions"), plan.version, *others[: self.keep - 1])
        if stray:
            swap.srem(_key("packs"), *stray)
        swap.publish(_key("news"), plan.version)
        swap.execute()
        return plan.loaded

    def _kept(self, swap: Any) -> Mapping[str, Mapping[str, Any]]:
        """The manifests that are whole and stand on whole packs, the newest first."""
        found: dict[str, Mapping[str, Any]] = {}
        for version in map(bytes.decode, swap.lrange(_key("versions"), 0, -1)):
            with suppress(UserError):
                found[version] = self._manifests.read(swap.get(_key(version)) or b"", version)
        gone = _gone(swap, found.values())
        return {version: manifest for version, manifest in found.items() if gone.isdisjoint(packs.names(manifest))}

    def _ask(self, question: Callable[[], T]) -> T:
        """Ask Redis, unless it is resting; Away if it does not answer."""
        if time.monotonic() < self._rest_until:
            raise Away
        try:
            answer = question()
        except (RedisError, OSError) as error:
            self._rest_until = time.monotonic() + REST_S
            self._note = (
                f"Redis at {self._where} is away ({type(error).__name__}): the last local snapshot is served",
            )
            raise Away from error
        self._note = ()
        return answer


def _gone(client: Any, manifests: Iterable[Mapping[str, Any]]) -> set[str]:
    """The packs of manifests that are not there as a whole."""
    sizes = dict(pack for manifest in manifests for pack in manifest["packs"])
    return {name for name, size in sizes.items() if client.strlen(_pack(name)) != size}


def _outdated(snapshot: Snapshot, known: Mapping[str, Mapping[str, Any]], current: bytes | None) -> bool:
    """Whether what Redis shows was made after the snapshot."""
    shown = known.get((current or b"").decode())
    return shown is not None and datetime.fromisoformat(shown["made_at"]) > snapshot.made_at


def _key(name: str) -> str:
    return f"{PREFIX}:{name}"


def _pack(name: str) -> str:
    return _key(f"pack:{name}")


def _client(url: str, seconds: float) -> Any:
    return redis.Redis.from_url(
        url, socket_timeout=seconds, socket_connect_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0)
    )
