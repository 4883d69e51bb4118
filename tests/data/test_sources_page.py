"""docs/sources.md says what data/schemas.py checks."""

import inspect
import re
from pathlib import Path

import dataframely as dy
import pytest

from data.schemas import SOURCES, TABLES
from data.tables import INTERNAL

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")
CHAPTERS = {chapter.split()[0]: chapter for chapter in PAGE.split("\n## ")[1:]}
FORMATS = {"csv": "(CSV)", "parquet": "(Parquet)", "jsonl": "(JSONL)"}


def part(table):
    """The table's own paragraph and column list."""
    found = re.search(rf"^\*\*{table.name}\*\* — (.*?)(?=^\*\*|\Z)", CHAPTERS[table.source], re.MULTILINE | re.DOTALL)
    assert found, f"{table.source} does not describe {table.name}"
    return found.group(0)


def column_names(text):
    heads = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return [name for head in heads for name in re.findall(r"`(\w+)`", head)]


def test_every_source_has_its_chapter():
    assert [name for name in CHAPTERS if name in SOURCES] == list(SOURCES)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_described_with_exactly_its_columns(table):
    assert column_names(part(table)) == table.schema.column_names()
    assert FORMATS[table.format] in CHAPTERS[table.source].splitlines()[0]
    assert ("`snapshot`" in part(table)) == table.snapshot


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_are_bold(table):
    assert re.findall(r"\*\*`(\w+)`\*\*", part(table)) == table.key


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_word_of_a_closed_list_is_named(table):
    for name, column in table.schema.columns().items():
        if isinstance(column, dy.String) and column.check:
            line = next(line for line in part(table).splitlines() if line.startswith(f"| `{name}`"))
            words = inspect.getclosurevars(column.check["one_of"]).nonlocals["words"]
            assert re.findall(r"\w+", line.split("|")[2]) == list(words)


@pytest.mark.parametrize("name", INTERNAL)
def test_the_tables_of_ingest_are_named(name):
    assert f"`{name}` has {', '.join(INTERNAL[name])}" in PAGE.replace(" (JSON)", "")
