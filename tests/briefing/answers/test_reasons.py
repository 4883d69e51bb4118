"""Why and what to do."""

from briefing.answers.question import Question
from briefing.answers.reasons import about, risks, summary, what_to_do, why

ASKED = Question("", "zh", "why", ("860101",))


def templates(facts):
    return [fact.template for fact in facts]


def test_an_own_warning_comes_before_those_below(snapshot, morning_of):
    assert [one.org for one in about(morning_of(snapshot, "860101"), "fyp_regular")] == ["860101"]
    assert {one.indicator for one in about(morning_of(snapshot, "8601"), "ren_month_rate")} == {"ren_month_rate"}
    assert about(morning_of(snapshot, "860102"), "fyp_regular") == []


def test_a_warning_is_told_with_its_cause_and_its_action(snapshot, morning_of):
    morning = morning_of(snapshot, "860101")
    assert templates(why(morning, ASKED, None)) == ["answer_value", "warning", "cause"]
    assert templates(what_to_do(morning, None)) == ["warning", "actions"]


def test_where_there_is_no_warning_that_is_said(healthy, morning_of):
    morning = morning_of(healthy, "8601")
    assert templates(why(morning, ASKED, "fyp_regular")) == ["answer_value", "answer_drag"]
    assert templates(what_to_do(morning, None)) == ["answer_idle"]
    assert templates(risks(morning)) == ["calm"]
    assert templates(summary(morning)) == ["answer_value", "pace", "calm"]
