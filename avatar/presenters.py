"""Who presents: a folder of art with a palette, proportions and, where needed, drawings of its own."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UserError

ART = Path(__file__).parent / "art"
SHEET = "presenter.toml"


@dataclass(frozen=True)
class Presenter:
    """One character; `extras` are layers that ride with the eyes, such as glasses."""

    key: str
    name_zh: str
    name_en: str
    extras: tuple[str, ...]
    colours: dict[str, str]
    shape: dict[str, Any]


def names() -> list[str]:
    return sorted(path.parent.name for path in ART.glob(f"*/{SHEET}"))


@cache
def presenter(key: str) -> Presenter:
    """The character of that name; UserError names those there are."""
    if key not in names():
        raise UserError(f"presenter {key!r}", "there is no such presenter", f"Choose one of: {', '.join(names())}.")
    sheet = tomllib.loads((ART / key / SHEET).read_text(encoding="utf-8"))
    return Presenter(key, sheet["name_zh"], sheet["name_en"], tuple(sheet["extras"]), sheet["colours"], sheet["shape"])
