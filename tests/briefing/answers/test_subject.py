from briefing.answers.names import indicators
from briefing.answers.struck import Struck
from briefing.answers.subject import Subject, mended


def test_a_mistyped_word_is_mended_and_another_left():
    assert mended("the activty rate of binhai", ["activity", "rate"]) == "the activity rate of binhai"
    assert mended("活动率 aple", ["apple"]) == "活动率 aple"


def test_names_come_before_articles_and_articles_before_likenesses(catalogue, library):
    subject = Subject(catalogue, indicators(catalogue), library)

    def found(text):
        struck = Struck(text, "zh")
        return subject.of(struck, [run for run in struck.runs() if run.rest], [])

    assert found("保单贷款").passage == "policy-loan.zh.1"
    assert found("新人留存").choices[0].id == "new_retention_3m"
    assert found("股市").stray.text == "股市"
