from briefing.answers.index import Mention
from briefing.answers.places import meant
from briefing.answers.question import Asker
from tests.briefing.conftest import tree

TREE = tree()


def orgs(*ids, org="86"):
    mentions = [Mention(at, at + 1, one) for at, one in enumerate(ids)]
    return [found for _, found in meant(mentions, TREE, Asker(("86",), org, "zh"))]


def test_a_branch_before_a_place_says_where_it_lies():
    assert orgs(("8601",), ("860102", "8602")) == [["860102"]]


def test_places_side_by_side_are_both_meant():
    assert orgs(("860101",), ("860102",)) == [["860101"], ["860102"]]


def test_the_nearest_and_highest_of_a_name_is_meant():
    assert orgs(("860101", "86010101")) == [["860101"]]
    assert orgs(("860102", "86010101"), org="860101") == [["86010101"]]
    assert orgs(("860101", "860102")) == [["860101", "860102"]]
