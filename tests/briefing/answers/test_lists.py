"""Rankings and lists of organisations."""

from briefing.answers.lists import NAMED, below, rank, reds
from briefing.answers.question import Question, Ranking


def asked(intent="rank", level=None, **ranking):
    return Question("", "zh", intent, ("8601",), level=level, ranking=Ranking(**ranking))


def items(fact):
    return [item["org"].org for item in fact.data["items"]]


def test_the_level_that_is_asked_for_and_the_children_otherwise(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    assert below(morning, asked()) == snapshot.orgs.children("8601")
    districts = below(morning, asked(level="district"))
    assert districts
    assert {snapshot.orgs[org].level for org in districts} == {"district"}


def test_the_best_is_ranked_by_its_plan_and_the_highest_by_its_value(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    assert items(rank(morning, asked(judged=True, count=1), "fyp_regular")) == ["860102"]
    assert items(rank(morning, asked(judged=True, lowest=True, count=1), "fyp_regular")) == ["860101"]
    high = rank(morning, asked(), "fyp_regular").data["items"]
    assert [item["value"].value for item in high] == sorted((item["value"].value for item in high), reverse=True)


def test_where_less_is_better_the_best_is_the_lowest(snapshot, morning_of, catalogue):
    lower = next(one.id for one in catalogue if one.direction == "lower" and one.rule != "pace")
    assert rank(morning_of(snapshot, "8601"), asked(judged=True), lower).data["low"]
    assert not rank(morning_of(snapshot, "8601"), asked(judged=True, lowest=True), lower).data["low"]


def test_where_nothing_is_red_that_is_said(snapshot, morning_of):
    fact = reds(morning_of(snapshot, "8601"), asked("reds"), "fyp_regular")
    assert (fact.data["orgs"], fact.data["more"]) == ([], False)
    assert NAMED == 5
