import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import numerals
from briefing.numerals import en_integer, zh_integer

ZH_VALUES = {**{digit: value for value, digit in enumerate(numerals.DIGITS)}, "两": 2}
ZH_PLACES = {"十": 10, "百": 100, "千": 1000}
ZH_GROUPS = {"万": 10**4, "亿": 10**8}
EN_VALUES = {word: value for value, word in enumerate(numerals.ONES)} | {
    word: 10 * value for value, word in enumerate(numerals.TENS) if value
}
EN_GROUPS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def heard_zh(words: str) -> int:
    """An independent listener: reads the Chinese words back."""
    total = group = digit = 0
    for word in words.replace("万亿", "兆"):
        if word in ZH_VALUES:
            digit = ZH_VALUES[word]
        elif word in ZH_PLACES:
            group, digit = group + (digit or 1) * ZH_PLACES[word], 0
        else:
            total, group, digit = total + (group + digit) * {**ZH_GROUPS, "兆": 10**12}[word], 0, 0
    return total + group + digit


def heard_en(words: str) -> int:
    total = group = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word in EN_GROUPS:
            total, group = total + group * EN_GROUPS[word], 0
        else:
            group = group * 100 if word == "hundred" else group + EN_VALUES[word]
    return total + group


@given(st.integers(0, 10**15 - 1))
def test_a_listener_hears_the_number(value):
    assert heard_zh(zh_integer(value)) == value
    assert heard_en(en_integer(value)) == value


@given(st.integers(0, 10**15 - 1))
def test_chinese_has_neither_double_nor_trailing_noughts(value):
    said = zh_integer(value)
    assert "零零" not in said
    assert value == 0 or not said.endswith("零")
    assert "二千" not in said[:2]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (10, "十"),
        (10_216, "一万零二百一十六"),
        (101_000, "十万一千"),
        (100_010_001, "一亿零一万零一"),
        (100_000_000_001, "一千亿零一"),
        (2_0000_0000, "两亿"),
        (1_0002_0000, "一亿零二万"),
        (12_0000_0000, "十二亿"),
        (1_0000_0000_0000, "一万亿"),
    ],
)
def test_chinese_integers(value, said):
    assert zh_integer(value) == said


@pytest.mark.parametrize(("value", "said"), [(1_000_005, "one million and five"), (1_000_000, "one million")])
def test_english_integers(value, said):
    assert en_integer(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (21, "twenty-first"), (100, "one hundredth"), (4, "fourth")],
)
def test_english_ordinals(value, said):
    assert numerals.en_ordinal(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2026, "twenty twenty-six"),
        (2000, "two thousand"),
        (2005, "two thousand and five"),
        (1905, "nineteen oh five"),
        (1900, "nineteen hundred"),
    ],
)
def test_english_years(value, said):
    assert numerals.en_year(value) == said


@pytest.mark.parametrize("value", [-1, 10**15])
def test_a_number_beyond_words_is_refused(value):
    with pytest.raises(ValueError, match="no words"):
        zh_integer(value)
