"""Layouts: every place names the column that the grid has there, and each content is one column."""

from dataclasses import replace

import pytest

from cockpit.terminal import layout
from tests.cockpit import world

USUAL = world.usual()


def columns_at(own, field, slot, indicator):
    """The columns that are named there; none where nothing is."""
    ref = own.told["columns"][field][own.slots.index(slot)][own.indicators.index(indicator)]
    return [own.columns[number] for number in (ref if isinstance(ref, list) else [] if ref is None else [ref])]


def test_a_place_names_what_the_grid_has_there():
    own = layout.branch(USUAL)
    for (indicator, slot), fields in USUAL.cells.columns.items():
        for field in layout.BRANCH:
            stored = fields.get(field)
            wanted = [part.digest for part in stored.parts] if stored else []
            assert [column.digest for column in columns_at(own, field, slot, indicator)] == wanted


def test_each_content_is_one_column():
    own = layout.branch(USUAL)
    assert len({column.digest for column in own.columns}) == len(own.columns)


def test_a_version_is_laid_out_once():
    assert layout.branch(USUAL) is layout.branch(USUAL)
    assert layout.branch(replace(USUAL, version="newer")) is not layout.branch(USUAL)


@pytest.mark.parametrize("name", ["visits", "persist_13m"])
def test_only_what_has_a_path_in_the_month_is_expected(name):
    own = layout.branch(USUAL)
    last = USUAL.path.columns.get((name, USUAL.path.slots[-1]), {}).get("expected")
    assert columns_at(own, "expected", "mtd", name) == ([last] if last else [])
    assert not columns_at(own, "expected", "ytd", name)


def test_the_first_part_has_one_period_of_what_was_asked_for():
    own = layout.first(USUAL, ("visits", "proposals"), "ytd")
    assert (own.indicators, own.slots) == (("visits", "proposals"), ("ytd",))
    assert set(own.told["columns"]) == {*layout.FIRST, "expected"}


def test_a_trend_has_months_and_no_funnels():
    own = layout.trend(USUAL, "visits")
    assert own.slots == USUAL.trend.slots
    assert (set(own.told["columns"]), own.told["funnels"]) == (set(layout.TREND), [])
