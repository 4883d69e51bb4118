"""The snapshot store in Redis: versioned keys, a pointer, an announcement; the disk's store where Redis is away."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from data.errors import UserError
from metrics.snapshot import Snapshot
from metrics.store.contract import Gone, Held
from metrics.store.files import FileStore

PREFIX = "daybreak:snapshot"
TIMEOUT_S = 0.2
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
    says so. A snapshot is written under its own key before the pointer moves (MULTI), so that nobody reads
    half of one. What Redis missed while it was away, it gets when it is back.
    """

    def __init__(self, url: str, fallback: FileStore, keep: int = 3) -> None:
        self.fallback = fallback
        self.keep = keep
        self._where = urlsplit(url).netloc.rpartition("@")[2] or url
        try:
            self._redis: Any = redis.Redis.from_url(
                url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0)
            )
        except ValueError as error:
            raise UserError("REDIS_URL", f"is no Redis address ({error})", "Write redis://HOST:PORT/0.") from error
        self._held = Held()
        self._note: tuple[str, ...] = ()
        self._rest_until = 0.0
        self._read: str | None = None
        self._unsent: Snapshot | None = None

    @property
    def degraded(self) -> tuple[str, ...]:
        return (*self._note, *self.fallback.degraded)

    def publish(self, snapshot: Snapshot) -> None:
        self._unsent = snapshot
        with suppress(Away):
            self._ask(self._send)
        self.fallback.publish(snapshot)

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
        self._read = snapshot.version if snapshot else None
        return snapshot

    def wait(self, timeout: float) -> str | None:
        deadline = time.monotonic() + timeout
        with self._redis.pubsub(ignore_subscribe_messages=True) as announcements:
            while (version := self.version()) in (None, self._read):
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
        raise Away

    def _load(self, version: str) -> Snapshot:
        packed: bytes | None = self._ask(lambda: self._redis.get(_key(version)))
        if packed is None:
            raise Gone
        return Snapshot.from_bytes(packed, version)

    def _pointer(self) -> str | None:
        self._send()
        pointer = self._redis.get(_key("current"))
        return pointer.decode() if pointer else None

    def _send(self) -> None:
        """Publish what Redis has not got yet."""
        if (snapshot := self._unsent) is None:
            return
        version = snapshot.version
        self._redis.set(_key(version), snapshot.to_bytes())
        with self._redis.pipeline(transaction=True) as swap:
            swap.set(_key("current"), version)
            swap.lrem(_key("versions"), 0, version)
            swap.lpush(_key("versions"), version)
            swap.lrange(_key("versions"), self.keep, -1)
            swap.ltrim(_key("versions"), 0, self.keep - 1)
            swap.publish(_key("news"), version)
            old = swap.execute()[3]
        if old:
            self._redis.delete(*(_key(name.decode()) for name in old))
        self._unsent = None

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


def _key(name: str) -> str:
    return f"{PREFIX}:{name}"
