"""Answers as the web process gives them: within the scope, with sound, noted."""

import base64
from dataclasses import replace

import pytest

from briefing.answers.question import Asker
from briefing.speech.engine import SpeechError
from cockpit import settings
from cockpit.answers import Answers
from cockpit.scope import OutOfScopeError, Scope, Sight
from data.org import OrgTree
from metrics.catalogue import load
from tests.cockpit import world

BRANCH = Asker(("8601",), "8601", "zh")


@pytest.fixture
def answers(tmp_path):
    made = Answers(settings.load({"COCKPIT_HOME": str(tmp_path), "COCKPIT_NOW": "2026-06-17T07:00"}), load())
    yield made
    made.voices.close()


@pytest.fixture
def sight():
    return Sight(world.usual(), Scope(("8601",)))


def text(reply):
    return ["".join(piece.text for piece in line.pieces) for line in reply.lines]


def test_a_reply_is_said_with_sound_and_links(answers, sight):
    reply = answers.reply(sight, BRANCH, "江城中支的活动率是多少？")
    value = world.usual().cell("860101", "activity_rate", "mtd").value
    assert f"江城中支本月活动率为 {value * 100:.1f}%" in text(reply)[0]
    assert base64.b64decode(reply.sound)[:4] == b"\x1aE\xdf\xa3"
    assert reply.lines[0].start > 0
    places = [piece.place for piece in reply.lines[0].pieces if piece.place]
    assert places[0] == {"org": "860101", "indicator": "activity_rate", "period": "mtd"}
    defined = answers.reply(sight, BRANCH, "活动率怎么算？").lines[0].pieces[-1]
    assert (defined.page, defined.place) == ("indicators", {"indicator": "activity_rate"})


def test_beyond_the_scope_there_is_no_answer(answers, sight):
    there, nowhere = (text(answers.reply(sight, BRANCH, f"{name}的活动率")) for name in ("滨海分公司", "虚无分公司"))
    assert there == nowhere
    with pytest.raises(OutOfScopeError):
        answers.reply(sight, Asker(("8601",), "8602", "zh"), "活动率")


def test_a_new_version_with_other_organisations_is_read_anew(answers, sight):
    asked = "江城中支的活动率"
    assert answers.answer(sight, BRANCH, asked).question.intent == "value"
    renamed = OrgTree(replace(org, name_zh=f"新{org.name_zh}") for org in world.orgs())
    later = Sight(world.snapshot("later", renamed), sight.scope)
    assert answers.answer(later, BRANCH, asked).question.intent == "beyond"
    assert answers.answer(later, BRANCH, "新江城中支的活动率").question.orgs == ("860101",)


def test_without_a_voice_the_answer_is_read(answers, sight, monkeypatch):
    def mute(_lines):
        raise SpeechError("espeak-ng", "is broken", "Mend it.")

    monkeypatch.setattr(answers.voices.answers, "speak_all", mute)
    reply = answers.reply(sight, BRANCH, "活动率")
    assert (reply.sound, reply.silent) == ("", "is broken")
    assert text(reply)


def test_a_house_has_articles_of_its_own(tmp_path, sight):
    own = tmp_path / "own"
    own.mkdir()
    (own / "night.zh.md").write_text("# 夜间核保\n\n## 夜间核保几点截止\n夜间核保二十二点截止。\n> 公司制度\n", "utf-8")
    answers = Answers(settings.load({"COCKPIT_HOME": str(tmp_path), "COCKPIT_ARTICLES": str(own)}), load())
    said = answers.answer(sight, BRANCH, "夜间核保几点截止？").script.sentences
    assert said[0].text == "夜间核保二十二点截止。"
