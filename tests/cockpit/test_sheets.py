"""Exports open in a spreadsheet as what they are: no formula from a text, no text from a number."""

import io

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cockpit import sheets

NASTY = ['=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "江城中支", "a=b", ""]
FRAME = pl.DataFrame({"name": NASTY, "value": [-1.5, *range(9)], "count": range(-5, 5)})


def test_texts_that_begin_like_a_formula_are_defused_and_numbers_are_not():
    shown = sheets.defused(FRAME)
    assert [name.startswith("'") for name in shown["name"]] == [True] * 7 + [False] * 3
    assert_frame_equal(shown.drop("name"), FRAME.drop("name"))


def test_csv_is_read_in_the_right_letters_and_negative_numbers_stay_numbers():
    written = sheets.csv(FRAME)
    assert written.startswith(b"\xef\xbb\xbf")
    back = pl.read_csv(written)
    assert back["value"].to_list() == FRAME["value"].to_list()
    assert back["name"][7] == "江城中支"


def test_an_xlsx_holds_texts_and_numbers_and_no_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(sheets.xlsx(FRAME))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [cell.data_type for row in rows for cell in row if cell.data_type == "f"] == []
    assert [row[1].value for row in rows] == FRAME["value"].to_list()
    assert rows[0][0].value == "'" + NASTY[0]


def test_parquet_keeps_texts_as_they_are():
    assert_frame_equal(pl.read_parquet(sheets.parquet(FRAME)), FRAME)


@pytest.mark.parametrize("kind", sheets.WRITERS)
def test_an_empty_view_is_a_file_with_a_heading(kind):
    assert sheets.WRITERS[kind](FRAME.clear())
    assert kind in sheets.TYPES
