"""Which editions are to be made: those that people ask for, and the morning's."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.errors import UserError
from data.messages import LANGUAGES

ORDER_NAME = re.compile(r"(?P<org>86(?:\d\d){0,5})-(?P<day>\d{4}-\d\d-\d\d)-(?P<lang>zh|en)\.json")
FIRST = ("hq", "branch")


@dataclass(frozen=True)
class Order:
    """One edition: an org, a morning, a language."""

    org: str
    day: date
    lang: str

    @property
    def name(self) -> str:
        return f"{self.org}-{self.day}-{self.lang}"


@dataclass(frozen=True)
class Orders:
    """The orders of people, one small file each; the web process places them, the worker serves and removes them."""

    folder: Path

    def place(self, order: Order) -> None:
        """Ask for an edition; asking twice is asking once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{order.name}.{os.getpid()}.part"
        draft.write_text(json.dumps({"org": order.org, "date": order.day.isoformat(), "lang": order.lang}), "utf-8")
        draft.replace(self.folder / f"{order.name}.json")

    def open(self) -> list[Order]:
        """Orders not yet served, oldest first; files that are no orders are passed over."""
        files = sorted(self.folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
        matches = (ORDER_NAME.fullmatch(file.name) for file in files)
        return [Order(m["org"], date.fromisoformat(m["day"]), m["lang"]) for m in matches if m]

    def done(self, order: Order) -> None:
        (self.folder / f"{order.name}.json").unlink(missing_ok=True)


def morning_orders(demo: Mapping[str, Any], day: date, lang: str) -> list[Order]:
    """The morning's list: headquarters and the branch in both languages, then the other users' orgs."""
    users: Mapping[str, str] = demo.get("users", {"hq": "86"})
    langs = (lang, *(other for other in LANGUAGES if other != lang))
    first = [Order(users[name], day, spoken) for name in FIRST if name in users for spoken in langs]
    others = dict.fromkeys(org for name, org in users.items() if org not in {order.org for order in first})
    return first + [Order(org, day, spoken) for spoken in langs for org in others]


def parse_order(org: str, day: str, lang: str) -> Order:
    """An order from text.

    Raises:
        UserError: a part is malformed; the message says which.
    """
    match = ORDER_NAME.fullmatch(f"{org}-{day}-{lang}.json")
    if not match:
        raise UserError(f"edition {org}/{day}/{lang}", "is not named rightly", "Give ORG/YYYY-MM-DD/zh or en.")
    try:
        return Order(org, date.fromisoformat(day), lang)
    except ValueError as error:
        raise UserError(f"edition {org}/{day}/{lang}", "names no day", "Give a day such as 2026-06-17.") from error
