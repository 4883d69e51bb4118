import pytest

from briefing.wording import normalise
from briefing.wording_en import close_up


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13-month persistency is 93.1%, down", "thirteen-month persistency is ninety-three point one percent, down"),
        ("Q3 NBEV at ¥12.16m", "the third quarter N B E V at twelve point one six million yuan"),
        ("on the 17 June 2026", "on the seventeenth of June twenty twenty-six"),
        ("June 17", "June seventeenth"),
        ("in 2026, 2,026 agents", "in twenty twenty-six, two thousand and twenty-six agents"),
        ("3-5 days", "three to five days"),
        ("江城 is at 29.5%", "Jiangcheng is at twenty-nine point five percent"),
        ("11/20", "eleven of twenty"),
        ("−4.0 pp", "minus four percentage points"),
        ("24:00", "midnight"),
        ("14:30", "two thirty p m"),
        ("11th", "eleventh"),
        ("W1", "W one"),
        ("+3% & more", "plus three percent and more"),
        ("KPIs", "K P Is"),
    ],
)
def test_english(text, said):
    assert normalise(text, "en") == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("绿洲中支", "Lyuzhouzhongzhi"), ("江城 · 城东", "Jiangcheng Chengdong"), ("一部2室", "Yibu two Shi")],
)
def test_a_chinese_name_becomes_pinyin(name, said):
    assert normalise(name, "en") == said


@pytest.mark.parametrize(
    ("text", "close"), [("well , done .", "well, done."), ("a   b", "a b"), (" ( a ) ", "( a)"), ("", "")]
)
def test_no_space_is_left_before_a_stop(text, close):
    assert close_up(text) == close
