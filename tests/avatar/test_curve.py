import itertools
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avatar import curve
from avatar.types import ChartCard, Line

CARD = ChartCard("t", "s", "1", "", "", "plain")
VALUES = st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=25)


def plotted(values, style="solid", **more):
    return curve.plot(replace(CARD, lines=(Line("a", tuple(values), style),), **more), 514, 180, 280)


@given(VALUES)
@example([5e-324])
def test_a_curve_stays_in_its_plot(values):
    plot = plotted(values)
    if plot:
        assert all(180 <= y <= 280 for _, y in plot.ride)
        assert [x for x, _ in plot.ride] == sorted(x for x, _ in plot.ride)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=20).map(sorted))
def test_a_rising_line_never_falls(values):
    heights = [y for _, y in plotted(values).ride]
    assert all(b <= a + 1e-6 for a, b in itertools.pairwise(heights))


def test_a_missing_value_leaves_a_gap():
    plot = plotted((1.0, 2.0, None, 3.0, 4.0))
    assert len(plot.solid) == 2
    assert plot.ride[0][0] > plotted((1.0, 2.0)).ride[0][0]


def test_the_larger_value_stands_higher_and_a_nan_is_missing():
    assert plotted((1.0, 5.0)).ride[0][1] > plotted((1.0, 5.0)).ride[-1][1]
    assert plotted((float("nan"), None)) is None


def test_dashed_lines_stand_from_the_beginning():
    plot = plotted((1.0, 2.0), "dashed")
    assert plot.dashed
    assert not plot.solid
    assert not plot.ride


@pytest.mark.parametrize("count", [1, 2, 5, 31])
def test_ticks_keep_apart_and_the_last_is_shown(count):
    ticks = plotted((1.0, 2.0), ticks=tuple(str(i) for i in range(count))).ticks
    assert ticks[-1].text == str(count - 1)
    spans = []
    for tick in ticks:
        left = tick.x - {"start": 0, "middle": 0.5, "end": 1}[tick.anchor] * tick.room
        spans.append((left, left + tick.room))
    assert all(a[1] <= b[0] + 0.01 for a, b in itertools.pairwise(spans))


def test_a_flat_chart_is_not_drawn():
    assert curve.plot(replace(CARD, lines=(Line("a", (1.0, 2.0)),)), 514, 180, 190) is None
