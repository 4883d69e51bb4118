"""The catalogue of messages: every label and sentence of the product, in Chinese and English side by side."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UserError

LANGUAGES = ("zh", "en")
HERE = Path(__file__).parent / "messages"


def _flatten(table: dict[str, Any], prefix: str = "") -> dict[str, dict[str, str]]:
    """Nested TOML tables to dotted keys; a table that holds a text per language is a message."""
    if set(table) == set(LANGUAGES):
        return {prefix: table}
    dotted = ((f"{prefix}.{key}".lstrip("."), value) for key, value in table.items())
    return {key: message for name, value in dotted for key, message in _flatten(value, name).items()}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All messages by dotted key, each with a text per language."""
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.toml")))
    return {key: message for table in tables for key, message in _flatten(table).items()}


def text(lang: str, key: str, /, **values: object) -> str:
    """The message in a language, its {names} filled in. An unknown key is a UserError that names it."""
    message = catalogue().get(key)
    if message is None:
        raise UserError(f"message {key}", "is in no file of data/messages", "Add it there with zh and en.")
    return message[lang].format(**values)
