import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.speech.mandarin import groups

TEXT = st.text(
    st.sampled_from("一二三十百千万亿两零点之不为百分期交保费达成率第月日个工作日好很，。 ABn") | st.characters()
)


def said(text):
    return " ".join(" ".join(group.syllables) for group in groups(text) if group.syllables)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一个月", "di4 yi1 ge4 yue4"),
        ("一月", "yi1 yue4"),
        ("一季度", "yi1 ji4 du4"),
        ("一万", "yi2 wan4"),
        ("一千", "yi4 qian1"),
        ("一件", "yi2 jian4"),
        ("一年", "yi4 nian2"),
        ("百分之一点一", "bai3 fen1 zhi1 yi1 dian3 yi1"),
        ("十一个", "shi2 yi1 ge4"),
        ("统一", "tong3 yi1"),
        ("不对", "bu2 dui4"),
        ("不达标", "bu4 da2 biao1"),
        ("九百", "jiu2 bai3"),
        ("达成率为百分之三十", "da2 cheng2 lv4 wei2 bai3 fen1 zhi1 san1 shi2"),
        ("还款", "huan2 kuan3"),
        ("举绩", "ju3 ji4"),
        ("增长", "zeng1 zhang3"),
        ("差", "cha4"),
        ("长险件数", "chang2 xian3 jian4 shu4"),
        ("B", "bi4"),
        ("f", "ai2 fu5"),
    ],
)
def test_readings_and_tone_changes(text, expected):
    assert said(text) == expected


def test_words_of_the_trade_stay_together():
    words = [group.text for group in groups("期交保费一千二百一十六万元，达成率百分之三十八")]
    assert words[:5] == ["期交", "保费", "一千", "二百", "一十六"]
    assert words[-3:] == ["达成率", "百分之", "三十八"]


@given(TEXT)
def test_no_character_is_lost(text):
    assert "".join(group.text for group in groups(text)) == text
