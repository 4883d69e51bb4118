"""What is left out when time or breath is short."""

from briefing.budget import FILM, LADDER, Budget, fit, seconds, speaking
from briefing.facts import FULL
from briefing.rundown import facts
from briefing.script import write


def test_a_short_script_keeps_everything(healthy, morning_of):
    morning = morning_of(healthy, "8601")
    told = [fact for fact in facts(morning) if fact.id in {"praise", "calm", "close"}]
    script = fit(told, morning.sources, "8601", "zh", Budget(600.0, 600.0))
    assert [sentence.cue for sentence in script.sentences] == told


def test_the_least_important_goes_first(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    script = fit(facts(morning), morning.sources, "8601", "zh", FILM)
    ids = {sentence.id for sentence in script.sentences}
    assert "first-year" not in ids
    assert {"headline", "pace", "warning-1", "cause-1", "actions"} <= ids


def test_the_essential_stays_in_the_smallest_budget(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    script = fit(facts(morning), morning.sources, "8601", "zh", Budget(1.0, 1.0))
    ids = [sentence.id for sentence in script.sentences]
    assert ids == ["opening", "headline", "pace", "warning-1", "close"]


def test_every_step_of_the_ladder_is_a_fact_and_goes_down():
    left: dict[str, int] = {}
    for id_, detail in LADDER:
        assert detail < left.get(id_, FULL), id_
        left[id_] = detail


def test_english_is_timed_by_words_and_chinese_by_characters(healthy, morning_of):
    chinese = write(facts(morning_of(healthy, "8601"))[:1], morning_of(healthy, "8601").sources, "8601", "zh")
    english = write(facts(morning_of(healthy, "8601", "en"))[:1], morning_of(healthy, "8601").sources, "8601", "en")
    assert 5 < seconds(chinese) < 15
    assert 5 < seconds(english) < 15
    assert seconds(chinese) - seconds(chinese, 2.0) == speaking(chinese) / 2
