"""The page of contracts names every command, route and variable that there is, and none that is not."""

import argparse
import re

import pytest

from cockpit import cli
from cockpit.routes import routes
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "contracts.md").read_text("utf-8")
VARIABLES = ("COCKPIT_HOME", "COCKPIT_PORT", "COCKPIT_NOW", "REDIS_URL", "COCKPIT_LANG")


def commands() -> dict[str, argparse.ArgumentParser]:
    (words,) = [action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(words.choices)


def rows() -> dict[str, str]:
    """Command -> its cell, of the table of commands."""
    cells = re.findall(r"^\| (`.*?`) \|", PAGE.split("## Commands")[1].split("## Files")[0], re.MULTILINE)
    return {name: cell for cell in cells for name in re.findall(r"`([a-z]+)", cell)}


def test_every_command_has_its_row_and_every_row_its_command():
    assert set(rows()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_command_helps(name, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.parser().parse_args([name, "--help"])
    assert stopped.value.code == 0
    assert name in capsys.readouterr().out


@pytest.mark.parametrize("name", commands())
def test_every_option_stands_in_its_row(name):
    options = {option for action in commands()[name]._actions for option in action.option_strings} - {"-h", "--help"}
    assert options == set(re.findall(r"--[a-z-]+", rows()[name].replace("\\|", "|")))


def test_every_route_is_named(reception):
    paths = {getattr(route, "path", "") for route in routes(reception)} - {"/api/{rest:path}", "/fonts/{name}"}
    assert [path for path in paths if not _named(path)] == []


def _named(path: str) -> bool:
    """Whole, or by its last part after the ellipsis."""
    return path in PAGE or f"…/{path.rsplit('/', 1)[1]}" in PAGE


def test_every_variable_of_the_contract_is_named():
    assert all(name in PAGE for name in VARIABLES)
