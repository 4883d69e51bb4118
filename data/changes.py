"""Which days a table's commits touched: noted in the table's log by who writes, read back from it by who computes."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
    folder = table / _LOG
    names = (_ENTRY.fullmatch(path.name) for path in folder.iterdir()) if folder.is_dir() else ()
    return max((int(name[1]) for name in names if name), default=None)


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
