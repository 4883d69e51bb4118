"""Follow-ups: what was done about each warning, in an append-only ledger; a warning's state is what its entries say.

A warning is followed under one key a month: its org and its indicator, whichever rule spoke. Whoever is to act hears of
it when it is raised and once more if it grows worse; an indicator that flaps between calm and risk makes no third
message.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from data.errors import UserError
from metrics.snapshot import Snapshot
from metrics.warning import Warning  # noqa: A004 - the house's word for it

Act = Literal[
    "raised", "worse", "cleared", "back", "acknowledged", "assigned", "snoozed", "noted", "closed", "reopened"
]
State = Literal["open", "acknowledged", "closed"]
WORKER = "worker"
MESSAGES = ("raised", "worse")
GRAVITY = ("", "grey", "green", "yellow", "red")
STATES: Mapping[str, State] = {
    "raised": "open", "worse": "open", "reopened": "open", "acknowledged": "acknowledged", "closed": "closed",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `who` is a user's name or WORKER."""

    at: datetime
    key: str
    act: Act
    who: str
    severity: str = ""
    note: str = ""
    owner: str = ""
    due: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Followup:
    """Where a warning stands: `gravest` severity so far, `cleared` while the indicator is out of risk by itself."""

    key: str
    state: State = "open"
    gravest: str = ""
    cleared: bool = False
    owner: str = ""
    due: date | None = None
    snoozed: date | None = None
    history: tuple[Entry, ...] = ()

    @property
    def shown(self) -> State:
        """What a list says: a warning that cleared is closed until it is back."""
        return "closed" if self.cleared else self.state

    def sleeps(self, today: date) -> bool:
        return self.snoozed is not None and today < self.snoozed

    def after(self, entry: Entry) -> "Followup":
        """As the entry leaves it."""
        return replace(
            self,
            state=STATES.get(entry.act, self.state),
            gravest=max(self.gravest, entry.severity, key=GRAVITY.index),
            cleared=entry.act == "cleared" or (self.cleared and entry.act not in ("back", "worse", "reopened")),
            owner=entry.owner or self.owner,
            due=entry.due or self.due,
            snoozed=entry.until if entry.act == "snoozed" else None if entry.act == "worse" else self.snoozed,
            history=(*self.history, entry),
        )


def key_of(warning: Warning, as_of: date) -> str:
    """What a warning is followed under: org, indicator and month."""
    return f"{warning.org}-{warning.indicator}-{as_of:%Y-%m}"


def folded(entries: Iterable[Entry]) -> dict[str, Followup]:
    """Every follow-up by key, in the order in which the warnings were raised."""
    found: dict[str, Followup] = {}
    for entry in entries:
        found[entry.key] = found.get(entry.key, Followup(entry.key)).after(entry)
    return found


@dataclass(frozen=True)
class Ledger:
    """The entries of all warnings, one JSON line each; writers take turns by a lock on the file."""

    path: Path

    def entries(self) -> list[Entry]:
        """All entries, oldest first; a last line cut off by a crash does not count.

        Raises:
            UserError: another line cannot be read.
        """
        text = self.path.read_text("utf-8") if self.path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        return [self._entry(line, number) for number, line in enumerate(whole.splitlines(), 1) if line]

    def followups(self) -> dict[str, Followup]:
        return folded(self.entries())

    def add(self, entries: Iterable[Entry]) -> None:
        """Write entries to the end, on the disk before this returns."""
        lines = "".join(f"{json.dumps(asdict(entry), ensure_ascii=False, default=str)}\n" for entry in entries)
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _drop_cut_off(file)
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())

    def observe(self, snapshot: Snapshot, now: datetime) -> list[Entry]:
        """Note what a new snapshot says: raised, worse, cleared or back; nothing where it says what is known."""
        entries = list(news(snapshot, self.followups(), now))
        self.add(entries)
        return entries

    def _entry(self, line: str, number: int) -> Entry:
        try:
            row = {field.name: json.loads(line).get(field.name) for field in fields(Entry)}
            return Entry(**row | _times(row))
        except (ValueError, AttributeError, TypeError) as error:
            where = f"{self.path.name}, line {number}"
            raise UserError(where, "cannot be read", "Take the line out; the others are whole.") from error


def _times(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("due", "until")}
    return {"at": datetime.fromisoformat(row["at"]), **days}


def _drop_cut_off(file: BinaryIO) -> None:
    """Take away a last line without its end: nobody was told that it is written."""
    file.seek(0)
    text = file.read()
    file.truncate(text.rfind(b"\n") + 1)


def news(snapshot: Snapshot, known: Mapping[str, Followup], now: datetime) -> Iterator[Entry]:
    """What a snapshot says that the known follow-ups do not."""
    present: dict[str, Warning] = {}
    for warning in snapshot.warnings:
        key = key_of(warning, snapshot.as_of)
        present[key] = max(present.get(key, warning), warning, key=lambda one: GRAVITY.index(one.severity))
    for key, warning in present.items():
        if act := _change(known.get(key), warning.severity):
            yield Entry(now, key, act, WORKER, severity=warning.severity, owner=warning.owner)
    for key, followup in known.items():
        if key not in present and not followup.cleared and followup.state != "closed":
            yield Entry(now, key, "cleared", WORKER)


def _change(followup: Followup | None, severity: str) -> Act | None:
    if followup is None:
        return "raised"
    if GRAVITY.index(severity) > GRAVITY.index(followup.gravest):
        return "worse"
    return "back" if followup.cleared else None
