from briefing.answers.index import Mention
from briefing.answers.struck import INDICATOR, ORG, Struck, replaced
from briefing.answers.vocabulary import vocabulary


def test_what_is_struck_out_keeps_every_sign_in_its_place():
    struck = Struck("江城的活动率为什么低", "zh")
    struck.strike(0, 2, ORG)
    struck.strike(3, 6, INDICATOR)
    assert struck.take(vocabulary().intents["why"])
    assert len(struck.text) == len(struck.whole)
    struck.strike_others()
    assert [(run.text, run.named, run.rest) for run in struck.runs()] == [("活动率", True, ""), ("低", False, "")]


def test_a_name_that_holds_filling_words_is_not_lost():
    assert [run.rest for run in Struck("大连", "zh").runs()] == ["大连"]
    assert [run.rest for run in Struck("高低", "zh").runs()] == [""]


def test_another_name_takes_the_place_of_a_mention():
    assert replaced("转化率多少", Mention(0, 3, ()), "增员面谈转化率") == "增员面谈转化率多少"
    assert replaced("the rate now", Mention(4, 8, ()), "Activity rate") == "the Activity rate now"
