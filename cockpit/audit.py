"""Audit: who saw and exported what, with which scope, of which snapshot; an append-only log, one file a month."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

Act = Literal["view", "export", "refused"]


@dataclass(frozen=True)
class Entry:
    """One line: who (`user`, `scope`: the roots of what they may see) did what, where and of which snapshot."""

    at: datetime
    user: str
    scope: tuple[str, ...]
    act: Act
    what: str
    org: str
    indicator: str = ""
    period: str = ""
    snapshot: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Log:
    """The entries under a folder; lines are only ever added.

    One line is one write to a file opened for appending, so that several processes may write at once.
    """

    folder: Path

    def add(self, entry: Entry) -> None:
        """Write one entry; what leaves the house (an export) is on the disk before this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(entry), ensure_ascii=False, default=str) + "\n"
        target = os.open(self.folder / f"{entry.at:%Y-%m}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(target, line.encode())
            if entry.act == "export":
                os.fsync(target)
        finally:
            os.close(target)

    def entries(self, user: str | None = None, since: date | None = None) -> Iterator[dict[str, object]]:
        """The entries as they were written, oldest first; a last line that a crash cut off is passed over."""
        for path in sorted(self.folder.glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines(keepends=True):
                if not line.endswith("\n"):
                    continue
                row = json.loads(line)
                if user in (None, row["user"]) and (since is None or row["at"] >= since.isoformat()):
                    yield row
