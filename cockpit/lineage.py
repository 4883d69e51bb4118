"""Lineage on the command line and on the page: one number traced to its facts, with what the snapshot knows."""

from pathlib import Path

import polars as pl

from cockpit.figures import figure
from cockpit.settings import Settings
from cockpit.sheets import WRITERS
from data.calendar import WorkCalendar
from data.errors import UserError
from metrics.catalogue import Catalogue
from metrics.compute import organisations
from metrics.lineage import Ask, Lineage, Part, hints_of, trace
from metrics.snapshot import Snapshot

FILES = ("csv", "xlsx", "parquet")


def traced(settings: Settings, catalogue: Catalogue, ask: Ask, snapshot: Snapshot | None) -> Lineage:
    """One number from the tables of the house; `snapshot` (if there is one) is what everybody reads now."""
    hints = hints_of(snapshot, catalogue) if snapshot and snapshot.as_of == ask.day else None
    return trace(settings.tables, organisations(settings.tables), WorkCalendar(), catalogue, ask, hints)


def write(frame: pl.DataFrame, path: Path) -> None:
    """The rows as a file of the kind that its name ends with."""
    kind = path.suffix.removeprefix(".")
    if kind not in FILES:
        raise UserError(str(path), "is no table by its name", f"End it with one of {', '.join(FILES)}.")
    path.write_bytes(WRITERS[kind](frame))


def told(lineage: Lineage, lang: str) -> str:
    """A lineage in plain lines."""
    ask = lineage.ask
    value = figure(lineage.value, ask.indicator.unit, lang)
    head = f"{ask.indicator.name(lang)} · {ask.org} · {ask.period} · {ask.day}: {value}"
    meaning = f"  {ask.indicator.definition(lang)}"
    return "\n".join((head, meaning, f"  = {lineage.expanded}", *(_line(part) for part in lineage.parts)))


def _line(part: Part) -> str:
    value = "–" if part.value is None else f"{part.value:,.2f}".removesuffix(".00")
    rows = "" if part.rows is None else f", {len(part.rows)} rows of {part.measure.table}"
    return f"  {part.name} = {value}  ({part.measure.kind}, {part.first} … {part.last}{rows})"
