from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from cockpit import session as room
from cockpit.session import FIRST_INDICATOR, FIRST_PERIOD, current


def test_an_address_without_a_place_opens_one_s_own_org(visitor):
    screen = visitor.open("sub_branch", "drill")
    assert "江城中支" in screen.html("drill-head")
    assert "首年期交保费" in screen.html("hero")


def test_an_unknown_indicator_or_period_gives_way_to_the_first(visitor, make_session):
    screen = visitor.open("branch", "drill", indicator="nothing", period="week")
    first = make_session("branch", "zh")
    assert (first.indicator, first.period) == (FIRST_INDICATOR, FIRST_PERIOD)
    assert f'href="{first.link("drill").replace("&", "&amp;")}"' in screen.html("chips")


def test_the_visitor_s_own_language_is_spoken(visitor):
    assert "Jiangcheng Branch" in visitor.open("branch", lang="en").html("brief-head")


def test_one_reception_serves_a_process(visitor):
    visitor.open(None)
    assert room.reception() is room.reception()


def test_a_link_keeps_the_place_except_for_what_changes(make_session):
    session = replace(make_session("branch", "zh"), indicator="visits", period="ytd")
    address = urlsplit(session.link("drill", org="860102"))
    assert address.path == "/drill"
    assert parse_qs(address.query) == {"org": ["860102"], "indicator": ["visits"], "period": ["ytd"]}


def test_a_link_cannot_be_broken_by_what_stands_in_it(make_session):
    address = make_session("branch", "zh").link("drill", org='8601&period=day"<')
    assert parse_qs(urlsplit(address).query)["org"] == ['8601&period=day"<']


def test_words_from_outside_have_a_name_or_stay_as_they_are(make_session):
    session = make_session("branch", "en")
    assert session.label("owner", "sales") == "Sales management"
    assert session.label("owner", "somebody else") == "somebody else"


def test_headlines_come_first_in_their_class_and_no_indicator_is_lost(make_session):
    session = make_session("hq", "zh")
    for cls in ("workforce", "process", "performance"):
        known = session.of_class(cls)
        assert sorted(entry.id for entry in known) == sorted(e.id for e in session.catalogue if e.cls == cls)
        flags = [entry.headline for entry in known]
        assert flags == sorted(flags, reverse=True)
        assert session.headlines(cls) == known[: len(session.headlines(cls))]


def test_a_class_without_headlines_shows_all_of_it(make_session):
    session = make_session("hq", "zh")
    quiet = {name: replace(entry, headline=False) for name, entry in session.catalogue.indicators.items()}
    changed = replace(session, catalogue=replace(session.catalogue, indicators=quiet))
    assert changed.headlines("process") == changed.of_class("process")


def test_outside_a_page_there_is_no_session():
    with pytest.raises(LookupError):
        current()
