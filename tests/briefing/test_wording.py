import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.wording import normalise

ALPHABET = st.text(
    st.sampled_from("0123456789,.%-−+/:~¥亿万元个月日第年天QHNBEVabc 百分点，。()＆３①½²") | st.characters()
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13 个月继续率 93.1%，低于目标 1.9 个百分点", "十三个月继续率百分之九十三点一，低于目标一点九个百分点"),
        ("Q3 NBEV 达成 3.05 亿元", "三季度N B E V达成三点零五亿元"),
        ("2026Q3", "二零二六年三季度"),
        ("近 7 天", "近七天"),
        ("2 天", "两天"),
        ("第 2 名，2 名", "第二名，两名"),
        ("2月2日2个月", "二月二日两个月"),
        ("2026-06-17 10:05", "二零二六年六月十七日十点零五分"),
        ("24:00", "二十四点"),
        ("¥1,216万", "一千二百一十六万元"),
        ("3%-5%", "百分之三到百分之五"),
        ("3-5天", "三到五天"),
        ("11/20", "二十分之十一"),
        ("3:1", "三比一"),
        ("1.5‰", "千分之一点五"),
        ("T+1", "T加一"),
        ("KPI>100%", "K P I大于百分之百"),
        ("机构0755", "机构零七五五"),
        ("机构860101010101", "机构八六零一零一零一零一零一"),
        ("３８％", "百分之三十八"),
        ("同比 −4.0 pp", "同比负四个百分点"),
        ("同比-3%", "同比负百分之三"),
        ("6月1日-3日", "六月一日到三日"),
    ],
)
def test_chinese(text, said):
    assert normalise(text, "zh") == said


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


@given(ALPHABET, st.sampled_from(["zh", "en"]))
@example("1,000,000,000,000,000,000", "zh")
@example("9" * 40, "en")
@example("00:99 99:99 9999-99-99", "en")
def test_nothing_unpronounceable_is_left_and_a_second_pass_changes_nothing(text, lang):
    said = normalise(text, lang)
    assert not re.search(r"\d|[%+=<>&/~¥‰±×÷@#]", said)
    assert normalise(said, lang) == said
