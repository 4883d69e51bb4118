import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data.errors import UserError
from data.org import LEVELS, Org, OrgTree
from data.schemas import TABLES


def grow(widths, org_id="86", depth=0):
    """A tree whose node at depth d has widths[d] children."""
    orgs = [Org(org_id, f"机构{org_id}", f"Org {org_id}", LEVELS[depth], org_id[:-2] or None)]
    for number in range(widths[depth] if depth < len(widths) else 0):
        orgs += grow(widths, f"{org_id}{number + 1:02}", depth + 1)
    return orgs


TREE = OrgTree(grow((2, 2, 1, 2, 3)))
shapes = st.lists(st.integers(1, 3), min_size=0, max_size=5)


def test_frame_and_tree_are_one():
    frame = TREE.to_frame()
    assert_frame_equal(OrgTree.from_frame(frame.sample(fraction=1, shuffle=True, seed=1)).to_frame(), frame)
    assert TABLES["org"].schema.validate(frame).equals(frame)


@given(shapes, st.randoms())
def test_preorder_whatever_the_order_of_arrival(widths, order: random.Random):
    orgs = grow(widths)
    shuffled = order.sample(orgs, len(orgs))
    tree = OrgTree(shuffled)
    assert list(tree) == orgs
    assert [tree.index(org.id) for org in tree] == list(range(len(tree)))


@given(shapes)
def test_subtrees_are_contiguous(widths):
    tree = OrgTree(grow(widths))
    for org in tree:
        below = [other.id for other in tree if other.id.startswith(org.id)]
        assert tree.subtree(org.id) == below
        assert tree.end(org.id) - tree.index(org.id) == len(below)
        assert tree.children(org.id) == [other for other in below if tree[other].parent_id == org.id]
        first, last = tree.unit_range(org.id)
        assert tree.units[first:last] == [other for other in below if tree[other].level == "unit"]


def test_walks():
    unit = "860102010203"
    assert TREE.root.id == "86"
    assert TREE.path(unit) == ["86", "8601", "860102", "86010201", "8601020102", unit]
    assert TREE.path("86") == ["86"]
    assert TREE.children(unit) == []
    assert TREE.contains("8601", unit)
    assert TREE.contains(unit, unit)
    assert not TREE.contains("8602", unit)
    assert len(TREE.at_level("unit")) == len(TREE.units) == 24
    assert unit in TREE
    assert "99" not in TREE
    assert (TREE.name("8601", "zh"), TREE.name("8601", "en")) == ("机构8601", "Org 8601")


def test_an_unknown_id_offers_near_ones():
    with pytest.raises(UserError, match=r"860103.*8601"):
        TREE["860103"]
    with pytest.raises(UserError, match=r"Near it: 86\."):
        TREE.subtree("north")
    with pytest.raises(UserError, match="galaxy"):
        TREE.at_level("galaxy")


@pytest.mark.parametrize(
    ("orgs", "fault"),
    [
        ([], "empty"),
        ([*TREE, TREE["8601"]], "8601.*twice"),
        ([org for org in TREE if org.id != "8601"], "860101.*unknown"),
        (list(TREE)[1:], "8601: is not a headquarters"),
        ([*TREE, replace(TREE["8601"], id="8603", parent_id=None)], "8603"),
        ([replace(TREE["86"], level="branch")], "headquarters"),
        ([TREE["86"], replace(TREE["8601"], level="district")], "district under a hq"),
        ([TREE["86"], replace(TREE["8601"], level="cloud")], "level cloud"),
    ],
)
def test_a_broken_tree_is_refused(orgs, fault):
    with pytest.raises(UserError, match=fault):
        OrgTree(orgs)


def test_from_frame_needs_only_its_columns():
    assert len(OrgTree.from_frame(TREE.to_frame().with_columns(extra=pl.lit(1)))) == len(TREE)
