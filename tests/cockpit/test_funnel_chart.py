"""The chart of a funnel: one bar a stage, with figure and step rate."""

from cockpit import funnel_chart, funnels


def test_every_stage_has_its_bar(make_session):
    session = make_session("branch", "en")
    shown = funnels.funnel(session, funnels.chosen(session, {}))
    (bars,) = funnel_chart.funnel(session, shown).data
    assert list(bars.y) == ["Contact", "Interview", "Registered", "On board", "First policy"]
    assert list(bars.x) == [2400, 880, 528, 352, 176]
    assert bars.text[:2] == ("<b>2,400</b>", "<b>880</b>  36.7%")
