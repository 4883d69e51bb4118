"""Tables as files: CSV, XLSX and Parquet; a text that a spreadsheet would take for a formula stays a text."""

import io
from collections.abc import Callable, Mapping

import polars as pl
from xlsxwriter import Workbook

BOM = b"\xef\xbb\xbf"
"""Without it, spreadsheets read Chinese CSV in the wrong letters."""
RISKY = r"^[\s]*[=+\-@\t\r]"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells that begin like a formula get an apostrophe before them; numbers stay numbers, signs and all.

    Source: OWASP, CSV injection.
    """
    risky = {name: pl.col(name).str.contains(RISKY) for name, dtype in frame.schema.items() if dtype == pl.String}
    return frame.with_columns(
        pl.when(found).then("'" + pl.col(name)).otherwise(name).alias(name) for name, found in risky.items()
    )


def csv(frame: pl.DataFrame) -> bytes:
    return BOM + defused(frame).write_csv().encode()


def xlsx(frame: pl.DataFrame) -> bytes:
    """One sheet with a bold first line, wide enough to read; no cell is a formula or a link."""
    sink = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(sink, {"in_memory": True, "constant_memory": False, **plain}) as book:
        defused(frame).write_excel(book, "Daybreak", autofit=True, freeze_panes=(1, 0), float_precision=4)
    return sink.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    """Typed columns, so that no cell can be taken for anything else."""
    sink = io.BytesIO()
    frame.write_parquet(sink)
    return sink.getvalue()


WRITERS: Mapping[str, Callable[[pl.DataFrame], bytes]] = {"csv": csv, "xlsx": xlsx, "parquet": parquet}
