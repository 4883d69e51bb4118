"""Parcels: long exports, asked for on a page, made by the worker, fetched by the one who asked, gone after a day."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from cockpit.export import VIEWS, Ask
from cockpit.scope import Scope, Sight
from cockpit.sheets import WRITERS
from metrics.catalogue import Catalogue
from metrics.snapshot import Snapshot

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Parcel:
    """One long export: who asked, what they may see, what they asked for."""

    id: str
    user: str
    roots: tuple[str, ...]
    ask: Ask
    format: str
    at: datetime

    def make(self, snapshot: Snapshot, catalogue: Catalogue) -> bytes:
        """The file; OutOfScopeError where the one who asked may no longer see the org."""
        sight = Sight(snapshot, Scope(self.roots))
        return WRITERS[self.format](VIEWS[self.ask.view](sight, catalogue, self.ask))


@dataclass(frozen=True)
class Parcels:
    """The parcels of everybody under one folder: `ID.json` says what, `ID.FORMAT` is there once it is made."""

    folder: Path

    def place(self, user: str, roots: tuple[str, ...], ask: Ask, kind: str, at: datetime) -> Parcel:
        parcel = Parcel(uuid4().hex, user, roots, ask, kind, at)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{parcel.id}.part"
        part.write_text(json.dumps(asdict(parcel), ensure_ascii=False, default=str), "utf-8")
        part.replace(self.folder / f"{parcel.id}.json")
        return parcel

    def find(self, id_: str) -> Parcel | None:
        """The parcel of this id; None for what is no id, or where there is none (any more)."""
        try:
            path = self.folder / f"{UUID(id_).hex}.json"
            row = json.loads(path.read_text("utf-8"))
        except (ValueError, FileNotFoundError):
            return None
        ask, at = Ask(**row["ask"]), datetime.fromisoformat(row["at"])
        return Parcel(**{**row, "ask": ask, "at": at, "roots": tuple(row["roots"])})

    def file(self, parcel: Parcel) -> Path:
        return self.folder / f"{parcel.id}.{parcel.format}"

    def every(self) -> list[Parcel]:
        """All parcels, the oldest first."""
        found = [parcel for path in self.folder.glob("*.json") if (parcel := self.find(path.stem))]
        return sorted(found, key=lambda one: one.at)

    def of(self, user: str) -> list[Parcel]:
        """A user's own, the newest first."""
        return [parcel for parcel in reversed(self.every()) if parcel.user == user]

    def waiting(self) -> list[Parcel]:
        """What is not made yet, the oldest first."""
        return [parcel for parcel in self.every() if not self.file(parcel).exists()]

    def store(self, parcel: Parcel, content: bytes) -> None:
        part = self.folder / f"{parcel.id}.made"
        part.write_bytes(content)
        part.replace(self.file(parcel))

    def drop(self, parcel: Parcel) -> None:
        self.file(parcel).unlink(missing_ok=True)
        (self.folder / f"{parcel.id}.json").unlink(missing_ok=True)

    def tidy(self, now: datetime) -> None:
        """Forget parcels of more than a day ago."""
        for parcel in self.every():
            if now - parcel.at > KEPT:
                self.drop(parcel)
