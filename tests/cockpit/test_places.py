from dataclasses import replace

from cockpit.places import below, chips, crumbs, tabs
from cockpit.view import CLASSES


def test_crumbs_begin_at_the_top_of_the_scope(make_session):
    session = replace(make_session("sub_branch", "en"), org="8601010101")
    assert next(crumb.href for crumb in crumbs(session, "drill")).startswith("/drill?org=860101&")
    assert [crumb.current for crumb in crumbs(session, "drill")] == [False, False, True]


def test_the_children_are_the_way_down(make_session):
    assert [crumb.name for crumb in below(make_session("branch", "zh"), "")] == ["江城中支", "滨海中支", "云岭中支"]
    assert below(make_session("unit", "zh"), "") == []


def test_a_class_opens_at_its_first_headline(make_session):
    session = make_session("branch", "zh")
    found = dict(tabs(session, "overview"))
    assert list(found) == list(CLASSES)
    for cls, address in found.items():
        assert f"indicator={session.headlines(cls)[0].id}&" in address
        assert address.startswith("/overview?org=8601&")


def test_chips_are_the_headlines_of_the_class_and_mark_the_chosen_one(make_session):
    session = make_session("hq", "zh")
    found = chips(session)
    assert [chip.name for chip in found] == [entry.name_zh for entry in session.headlines("performance")]
    assert [chip.name for chip in found if chip.on] == ["首年期交保费"]


def test_who_chose_no_headline_sees_it_among_the_chips(make_session):
    session = make_session("hq", "zh")
    quiet = {name: replace(entry, headline=name == "visits") for name, entry in session.catalogue.indicators.items()}
    chosen = replace(session, indicator="proposals", catalogue=replace(session.catalogue, indicators=quiet))
    assert [(chip.name, chip.on) for chip in chips(chosen)] == [("客户拜访量", False), ("计划书份数", True)]
