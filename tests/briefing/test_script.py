"""Sentences: one text for eye and voice, in both languages alike, whatever an organisation is called."""

import json
import re

import jinja2
import pytest

from briefing.facts import FULL, Fact
from briefing.rundown import compose, facts
from briefing.script import TEMPLATES, sentence, write

LANGS = ("zh", "en")


def names(lang):
    return {path.stem for path in (TEMPLATES / lang).glob("*.j2")}


def test_both_languages_have_the_same_templates():
    assert names("zh") == names("en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_template_is_sound_and_used(lang):
    for path in (TEMPLATES / lang).glob("*.j2"):
        jinja2.Environment(autoescape=True).parse(path.read_text("utf-8"))
        assert not re.search(r"\d", re.sub(r"{[{%].*?[%}]}", "", path.read_text("utf-8"))), path.name


def test_both_languages_say_the_same_facts(snapshot, healthy, morning_of, line):
    for taken in (snapshot, healthy):
        for org in line:
            said = [[fact.id for fact in facts(morning_of(taken, org, lang))] for lang in LANGS]
            assert said[0] == said[1]


def test_every_detail_of_every_fact_is_a_sentence(snapshot, healthy, morning_of, line):
    for taken in (snapshot, healthy):
        for lang in LANGS:
            for org in line:
                morning = morning_of(taken, org, lang)
                for fact in facts(morning):
                    for detail in range(FULL + 1):
                        said = sentence(
                            Fact(fact.id, fact.chapter, fact.template, fact.data, detail), morning.sources, lang
                        )
                        assert said.text.endswith("。" if lang == "zh" else ".")
                        assert "  " not in said.text
                        assert not re.search(r"[，、；：]{2}|，。|[,;:]\.| [,.;:]|\.\.|None", said.text), said.text
                        assert not re.search(r"\d|[%<>{}]", said.spoken), said.spoken


def test_less_detail_never_tells_more_numbers(snapshot, morning_of):
    morning = morning_of(snapshot, "8601")
    for fact in facts(morning):
        counts = [
            sentence(Fact(fact.id, fact.chapter, fact.template, fact.data, detail), morning.sources, "zh").numbers
            for detail in range(FULL + 1)
        ]
        assert counts == sorted(counts), fact.id


def test_eye_and_voice_get_the_same_words(snapshot, morning_of):
    script = compose(morning_of(snapshot, "8601"))
    opening = script.sentences[0]
    assert "6 月 17 日" in opening.text
    assert "六月十七日" in opening.spoken
    assert "第 13 个工作日，共 21 个" in opening.text
    assert "第十三个工作日，共二十一个" in opening.spoken


def test_differences_are_points_and_never_percent(snapshot, morning_of):
    pace = next(s for s in compose(morning_of(snapshot, "8601")).sentences if s.id == "pace")
    assert "慢 12.5 个百分点" in pace.text
    assert "慢十二点五个百分点" in pace.spoken
    english = next(s for s in compose(morning_of(snapshot, "8601", "en")).sentences if s.id == "pace")
    assert "12.5 points behind" in english.text


def test_references_stand_where_they_say(snapshot, morning_of):
    for said in compose(morning_of(snapshot, "8601010101", "en")).sentences:
        for ref in said.refs:
            assert said.text[ref.start : ref.end] == ref.text


def test_digits_in_a_name_are_covered_by_the_name(snapshot, morning_of):
    opening = compose(morning_of(snapshot, "8601010101", "en")).sentences[0]
    name = opening.refs[0]
    assert (name.kind, name.text, name.org) == ("name", "Jiangcheng East Dept 1", "8601010101")
    assert "Dept one" in opening.spoken


EVIL = '<script>alert("7 * 7")</script>{{ 7 * 7 }}\n\ue0000\ue001\u202e--> 江城'


@pytest.mark.parametrize("lang", LANGS)
def test_markup_in_a_name_is_only_a_name(make_snapshot, morning_of, lang):
    script = compose(morning_of(make_snapshot(rename={"8601": EVIL, "860101": EVIL}), "8601", lang))
    opening = script.sentences[0]
    assert "{{ 7 * 7 }}" in opening.text
    assert "49" not in opening.text
    assert not re.search("[\ue000-\uf8ff\u202e\n]", opening.text)
    assert "<" not in opening.spoken
    assert json.loads(json.dumps(script.to_json()))["sentences"][0]["text"] == opening.text


def test_the_json_is_as_the_contract_has_it(snapshot, morning_of):
    made = compose(morning_of(snapshot, "8601")).to_json()
    assert (made["org"], made["date"], made["lang"], made["snapshot"]) == ("8601", "2026-06-17", "zh", "v1")
    for said in made["sentences"]:
        assert {"id", "text", "refs"} <= set(said)
        for ref in said["refs"]:
            assert {"text", "kind", "value", "org", "indicator", "period", "formula"} <= set(ref)
            assert ref["kind"] in {"cell", "warning", "calendar", "derived", "name"}


@pytest.mark.parametrize("bare", [17, 3.14, None])
def test_a_bare_number_cannot_be_printed(snapshot, morning_of, bare):
    fact = Fact("x", "x", "opening", {"org": "x", "today": bare, "workday": None, "fresh": True})
    with pytest.raises(TypeError, match="is a reference"):
        write([fact], morning_of(snapshot, "8601").sources, "8601", "zh")
