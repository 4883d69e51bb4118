"""Constants of the business: what counts as a standard, read from constants.toml with the source that says so."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import UserError

FILE = Path(__file__).parent / "catalogue" / "constants.toml"


def constant(name: str, path: Path = FILE) -> int:
    """The whole number under a name, money in yuan; UserError with file and line where it is missing or wrong."""
    table, text = _table(path)
    if name not in table:
        raise UserError(path.name, f"has no constant {name!r}", f"Known are: {', '.join(sorted(table))}.")
    entry, line = table[name], _line(text, name)
    value, source = (entry.get(key) if isinstance(entry, dict) else None for key in ("value", "source"))
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise UserError(f"{path.name}, line {line}", f"{name} has no whole value", "Write value = 5000.")
    if not isinstance(source, str) or not source:
        raise UserError(f"{path.name}, line {line}", f"{name} has no source", "Write source = and who says so.")
    return value


@cache
def _table(path: Path) -> tuple[dict[str, Any], str]:
    try:
        text = path.read_text("utf-8")
        return tomllib.loads(text), text
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(path.name, f"is not readable TOML ({error})", "Correct the file.") from error


def _line(text: str, name: str) -> int:
    """The line of a constant's head."""
    heads = (at for at, line in enumerate(text.splitlines(), 1) if line.split("#")[0].strip() == f"[{name}]")
    return next(heads, 1)
