import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.scope import OutOfScopeError, Scope, Sight
from tests.cockpit import world

SNAPSHOT = world.snapshot()
IDS = SNAPSHOT.orgs.ids


def sight(*roots):
    return Sight(SNAPSHOT, Scope(roots))


@given(root=st.sampled_from(IDS), org=st.sampled_from(IDS))
def test_a_scope_is_exactly_its_subtree(root, org):
    assert Scope((root,)).covers(SNAPSHOT.orgs, org) == org.startswith(root)


@pytest.mark.parametrize("org", ["8699", "", "86019999", "../86", "8602"])
def test_nothing_beside_the_subtree_can_be_read(org):
    branch = sight("8601")
    readings = (
        lambda: branch.cell(org, "visits", "mtd"),
        lambda: branch.children(org, "visits", "mtd"),
        lambda: branch.trend(org, "visits"),
        lambda: branch.month_path(org, "visits"),
        lambda: branch.warnings(org),
        lambda: branch.path(org),
        lambda: branch.name(org, "zh"),
        lambda: branch.level(org),
        lambda: branch.value_json(org, "visits", "mtd"),
    )
    for reading in readings:
        with pytest.raises(OutOfScopeError):
            reading()


def test_the_way_down_begins_at_the_scope():
    assert sight("860101").path("8601010101") == ["860101", "86010101", "8601010101"]


def test_several_roots_are_one_scope():
    two = sight("860101", "8602")
    assert two.home == "860101"
    assert two.covers("860201")
    assert not two.covers("860102")


def test_warnings_come_from_the_subtree_only():
    assert {warning.org for warning in sight("8601").warnings("8601")} == {"8601", "860101"}
    assert {warning.org for warning in sight("86").warnings("86")} >= {"860301"}


def test_who_has_no_org_has_no_home():
    with pytest.raises(OutOfScopeError):
        _ = sight().home
