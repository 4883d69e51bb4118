from dataclasses import replace
from itertools import islice

import pytest

from benchmarks.terminal_versions import PERIOD, SHOWN, changed, there_and_back, touched
from cockpit.figures import figure as shown
from metrics.catalogue import load
from metrics.columns import Column
from tests.cockpit import world


def with_more_visits(org):
    """The usual snapshot, with one visit more at an org."""
    usual = world.usual()
    columns = dict(usual.cells.columns)
    visits = columns[SHOWN, PERIOD]["value"].floats().copy()
    visits[usual.orgs.index(org)] += 1
    columns[SHOWN, PERIOD] = columns[SHOWN, PERIOD] | {"value": Column.of(visits)}
    return replace(usual, version="later", cells=replace(usual.cells, columns=columns))


def test_versions_go_up_to_the_last_and_back_under_names_of_their_own() -> None:
    made = [replace(world.usual(), version=version) for version in "abc"]
    names = [(before.version, after.version) for before, after in islice(there_and_back(made), 6)]
    assert [after for _, after in names] == ["b-0", "c-1", "b-2", "a-3", "b-4", "c-5"]
    assert names[0][0] == "a"
    assert [before for before, _ in names[1:]] == [after for _, after in names[:-1]]


def test_what_a_version_shows_anew_is_found_where_it_differs() -> None:
    later = with_more_visits("8602")
    org, figure = changed(world.usual(), later, "86", load())
    assert (org, figure) == ("8602", str(shown(later.cell("8602", SHOWN, PERIOD).value, "次", "zh")))
    with pytest.raises(SystemExit, match="8601"):
        changed(world.usual(), later, "8601", load())


def test_the_share_of_units_that_are_told_anew() -> None:
    units = world.usual().orgs.units
    assert touched(world.usual(), with_more_visits(units[3])) == pytest.approx(1 / len(units))
    assert touched(world.usual(), with_more_visits("8601")) == 0
