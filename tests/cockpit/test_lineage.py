"""Lineage on the command line: the house's tables, plain lines, JSON, and all rows as a file."""

import json

import polars as pl
import pytest

from cockpit import cli
from tests.metrics.facts import Maker, write

WORDS = ("lineage", "--indicator", "visits", "--org", "8601", "--date", "2026-06-16")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with one small random insurer's tables, and no snapshot."""
    root = tmp_path_factory.mktemp("home")
    write(root / "tables", Maker(1).frames())
    return root


@pytest.fixture(autouse=True)
def at_home(home, monkeypatch):
    monkeypatch.setenv("COCKPIT_HOME", str(home))
    monkeypatch.setenv("COCKPIT_LANG", "en")


def test_plain_lines_say_the_formula_and_each_measure(capsys):
    assert cli.main([*WORDS]) == 0
    first, meaning, formula, measure = capsys.readouterr().out.splitlines()
    assert first.startswith("Customer visits · 8601 · mtd · 2026-06-16: ")
    assert meaning.strip().startswith("Customer visits that agents noted in the sales app")
    assert (formula, measure.split(" = ")[0]) == ("  = visits", "  visits")
    assert measure.endswith("rows of agent_day)")


def test_the_file_has_all_rows_and_json_their_sum(capsys, tmp_path):
    assert cli.main([*WORDS, "--period", "ytd", "--json", "--out", str(tmp_path / "visits.parquet")]) == 0
    told, rows = json.loads(capsys.readouterr().out), pl.read_parquet(tmp_path / "visits.parquet")
    (measure,) = told["measures"]
    assert rows["amount"].sum() == measure["value"] == told["value"] > 0
    assert (measure["count"], measure["adds_up"]) == (len(rows), True)
    assert (told["definition"]["zh"][:2], told["definition"]["en"][:8]) == ("期内", "Customer")
    assert rows["unit_id"].str.starts_with("8601").all()


def test_another_ending_an_unknown_org_and_indicator_are_refused(capsys, tmp_path):
    assert cli.main([*WORDS, "--out", str(tmp_path / "visits.doc")]) == 2
    assert "csv" in capsys.readouterr().err
    assert cli.main([*WORDS, "--org", "8699"]) == 2
    assert cli.main([*WORDS, "--indicator", "visit"]) == 2
    assert "visits" in capsys.readouterr().err
