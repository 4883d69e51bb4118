"""Corrections: earlier months that are others are told, with where they are; the running month is the cells' matter."""

from dataclasses import replace

import numpy as np
import pytest

from cockpit.terminal.corrections import corrections
from metrics.columns import Column
from tests.cockpit import world

TREND = world.usual().trend


def told(*changes):
    columns = dict(TREND.columns)
    for indicator, month, node in changes:
        numbers = columns[indicator, month]["value"].floats().copy()
        numbers[node] += 1
        columns[indicator, month] = columns[indicator, month] | {"value": Column.of(numbers)}
    found = corrections(TREND, replace(TREND, columns=columns))
    return {indicator: nodes.tolist() for indicator, nodes in found.items()}


def test_what_is_the_same_is_not_told():
    assert told() == {}


def test_the_running_month_is_not_told():
    assert told(("visits", TREND.slots[-1], 4)) == {}


def test_an_earlier_month_is_told_with_its_nodes():
    first, second = TREND.slots[0], TREND.slots[-2]
    assert told(("visits", first, 4), ("visits", second, 2), ("visits", second, 4), ("proposals", first, 0)) == {
        "visits": [2, 4],
        "proposals": [0],
    }


@pytest.mark.parametrize("field", ["value", "target"])
def test_a_column_that_comes_or_goes_is_told(field):
    columns = dict(TREND.columns)
    place = "fyp_regular", TREND.slots[3]
    columns[place] = {name: column for name, column in columns[place].items() if name != field}
    without = replace(TREND, columns=columns)
    for pair in ((TREND, without), (without, TREND)):
        assert corrections(*pair)["fyp_regular"].tolist() == np.arange(len(TREND.orgs)).tolist()


def test_other_months_are_told_everywhere():
    later = replace(TREND, slots=(*TREND.slots[1:], TREND.slots[0]))
    found = corrections(TREND, later)
    assert set(found) == set(TREND.indicators)
    assert all(len(nodes) == len(TREND.orgs) for nodes in found.values())
