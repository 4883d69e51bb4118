"""The shelf: what was made once for all who may see it, as many bytes of it as fit."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock


class Shelf:
    """Bytes by key, at most `limit` of them in all; what nobody asked for the longest goes first.

    However many threads ask for a key at once, it is made once, and they all wait for that.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: OrderedDict[Hashable, Future[bytes]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._size

    def of(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under the key; made now where nothing is."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                promise = known
            else:
                promise = self._kept[key] = Future()
        if known is None:
            self._make(key, promise, make)
        return promise.result()

    def _make(self, key: Hashable, promise: "Future[bytes]", make: Callable[[], bytes]) -> None:
        try:
            content = make()
        except BaseException as error:
            with self._lock:
                self._kept.pop(key)
            promise.set_exception(error)
            raise
        with self._lock:
            self._size += len(content)
            promise.set_result(content)
            self._trim()

    def _trim(self) -> None:
        """Let go of the oldest, whatever is being made apart."""
        for key in [key for key, one in self._kept.items() if one.done()][:-1]:
            if self._size <= self.limit:
                return
            self._size -= len(self._kept.pop(key).result())
