from dataclasses import replace

from cockpit.spots import status_map


def test_the_status_map_has_every_child_and_every_headline_of_the_class(make_session):
    session = make_session("branch", "en")
    spots = status_map(session, "process")
    assert len(spots) == 3
    assert {len(row.spots) for row in spots} == {len(session.headlines("process"))}


def test_a_spot_is_the_attainment_and_leads_to_the_drill(make_session):
    spot = status_map(make_session("branch", "zh"), "performance")[0].spots[0]
    assert spot.text.endswith("%")
    assert spot.href == "/drill?org=860101&indicator=fyp_regular&period=mtd"


def test_an_empty_field_is_a_dash(make_session):
    session = replace(make_session("branch", "zh"), period="day")
    assert "—" in {spot.text for spot in status_map(session, "performance")[0].spots}


def test_a_unit_has_no_map(make_session):
    assert status_map(make_session("unit", "zh"), "process") == []
