"""The store: one small contract between the maker of snapshots and their readers, kept on disk or in Redis."""

from pathlib import Path

from metrics.store.contract import Store
from metrics.store.files import FileStore
from metrics.store.server import RedisStore

__all__ = ["FileStore", "RedisStore", "Store", "open_store"]


def open_store(path: Path, redis_url: str | None = None) -> Store:
    """The store in a folder; with a Redis address the one in Redis, which falls back on the folder."""
    files = FileStore(path)
    return RedisStore(redis_url, files) if redis_url else files
