import pytest

from cockpit.transcript import Cue, Piece, cues, lines, pieces, times
from tests.cockpit.conftest import read_json


def ref(text, kind="cell", **place):
    return {"text": text, "kind": kind, "org": "8601", "indicator": "visits", "period": "mtd"} | place


def test_captions_are_read_with_and_without_hours():
    first, second = "1\n00:00:01.500 --> 00:00:02.000\n早上好", "01:02.250 --> 01:03.000 line:0\na &lt;b&gt;\nc\n"
    text = f"WEBVTT\n\n{first}\n\nNOTE x\n\n{second}"
    assert cues(text) == [Cue(1.5, "早上好"), Cue(62.25, "a <b> c")]


def test_a_long_sentence_begins_with_the_first_of_its_captions():
    captions = [Cue(0, "早上好，"), Cue(1, "今天是六月。"), Cue(4, "保费 822 万元，"), Cue(7, "达成 38%。")]
    assert times(["早上好，今天是六月。", "保费 822 万元，达成 38%。"], captions) == [0, 4]


def test_a_sentence_beyond_the_captions_takes_the_last():
    assert times(["a", "b", "c"], [Cue(0, "a")]) == [0, 0, 0]
    assert times(["a"], []) == [0.0]


def test_every_number_with_a_source_leads_to_it():
    sentence = {"text": "达成 38%，差 38% 的一半", "refs": [ref("38%"), ref("38%", kind="derived", period="ytd")]}
    place = {"org": "8601", "indicator": "visits", "period": "mtd"}
    assert pieces(sentence) == [
        Piece("达成 "),
        Piece("38%", place, number=True),
        Piece("，差 "),
        Piece("38%", {**place, "period": "ytd"}, number=True),
        Piece(" 的一半"),
    ]


@pytest.mark.parametrize("given", [ref("6 月", kind="calendar"), ref("6 月", org=None), ref("6 月", indicator=None)])
def test_a_number_without_a_cell_is_no_link(given):
    assert pieces({"text": "今天 6 月", "refs": [given]}) == [Piece("今天 "), Piece("6 月", None, number=True)]


def test_a_number_that_is_not_in_the_text_is_left_out():
    assert pieces({"text": "无", "refs": [ref("38%"), ref("")]}) == [Piece("无")]


def test_a_transcript_of_a_real_edition(edition):
    found = lines(read_json(edition / "script.json"), (edition / "captions.zh.vtt").read_text("utf-8"))
    assert [(line.id, line.start, line.chapter) for line in found] == [
        ("s0", 0.0, "opening"),
        ("s1", 2.0, "headline"),
        ("s2", 4.0, "warnings"),
    ]
    assert "".join(piece.text for piece in found[1].pieces) == "期交保费 822 万元，计划达成 38.0%。"


def test_what_the_film_knows_of_its_sentences_comes_first(edition):
    script, captions = read_json(edition / "script.json"), (edition / "captions.zh.vtt").read_text("utf-8")
    assert [line.start for line in lines(script, captions, {"s1": 2.25})] == [0.0, 2.25, 4.0]
