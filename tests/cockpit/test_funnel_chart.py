"""The chart of a funnel: one bar a stage, with figure and step rate; with exits each bar in its parts."""

import pytest

from cockpit import funnel_chart, funnels
from tests.cockpit.funnels import DUE


def test_every_stage_has_its_bar(make_session):
    session = make_session("branch", "en")
    shown = funnels.funnel(session, funnels.chosen(session, {}))
    chart = funnel_chart.funnel(session, shown, closed=True)
    (bars,), said = chart.data, chart.layout.annotations
    assert list(bars.y) == ["Contact", "Interview", "Registered", "On board", "First policy"]
    assert list(bars.x) == [2400, 880, 528, 352, 176]
    assert [note.text for note in said][:2] == ["<b>2,400</b>", "<b>880</b>  36.7%"]
    assert [(note.x, note.xanchor) for note in said] == [(0, None)] * 3 + [(176, "left"), (88, "left")]


@pytest.mark.parametrize(("closed", "rest"), [(True, "Lost"), (False, "Lost or under way")])
def test_with_exits_the_parts_of_a_bar_are_all_who_reached_its_stage(make_session, closed, rest):
    session = make_session("branch", "en")
    shown = funnels.funnel(session, funnels.chosen(session, {"campaign": "renewal"}))
    chart = funnel_chart.funnel(session, shown, closed=closed)
    exits = ["Automatic debit", "Automatic premium loan", "Paid otherwise", "Lapsed"]
    assert [bar.name for bar in chart.data] == ["Went on or arrived", *exits, rest]
    units = len(session.sight.snapshot.orgs.units) // 3
    assert [sum(parts) for parts in zip(*(bar.x for bar in chart.data), strict=True)] == [one * units for one in DUE]
    assert [part / units for part in chart.data[1].x] == [6, 20, 0, 0, 0]
    assert [part / units for part in chart.data[0].x] == [90, 60, 40, 38, 38]
    assert chart.data[5].marker.color not in [bar.marker.color for bar in chart.data[:5]]
    assert len(chart.layout.annotations) == len(DUE)
