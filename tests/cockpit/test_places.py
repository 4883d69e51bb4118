from dataclasses import replace

from cockpit.places import below, chips, crumbs
from cockpit.view import CLASSES
from tests.cockpit import world


def test_crumbs_begin_at_the_top_of_the_scope(make_session):
    session = replace(make_session("sub_branch", "en"), org="8601010101")
    assert next(crumb.href for crumb in crumbs(session, "drill")).startswith("/drill?org=860101&")
    assert [crumb.current for crumb in crumbs(session, "drill")] == [False, False, True]


def test_the_children_are_the_way_down(make_session):
    assert [crumb.name for crumb in below(make_session("branch", "zh"), "")] == ["江城中支", "滨海中支", "云岭中支"]
    assert below(make_session("unit", "zh"), "") == []


def test_chips_mark_the_chosen_indicator(make_session):
    found = [chip for cls in CLASSES for chip in chips(make_session("hq", "zh"), cls)]
    assert len(found) == len(world.usual().indicators)
    assert [chip.name for chip in found if chip.on] == ["首年期交保费"]
