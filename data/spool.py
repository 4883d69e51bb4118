"""The spool: where source systems drop their files, one folder a source and table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.errors import UserError
from data.schemas import TABLES, Table


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
        return [path for path in _visible(self.folder(table)) if path.suffix == f".{table.format}"]

    def strangers(self) -> Iterator[tuple[str, str, str, str]]:
        """What lies in the spool and belongs to no table: source, table, file and the reason."""
        tables = {self.folder(table): table for table in TABLES.values()}
        for folder in (folder for source in _visible(self.root) for folder in _visible(source)):
            table = tables.get(folder)
            if table is None:
                yield folder.parent.name, folder.name, "", "belongs to no table"
                continue
            for path in _visible(folder):
                if path.suffix != f".{table.format}":
                    yield table.source, table.name, path.name, f"does not end in .{table.format}"


def arrival(path: Path) -> date | None:
    """The arrival day that a file's name begins with (`YYYY-MM-DD-NNN.ext`)."""
    try:
        return date.fromisoformat(path.name[:10])
    except ValueError:
        return None


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        paths = sorted(folder.iterdir())
    except PermissionError as error:
        raise UserError(str(folder), "may not be read", "Give the account of this process the right to.") from error
    return [path for path in paths if path.suffix != ".part" and not path.name.startswith(".")]
