from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cockpit import charts, view


@given(low=st.floats(0, 1e8), span=st.floats(1e-3, 1e9))
def test_ticks_are_few_round_and_inside(low, span):
    assume(span > low * 1e-6)
    ticks = charts.nice_ticks(low, low + span)
    assert 1 <= len(ticks) <= 2 * charts.TICKS
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks) or ticks == [low]


@pytest.mark.parametrize(("low", "high", "ticks"), [(0, 1000, [0, 250, 500, 750, 1000]), (0, 0.43, [0, 0.2, 0.4])])
def test_ticks(low, high, ticks):
    assert charts.nice_ticks(low, high) == pytest.approx(ticks)


def test_the_months_path_has_three_lines(make_session):
    session = make_session("branch", "zh")
    days = session.sight.month_path("8601", "fyp_regular")
    chart = charts.month_path(session, session.shown, days, 300)
    assert [line.name for line in chart.data] == ["去年同期", "应达进度", "实际"]
    assert list(chart.data[2].y) == days["actual"].to_list()


def test_thirteen_months_are_thirteen_bars(make_session):
    session = make_session("branch", "en")
    chart = charts.trend(session, session.shown, session.sight.trend("8601", "fyp_regular"), 300)
    assert len(set(chart.data[0].x)) == 13
    assert chart.layout.xaxis.ticktext[0] == "Jun<br>2025"
    assert chart.layout.xaxis.ticktext[-1] == "Jun<br>2026"


def test_a_fall_is_drawn_to_the_left(make_session):
    session = make_session("branch", "zh")
    cells = [
        replace(cell, value=-value)
        for cell, value in zip(session.sight.children("8601", "recruits", "mtd"), (4.0, 7.0, 1.0), strict=True)
    ]
    chart = charts.children(view.rows(session), cells, "目标")
    low, high = chart.layout.xaxis.range
    assert low < -7
    assert high >= 0


def test_the_axis_of_a_mean_says_only_what_is_counted(make_session):
    session = make_session("branch", "zh")
    mean = replace(session.shown, unit="次/人")
    chart = charts.trend(session, mean, session.sight.trend("8601", "visits"), 300)
    assert all(text.endswith("次") for text in chart.layout.yaxis.ticktext)
    assert chart.data[0].customdata[0].endswith("次/人")


def test_every_child_is_a_bar_over_its_target(make_session):
    session = make_session("branch", "zh")
    rows = view.rows(session)
    cells = {cell.org: cell for cell in session.sight.children("8601", "fyp_regular", "mtd")}
    chart = charts.children(rows, [cells[row.org] for row in rows], "目标")
    assert list(chart.data[1].y) == [row.org for row in rows]
    assert list(chart.data[0].x) == [cells[row.org].target for row in rows]
    longest = max(max(cells[row.org].value, cells[row.org].target) for row in rows)
    assert chart.layout.xaxis.range[1] == longest  # so the figure after it stands in the margin
    assert chart.layout.margin.r == charts.beside([f"{row.value}  {row.attained}" for row in rows], 14)


def test_a_bar_is_rounded_beside_the_shade_of_its_target(make_session):
    session = make_session("branch", "zh")
    rows = view.rows(session)
    cells = {cell.org: cell for cell in session.sight.children("8601", "fyp_regular", "mtd")}
    chart = charts.children(rows, [cells[row.org] for row in rows], "目标")
    shades, bars = chart.data
    assert 0 < shades.offset + shades.width / 2 < 1e-3  # another place than its bar's, and not to be seen
    assert shades.width == pytest.approx(1 - chart.layout.bargap)
    assert bars.offset is None
    assert shades.marker.cornerradius == bars.marker.cornerradius == 6


def test_one_content_has_one_revision_and_no_template():
    def chart(height, *values):
        return charts.figure([{"type": "bar", "y": list(values)}], charts.layout(height)).layout

    assert chart(300, 1, 2).datarevision == chart(300, 1, 2).datarevision
    assert len({chart(300, 1, 2).datarevision, chart(300, 1, 3).datarevision, chart(301, 1, 2).datarevision}) == 3
    assert "template" not in chart(300, 1).to_plotly_json()


def test_labels_have_the_room_that_they_need():
    assert charts.beside([]) == 12
    assert charts.beside(["1,000", "7,500 万元"]) > charts.beside(["1,000"])
    assert charts.beside(["万元"], 14) == 2 * 14 + 12
