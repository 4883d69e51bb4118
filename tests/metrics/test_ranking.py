from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.org import OrgTree
from metrics.ranking import LEVEL, ranked
from metrics.warning import Cause, Link, Warning  # noqa: A004
from tests.metrics.facts import tree_rows

ORGS = OrgTree.from_frame(tree_rows())


def warning(org, indicator="visits", severity="red", cause=None):
    figures = dict.fromkeys(
        ("value", "target", "attainment", "pace", "time_progress", "gap", "gap_volume", "projection", "low", "high"),
        0.0,
    )
    return Warning(
        id=f"{org}.{indicator}", rule="W1", severity=severity, org=org, indicator=indicator, period="mtd", **figures,
        required_per_day=0.0, recent_per_day=0.0, cause=cause, since=date(2026, 6, 1), owner="x",
    )  # fmt: skip


def heard(warnings, org="86", **more):
    return [(one.org, one.indicator) for one in ranked(warnings, ORGS, org, **more)]


def test_only_the_subtree_is_heard():
    assert heard([warning("8601"), warning("8602")], "8602") == [("8602", "visits")]


def test_gravest_then_heaviest_then_largest_first():
    said = [
        warning("8601", severity="yellow"),
        warning("860101", "recruits"),
        warning("860101010101", "policies"),
        warning("8602", "policies"),
    ]
    order = heard(said, weights={"policies": 1.0, "recruits": 0.1, "visits": 1.0})
    assert order.index(("8602", "policies")) < order.index(("860101010101", "policies"))
    assert order.index(("860101010101", "policies")) < order.index(("860101", "recruits"))


def test_the_child_with_most_of_the_gap_speaks_with_its_parents_rank():
    small = warning("860102")
    parent = warning("8601", cause=Cause("860102", 0.61, ()))
    assert heard([parent, small, warning("8602", "policies")])[0] == ("860102", "visits")
    assert ("8601", "visits") not in heard([parent, small])


def test_the_parent_speaks_for_its_children_otherwise():
    parent = warning("8601", cause=Cause("860102", 0.6, ()))
    assert heard([parent, warning("860102"), warning("860101")]) == [("8601", "visits")]


def test_a_graver_child_is_not_silenced():
    parent = warning("8601", severity="yellow", cause=Cause("860102", 0.4, ()))
    assert heard([parent, warning("860102")]) == [("860102", "visits")]
    assert heard([warning("8601", severity="yellow"), warning("860102")]) == [("8601", "visits"), ("860102", "visits")]


def test_a_cause_without_a_warning_leaves_the_parent_speaking():
    assert heard([warning("8601", cause=Cause("860102", 0.9, ()))]) == [("8601", "visits")]


def test_the_line_down_to_the_unit_is_followed():
    chain = ["86", "8601", "860101", "86010101"]
    said = [warning(org, cause=Cause(child, 0.9, ())) for org, child in pairwise(chain)]
    assert heard([*said, warning("86010101")]) == [("86010101", "visits")]


def test_a_link_of_anothers_chain_is_silent_unless_graver():
    cause = Cause("860101", 0.3, (Link("visits", 1, 2, -0.5),))
    assert heard([warning("8601", "fyp_regular", cause=cause), warning("8601")]) == [("8601", "fyp_regular")]
    mild = warning("8601", "fyp_regular", "yellow", cause)
    assert heard([mild, warning("8601")]) == [("8601", "visits"), ("8601", "fyp_regular")]


def chained(org, indicator, *causes, severity="red"):
    links = tuple(Link(name, 1, 2, -0.5) for name in causes)
    return warning(org, indicator, severity, Cause(org, 1.0, links))


def test_a_chain_that_names_itself_does_not_silence_itself():
    assert heard([chained("8601", "visits", "visits")]) == [("8601", "visits")]


@pytest.mark.parametrize("names", [("visits", "proposals"), ("visits", "proposals", "fyp_regular")])
def test_of_a_circle_the_first_in_rank_is_heard(names):
    circle = [chained("8601", one, other) for one, other in zip(names, (*names[1:], names[0]), strict=True)]
    for first in names:
        weights = dict.fromkeys(names, 0.5) | {first: 1.0}
        assert heard(circle, weights=weights) == [("8601", first)]
    outside = chained("8601", "recruits", names[-1])
    assert heard([*circle, outside], weights={"recruits": 0.1}) == [("8601", "recruits")]


INDICATORS = ("visits", "proposals", "fyp_regular", "recruits")
SOME = st.lists(
    st.tuples(
        st.sampled_from(["86", "8601", "860101"]),
        st.sampled_from(INDICATORS),
        st.sampled_from(["red", "yellow", "grey"]),
        st.lists(st.sampled_from(INDICATORS), max_size=3),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(SOME)
def test_whatever_the_chains_every_org_with_warnings_is_heard_and_the_gravest_of_all(drawn):
    said = [chained(org, indicator, *links, severity=severity) for org, indicator, severity, links in drawn]
    for org in {one.org for one in said}:
        alone = [one for one in said if one.org == org]
        told = ranked(alone, ORGS, org)
        assert told
        assert max(LEVEL[one.severity] for one in told) == max(LEVEL[one.severity] for one in alone)
        assert len({(one.org, one.indicator) for one in told}) == len(told)
