from decimal import Decimal

import pytest

from briefing.wording import normalise
from briefing.wording_zh import close_up, code, value


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
    ("text", "unit", "is_code"),
    [
        ("0755", "", True),
        ("0.5", "", False),
        ("0", "", False),
        ("12345678", "", False),
        ("123456789", "", True),
        ("123456789", "元", False),
        ("123,456,789", "", False),
        ("1234567890123456", "元", True),
    ],
)
def test_what_names_something_is_no_count(text, unit, is_code):
    assert code(text, unit) is is_code


def test_commas_are_only_for_the_eye():
    assert value("1,216.50") == Decimal("1216.50")


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("期交 保费 ， 达成", "期交保费，达成"),
        ("N B E V 达成", "N B E V达成"),
        ("A  B", "A B"),
        (" 早 ", "早"),
    ],
)
def test_no_space_is_left_beside_a_character(text, close):
    assert close_up(text) == close
