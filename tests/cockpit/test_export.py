"""Every view as a table, and nothing in it that the person may not see."""

import pytest

from cockpit.export import VIEWS, Ask
from cockpit.scope import OutOfScopeError, Scope, Sight
from metrics.catalogue import load
from tests.cockpit import world

CATALOGUE = load()


def made(view, org="8601", root="8601", lang="zh"):
    sight = Sight(world.usual(), Scope((root,)))
    return VIEWS[view](sight, CATALOGUE, Ask(view, org, "fyp_regular", "mtd", lang))


def test_the_org_comes_first_then_its_children_with_their_names():
    frame = made("children")
    assert frame["org"].to_list() == ["8601", "860101", "860102", "860103"]
    assert frame["org_name"][1] == "江城中支"
    assert frame["indicator_name"][0] == "首年期交保费"
    cell = world.usual().cell("860101", "fyp_regular", "mtd")
    assert frame.row(1, named=True)["value"] == cell.value


def test_the_subtree_has_every_org_once_and_all_has_every_cell():
    inside = world.usual().orgs.subtree("8601")
    assert made("subtree")["org"].to_list() == list(inside)
    assert len(made("all")) == len(inside) * len(CATALOGUE) * 4


def test_curves_are_as_the_page_draws_them():
    assert len(made("trend")) == 13
    assert len(made("path")) == len(world.WORKDAYS)


def test_warnings_are_those_of_the_subtree():
    assert made("warnings", root="86")["org"].to_list() == ["860101", "8601"]
    assert made("warnings", "8602", "86").is_empty()
    assert made("warnings", lang="en")["indicator_name"][0] == "Regular first-year premium"


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_of_a_foreign_org_is_made(view):
    with pytest.raises(OutOfScopeError):
        made(view, org="8602")
