"""The board's bundle as Vite wrote it: which files it is made of, under names that change with their content."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "board"
MANIFEST = ".vite/manifest.json"
BOARD, PLAYER = "src/main.ts", "src/live/main.ts"
ADDRESS = "/board"
NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".map": "application/json",
}


@dataclass(frozen=True)
class Bundle:
    """Addresses of the board's script and of its style sheets, and of the script that plays live editions."""

    script: str
    styles: tuple[str, ...]
    player: str


def bundle(folder: Path = FOLDER) -> Bundle | None:
    """The bundle; None where it is not built."""
    try:
        chunks = json.loads((folder / MANIFEST).read_text("utf-8"))
        board, player = chunks[BOARD], chunks[PLAYER]
    except (FileNotFoundError, ValueError, KeyError):
        return None
    styles = tuple(f"{ADDRESS}/{name}" for name in board.get("css", ()))
    return Bundle(f"{ADDRESS}/{board['file']}", styles, f"{ADDRESS}/{player['file']}")


def asset(name: str, folder: Path = FOLDER) -> tuple[Path, str] | None:
    """File and media type of one of the bundle's files; None where there is none of this name."""
    path = folder / "assets" / name
    kind = TYPES.get(path.suffix)
    return (path, kind) if kind and NAME.fullmatch(name) and path.is_file() else None
