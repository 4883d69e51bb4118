import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.lexicon import Lexicon
from briefing.wording import normalise

CASES = [line.split("\t") for line in Path(__file__).with_name("spoken.tsv").read_text("utf-8").splitlines()]
ALPHABET = st.text(
    st.sampled_from("0123456789,.%-−+/:~¥亿万元个月日第年天QHNBEVabcIx#、机构 百分点，。()＆３①½²") | st.characters()
)


@given(ALPHABET, st.sampled_from(["zh", "en"]))
@example("1,000,000,000,000,000,000", "zh")
@example("9" * 40, "en")
@example("00:99 99:99 9999-99-99", "en")
def test_nothing_unpronounceable_is_left_and_a_second_pass_changes_nothing(text, lang):
    said = normalise(text, lang)
    assert not re.search(r"\d|[%+=<>&/~¥‰±×÷@#]", said)
    assert normalise(said, lang) == said


@pytest.mark.parametrize(("lang", "text", "said"), CASES)
def test_hard_cases_are_said_right(lang, text, said):
    assert normalise(text, lang) == said
    assert normalise(said, lang) == said


def test_there_are_cases_in_both_languages():
    assert min(sum(lang == each for lang, _, _ in CASES) for each in ("zh", "en")) >= 150


def test_a_house_has_words_of_its_own():
    words = Lexicon({"zh": {"NBEV": "新业务内含价值"}, "en": {}})
    assert normalise("NBEV 3.05 亿元", "zh", words) == "新业务内含价值三点零五亿元"
