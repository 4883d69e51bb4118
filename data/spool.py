"""The spool: where source systems drop their files, one folder a source and table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.errors import UserError
from data.schemas import TABLES, Table

CORRECTION = r"\.(fix|drop)\.[^.]+$"
"""How the name of a file ends that corrects or deletes rows, whatever the format."""


@dataclass(frozen=True)
class Spool:
    """The folder `<root>/<source>/<table>/<anything>.<format>`.

    Writers write `*.part` and rename: a file that ends in `.part` or begins with a dot is not there yet.
    """

    root: Path

    def folder(self, table: Table) -> Path:
        return self.root / table.source / table.name

    def files(self, table: Table) -> list[Path]:
        """The delivered files of a table, by name, which is their order of arrival."""
        return [path for path in _visible(self.folder(table)) if not _misplaced(path, table)]

    def strangers(self) -> Iterator[tuple[str, str, str, str]]:
        """What lies in the spool and belongs to no table: source, table, file and the reason."""
        tables = {self.folder(table): table for table in TABLES.values()}
        for folder in (folder for source in _visible(self.root) for folder in _visible(source)):
            table = tables.get(folder)
            if table is None:
                yield folder.parent.name, folder.name, "", "belongs to no table"
                continue
            for path in _visible(folder):
                if reason := _misplaced(path, table):
                    yield table.source, table.name, path.name, reason


def corrects(name: str) -> bool:
    """Whether the file of this name corrects rows or deletes them."""
    return re.search(CORRECTION, name) is not None


def deletes(name: str) -> bool:
    """Whether the file of this name deletes rows."""
    return corrects(name) and Path(name).stem.endswith(".drop")


def arrival(path: Path) -> date | None:
    """The arrival day that a file's name begins with (`YYYY-MM-DD-NNN.ext`)."""
    try:
        return date.fromisoformat(path.name[:10])
    except ValueError:
        return None


def _misplaced(path: Path, table: Table) -> str:
    """Why a file is none of the table's; empty where it is one."""
    if path.suffix != f".{table.format}":
        return f"does not end in .{table.format}"
    if table.snapshot and corrects(path.name):
        return "corrects a table that is delivered whole: remove it and deliver the whole table in a new file"
    return ""


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        paths = sorted(folder.iterdir())
    except PermissionError as error:
        raise UserError(str(folder), "may not be read", "Give the account of this process the right to.") from error
    return [path for path in paths if path.suffix != ".part" and not path.name.startswith(".")]
