import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from avatar.types import FPS, Viseme, Word
from avatar.visemes import OPEN, track
from briefing.speech import visemes
from briefing.speech.mandarin import LETTERS
from briefing.speech.visemes import SHAPES, from_words, of_chinese, of_ipa, of_syllable, spread, with_rests

SENTENCES = [
    ("zh", "各位早上好，今天是六月十七日，本月第十一个工作日，数据截至昨日二十四点。"),
    ("zh", "分公司期交保费一千二百一十六万元，计划达成百分之三十八，落后节奏四个百分点。"),
    ("zh", "原因是有拜访人力占比连续三周下降，计划书随之减少。"),
    ("en", "Good morning. It is the seventeenth of June, working day eleven of twenty."),
    ("en", "Regular first year premium is twelve point one six million yuan, thirty-eight percent of plan."),
    ("en", "Agents with any visit fell from fifty-eight to forty-one percent, and proposals followed."),
]


def pinyin_syllables():
    readings = {reading for value in PINYIN_DICT.values() for reading in value.split(",")}
    return sorted({re.sub(r"\d", "", to_tone3(reading)) for reading in readings})


def test_the_table_has_the_fifteen_shapes_and_every_one_is_used():
    assert len(set(SHAPES)) == 15
    tables = (visemes.IPA, visemes.INITIALS, visemes.FINALS)
    used = {shape for table in tables for shapes in table.values() for shape in shapes.split()}
    assert used == set(SHAPES) - {"sil"}


def test_every_pinyin_syllable_has_a_mouth():
    made = {syllable: of_syllable(syllable) for syllable in pinyin_syllables()}
    assert len(made) > 400
    assert all(shapes and set(shapes) < set(SHAPES) for shapes in made.values())


@pytest.mark.parametrize(
    ("syllable", "shapes"),
    [
        ("zhuang1", "CH ou aa kk"),
        ("ma", "PP aa"),
        ("fei4", "FF E ih"),
        ("yi1", "ih"),
        ("you3", "ih ou"),
        ("yuan2", "ou E nn"),
        ("yue4", "ou E"),
        ("yun", "ou nn"),
        ("yong4", "ou oh kk"),
        ("wu", "ou"),
        ("wei4", "ou E ih"),
        ("wen", "ou nn"),
        ("weng", "ou E kk"),
        ("jue2", "CH ou E"),
        ("lv4", "nn ou"),
        ("lüe4", "nn ou E"),
        ("er4", "E RR"),
    ],
)
def test_pinyin_spelling(syllable, shapes):
    assert " ".join(of_syllable(syllable)) == shapes


@pytest.mark.parametrize("text", ["", "zzz", "b", "7"])
def test_what_is_no_syllable_is_refused(text):
    with pytest.raises(ValueError, match="no pinyin syllable"):
        of_syllable(text)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_a_mouth(letter):
    assert of_chinese(letter)


@pytest.mark.parametrize(
    ("ipa", "shapes"),
    [("ˈaɪ", "aa ih"), ("tɕh", "CH"), ("th", "DD"), ("θ", "TH"), ("ts.ˈu", "CH ou"), ("o-", "E"), ("_:", ""), ("", "")],
)
def test_ipa(ipa, shapes):
    assert " ".join(of_ipa(ipa)) == shapes


def test_a_vowel_gets_more_time_than_a_consonant():
    consonant, vowel = spread(["PP", "aa"], 1.0, 2.0)
    assert (consonant.start, vowel.end) == (1.0, pytest.approx(2.0))
    assert (vowel.end - vowel.start) / (consonant.end - consonant.start) == pytest.approx(1.2 / 0.8)


def test_phonemes_keep_their_exact_onsets():
    made = visemes.from_phonemes([(0.2, "p"), (0.3, "a"), (0.5, "")], 1.0)
    assert [(one.shape, one.start) for one in made] == [("sil", 0), ("PP", 0.2), ("aa", 0.3), ("sil", 0.5)]
    assert made[-1].end == 1.0


def test_a_held_phoneme_ends_in_silence():
    made = visemes.from_phonemes([(0.0, "a")], 2.0)
    assert [(one.shape, one.end) for one in made] == [("aa", visemes.LONGEST), ("sil", 2.0)]


SPANS = st.lists(st.tuples(st.floats(0, 5), st.floats(0.01, 0.5), st.sampled_from(SHAPES[1:])), max_size=12)


@given(SPANS)
def test_rests_cover_the_whole_sound_without_overlap(spans):
    made = with_rests([Viseme(shape, start, start + size) for start, size, shape in sorted(spans)], 6.0)
    assert made[0].start == 0
    assert made[-1].end == 6.0
    assert all(a.end == b.start and a.start < a.end for a, b in pairwise(made))


def openness(spans, seconds):
    frames = int(seconds * FPS)
    return track(spans, frames, np.ones(frames))[:, OPEN]


@pytest.mark.parametrize(("lang", "text"), SENTENCES)
def test_words_alone_move_the_mouth_nearly_as_phonemes_do(espeak, lang, text):
    speech = espeak.say(text, lang)
    syllables = espeak.syllables([word.text for word in speech.words], lang)
    whole = [tuple(one for word in syllables for one in word)]
    truth = openness(speech.visemes, speech.seconds)
    guess = openness(from_words(speech.words, syllables, speech.seconds), speech.seconds)
    untimed = openness(from_words([Word(text, 0, speech.seconds)], whole, speech.seconds), speech.seconds)
    assert np.corrcoef(truth, guess)[0, 1] > 0.88
    assert np.corrcoef(truth, guess)[0, 1] > np.corrcoef(truth, untimed)[0, 1] + 0.1


def test_syllables_of_a_word_last_equally_long():
    made = from_words([Word("保费", 1.0, 2.0)], [of_chinese("保费")], 2.0)
    assert next(one for one in made if one.shape == "FF").start == pytest.approx(1.5)
