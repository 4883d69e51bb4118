"""A table's log: which files its rows came from, and which days each commit touched, as who wrote it noted."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

NOTE = "days"
"""The key of the note in a commit's metadata: ranges of days, or EVERY."""
EVERY = "every"
_LOG = "_delta_log"
_ENTRY = re.compile(r"(\d{20})\.(json|checkpoint.*\.parquet)")
_ONE_DAY = timedelta(days=1)


def note(days: Collection[date] | None) -> dict[str, str]:
    """The metadata of a commit that touches these days alone; None: it may touch anything."""
    return {NOTE: EVERY if days is None else " ".join(_ranges(sorted(set(days))))}


def version(table: Path) -> int | None:
    """The last commit's number, from the names in the log; None where there is no table."""
    return max((number for number, _ in _entries(table)), default=None)


def newest(table: Path) -> Path | None:
    """The file of the last commit, or of the checkpoint in its place; None where there is no table."""
    entries = _entries(table)
    return max(entries)[1] if entries else None


def files(table: Path) -> set[str]:
    """The files that the commits name, those of the last checkpoint and of what was committed after it."""
    entries = _entries(table)
    whole = max((number for number, path in entries if path.suffix == ".parquet"), default=-1)
    parts = [path for number, path in entries if number == whole and path.suffix == ".parquet"]
    since = [path for number, path in entries if number > whole]
    return {file for path in parts for file in _checkpointed(path)} | {file for path in since for file in _named(path)}


def _entries(table: Path) -> list[tuple[int, Path]]:
    """The commits and checkpoints that the log holds, with their numbers."""
    folder = table / _LOG
    paths = folder.iterdir() if folder.is_dir() else ()
    return [(int(name[1]), path) for path in paths if (name := _ENTRY.fullmatch(path.name))]


def _checkpointed(path: Path) -> list[str]:
    return pl.read_parquet(path, columns=["txn"])["txn"].struct.field("appId").drop_nulls().to_list()


def _named(path: Path) -> Iterator[str]:
    lines = path.read_text("utf-8").splitlines()
    actions = (json.loads(line) for line in lines if '"txn"' in line)
    return (action["txn"]["appId"] for action in actions if "txn" in action)


def changed(table: Path, since: int | None) -> frozenset[date] | None:
    """The days that the commits after `since` touched; None where nobody knows, or everything may differ."""
    now = version(table)
    if now == since:
        return frozenset()
    if now is None or since is None or now < since:
        return None
    touched: set[date] = set()
    for number in range(since + 1, now + 1):
        if (days := _touched(table / _LOG / f"{number:020}.json")) is None:
            return None
        touched |= days
    return frozenset(touched)


def _touched(entry: Path) -> frozenset[date] | None:
    """The days that one commit noted; one without a note is known only where it says that it changes no data."""
    if not entry.exists():
        return None
    actions = [json.loads(line) for line in entry.read_text("utf-8").splitlines()]
    told = next((action["commitInfo"].get(NOTE) for action in actions if "commitInfo" in action), None)
    if isinstance(told, str):
        return None if told == EVERY else frozenset(_days(told))
    return frozenset() if not any(map(_alters, actions)) else None


def _alters(action: dict[str, Any]) -> bool:
    """Whether an action may change what is read: a file added or removed as new data, or another shape of the table."""
    files = [action[kind] for kind in ("add", "remove", "cdc") if kind in action]
    return bool({"metaData", "protocol"} & set(action)) or any(file.get("dataChange", True) for file in files)


def _ranges(days: Iterable[date]) -> Iterator[str]:
    """Sorted days as `first/last`, one alone as itself."""
    first = last = None
    for day in days:
        if first is None or last is None:
            first = last = day
        elif day - last == _ONE_DAY:
            last = day
        else:
            yield _range(first, last)
            first = last = day
    if first and last:
        yield _range(first, last)


def _range(first: date, last: date) -> str:
    return str(first) if first == last else f"{first}/{last}"


def _days(told: str) -> Iterator[date]:
    for part in told.split():
        first, _, last = part.partition("/")
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        yield from (begin + timedelta(days=after) for after in range((end - begin).days + 1))
