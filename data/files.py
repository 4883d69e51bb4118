"""Files of the source systems, read so that one bad line costs that line and not the file."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl

from data.errors import UserError
from data.schemas import Table

_BOM = b"\xef\xbb\xbf"
_BROKEN = {"row": pl.String, "rule": pl.String}


class UnreadableError(UserError):
    """A file that cannot be read as a whole; it stays in the spool and is tried again."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(str(path), what, "Deliver it again; it is tried at every tick.")


@dataclass(frozen=True)
class Delivery:
    """What a file holds: `rows` in the schema's columns but not yet its dtypes, and lines `broken` (row, rule)."""

    rows: pl.DataFrame
    broken: pl.DataFrame


def read(path: Path, table: Table) -> Delivery:
    """The content of one delivered file. A file that is no such file at all is an UnreadableError."""
    try:
        if path.stat().st_size == 0:
            raise UnreadableError(path, "is empty")
        return _READERS[table.format](path, table.schema)
    except UnicodeDecodeError as error:
        raise UnreadableError(path, f"is not UTF-8 (byte {error.start})") from error
    except (OSError, csv.Error, pl.exceptions.PolarsError) as error:
        raise UnreadableError(path, f"is no readable {table.format} ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _check_columns(path: Path, found: Sequence[str], wanted: Sequence[str]) -> None:
    if missing := [column for column in wanted if column not in found]:
        raise UnreadableError(path, f"lacks the column {', '.join(missing)}")
    if twice := sorted({column for column in wanted if found.count(column) > 1}):
        raise UnreadableError(path, f"has the column {', '.join(twice)} twice")


def _broken(lines: Sequence[str], rule: str) -> pl.DataFrame:
    return pl.DataFrame([(line, rule) for line in lines], schema=_BROKEN, orient="row")


def _parquet(path: Path, schema: type[dy.Schema]) -> Delivery:
    columns = schema.column_names()
    found = pl.read_parquet_schema(path)
    _check_columns(path, list(found), columns)
    for name in columns:
        if getattr(found[name], "time_zone", None):
            raise UnreadableError(path, f"has a time zone in the column {name}, where local time is expected")
    return Delivery(pl.read_parquet(path, columns=columns), _broken((), ""))


def _csv(path: Path, schema: type[dy.Schema]) -> Delivery:
    columns = schema.column_names()
    data = path.read_bytes().removeprefix(_BOM)
    text = data.decode()
    header = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    _check_columns(path, header, columns)
    if _is_plain(data):
        frame = pl.read_csv(data, infer_schema=False, quote_char=None)
        return Delivery(frame.select(columns), _broken((), ""))
    return _csv_by_line(text, header, columns)


def _is_plain(data: bytes) -> bool:
    """Whether no field is quoted and every line has as many commas as the first."""
    if b'"' in data:
        return False
    letters = np.frombuffer(data if data.endswith(b"\n") else data + b"\n", np.uint8)
    commas, ends = (np.flatnonzero(letters == ord(mark)) for mark in ",\n")
    counts = np.diff(np.searchsorted(commas, ends), prepend=0)
    return bool(counts[0] and (counts == counts[0]).all())


def _csv_by_line(text: str, header: list[str], columns: list[str]) -> Delivery:
    """The same by the csv module, which tells a ragged line from a whole one."""
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if line][1:]
    whole = [[field or None for field in line] for line in lines if len(line) == len(header)]
    ragged = [json.dumps(line, ensure_ascii=False) for line in lines if len(line) != len(header)]
    frame = pl.DataFrame(whole, schema=dict.fromkeys(header, pl.String), orient="row")
    return Delivery(frame.select(columns), _broken(ragged, "line|fields"))


def _jsonl(path: Path, schema: type[dy.Schema]) -> Delivery:
    data = path.read_bytes().removeprefix(_BOM)
    text = data.decode()
    required = [name for name, column in schema.columns().items() if not column.nullable]
    _check_columns(path, [name for name in required if f'"{name}"' in text], required)
    names = schema.column_names()
    try:
        frame = pl.read_ndjson(data, schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.ComputeError:
        return _jsonl_by_line(text, names)
    return Delivery(frame, _broken((), ""))


def _jsonl_by_line(text: str, names: list[str]) -> Delivery:
    """The same by the json module, which tells a broken line from a whole one."""
    lines = [line for line in text.split("\n") if line.strip()]
    rows = [texts(line, names) for line in lines]
    frame = pl.DataFrame([row for row in rows if row], schema=dict.fromkeys(names, pl.String), orient="row")
    return Delivery(frame, _broken([line for line, row in zip(lines, rows, strict=True) if not row], "line|json"))


def texts(line: str, names: list[str]) -> list[str | None] | None:
    """A line's values as texts in the order of `names`; None where the line is no JSON object."""
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return [_text(found.get(name)) for name in names] if isinstance(found, dict) else None


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_READERS: dict[str, Callable[[Path, type[dy.Schema]], Delivery]] = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}
