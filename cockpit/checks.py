"""The nightly checks: what each found, a file a day, and how it is said."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from data.errors import UserError
from data.messages import text
from metrics.report import Difference, Report

BEGUN = "begun"


@dataclass(frozen=True)
class Check:
    """One check: when it was made, the version that was published then, the one of the recount, what differed."""

    made_at: datetime
    kept: str
    full: str
    report: Report

    @property
    def same(self) -> bool:
        """Whether the recount found what was published, to the last digit."""
        return self.kept == self.full and not self.report.differing

    def told(self, lang: str) -> str:
        """The outcome in a sentence."""
        key = "same" if self.same else "differs" if self.report.differing else "other"
        return text(
            lang,
            f"recount.{key}",
            at=f"{self.made_at:%Y-%m-%d %H:%M}",
            as_of=self.report.as_of,
            values=f"{self.report.values:,}",
            differing=f"{self.report.differing:,}",
            version=self.full,
        )


@dataclass(frozen=True)
class Checks:
    """The checks that were made, under `folder`; the last one of a day is kept."""

    folder: Path

    def keep(self, check: Check) -> Path:
        """Write one down, whole or not at all; returns its file."""
        path = self.folder / f"{check.made_at:%Y-%m-%d}.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{uuid4().hex}"
        part.write_text(json.dumps(asdict(check) | {"same": check.same}, default=str, ensure_ascii=False), "utf-8")
        part.rename(path)
        return path

    def last(self) -> Check | None:
        """The newest one; None before the first.

        Raises:
            UserError: its file is damaged.
        """
        paths = sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []
        return _read(paths[-1]) if paths else None

    def begin(self, now: datetime) -> None:
        """Note that nothing was kept from before: all was counted from scratch on this day."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / BEGUN).write_text(f"{now:%Y-%m-%d}")

    def due(self, now: datetime) -> bool:
        """Whether none was made on this day, and there is anything to compare with."""
        day, begun = f"{now:%Y-%m-%d}", self.folder / BEGUN
        return not (self.folder / f"{day}.json").exists() and not (begun.exists() and begun.read_text() == day)


def _read(path: Path) -> Check:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Check(datetime.fromisoformat(found["made_at"]), found["kept"], found["full"], _report(found["report"]))
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(str(path), "is no report of a check", "Remove it; the next check writes its own.") from error


def _report(found: Mapping[str, Any]) -> Report:
    told = (dict(one) for one in found["differences"])
    differences = (Difference(**one | {"day": date.fromisoformat(one["day"])}) for one in told)
    return Report(**dict(found) | {"as_of": date.fromisoformat(found["as_of"]), "differences": tuple(differences)})
