from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import numbers
from briefing.numbers import Number, normalise

LANGS = st.sampled_from(["zh", "en"])
YUAN = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2)


@pytest.mark.parametrize(
    ("yuan", "zh", "zh_spoken", "en", "en_spoken"),
    [
        (12_160_000, "1,216 万元", "一千二百一十六万元", "12.16 million yuan", "twelve point one six million yuan"),
        (305_000_000, "3.05 亿元", "三点零五亿元", "305 million yuan", "three hundred and five million yuan"),
        (1_980_000, "198 万元", "一百九十八万元", "1.98 million yuan", "one point nine eight million yuan"),
        (20_000, "2 万元", "两万元", "20 thousand yuan", "twenty thousand yuan"),
        (25_000, "2.5 万元", "二点五万元", "25 thousand yuan", "twenty-five thousand yuan"),
        (14_071.77, "1.41 万元", "一点四一万元", "14.1 thousand yuan", "fourteen point one thousand yuan"),
        (200_000_000, "2 亿元", "两亿元", "200 million yuan", "two hundred million yuan"),
        (2_000, "2,000 元", "两千元", "2,000 yuan", "two thousand yuan"),
        (0, "0 元", "零元", "0 yuan", "zero yuan"),
        (-4_000_000, "−400 万元", "负四百万元", "−4 million yuan", "minus four million yuan"),
        (99_999_500, "1 亿元", "一亿元", "100 million yuan", "one hundred million yuan"),
        (9_500, "9,500 元", "九千五百元", "9,500 yuan", "nine thousand five hundred yuan"),
        (9_999.5, "1 万元", "一万元", "10 thousand yuan", "ten thousand yuan"),
        (999_999_999, "10 亿元", "十亿元", "1 billion yuan", "one billion yuan"),
    ],
)
def test_money(yuan, zh, zh_spoken, en, en_spoken):
    assert (numbers.money(yuan, "zh").shown, numbers.money(yuan, "zh").spoken) == (zh, zh_spoken)
    assert (numbers.money(yuan, "en").shown, numbers.money(yuan, "en").spoken) == (en, en_spoken)


@pytest.mark.parametrize(
    ("amount", "one", "lang", "word", "shown", "spoken"),
    [
        (numbers.money(1_980_000, "zh"), "天", "zh", "每天", "198 万元/天", "每天一百九十八万元"),
        (numbers.money(1_980_000, "en"), "天", "en", "a day", "1.98 million yuan a day", None),
        (numbers.mean(3.27, "次", "zh"), "人", "zh", "每人", "3.27 次/人", "每人三点二七次"),
    ],
)
def test_what_falls_to_each_one(amount, one, lang, word, shown, spoken):
    each = numbers.each(amount, one, word, lang)
    assert each.shown == shown
    assert each.spoken == (spoken or f"{amount.spoken} {word}")


@pytest.mark.parametrize(
    ("value", "zh", "zh_spoken", "en"),
    [
        (3.268, "3.27 次", "三点二七次", "3.27 visits"),
        (2.0, "2 次", "两次", "2 visits"),
        (1.0, "1 次", "一次", "1 visit"),
        (26.44, "26.4 次", "二十六点四次", "26.4 visits"),
        (-0.5, "−0.5 次", "负零点五次", "−0.5 visits"),
        (131.4, "131 次", "一百三十一次", "131 visits"),
        (250_000.0, "25 万次", "二十五万次", "250 thousand visits"),
    ],
)
def test_a_mean_keeps_decimals_while_it_is_small(value, zh, zh_spoken, en):
    assert (numbers.mean(value, "次", "zh").shown, numbers.mean(value, "次", "zh").spoken) == (zh, zh_spoken)
    assert numbers.mean(value, "visit/visits", "en").shown == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (1, "一件", "one policy"),
        (2, "两件", "two policies"),
        (10, "十件", "ten policies"),
        (12, "十二件", "twelve policies"),
        (20, "二十件", "twenty policies"),
        (22, "二十二件", "twenty-two policies"),
        (105, "一百零五件", "one hundred and five policies"),
        (110, "一百一十件", "one hundred and ten policies"),
        (112, "一百一十二件", "one hundred and twelve policies"),
        (200, "二百件", "two hundred policies"),
        (1_002, "一千零二件", "one thousand and two policies"),
        (1_020, "一千零二十件", "one thousand and twenty policies"),
        (1_216, "一千二百一十六件", "one thousand two hundred and sixteen policies"),
        (2_002, "两千零二件", "two thousand and two policies"),
        (10_000, "一万件", "ten thousand policies"),
        (12_345, "一万二千三百四十五件", "twelve thousand three hundred and forty-five policies"),
        (20_022, "两万零二十二件", "twenty thousand and twenty-two policies"),
        (22_000, "两万二千件", "twenty-two thousand policies"),
        (123_456, "十二点三万件", "one hundred and twenty-three thousand policies"),
        (100_000, "十万件", "one hundred thousand policies"),
    ],
)
def test_counts(value, zh, en):
    assert numbers.count(value, "件", "zh").spoken == zh
    assert numbers.count(value, "policy/policies", "en").spoken == en


@pytest.mark.parametrize(
    ("value", "digits", "shown", "zh", "en"),
    [
        (0.38, 1, "38.0%", "百分之三十八", "thirty-eight percent"),
        (0.381, 1, "38.1%", "百分之三十八点一", "thirty-eight point one percent"),
        (0.38125, 2, "38.13%", "百分之三十八点一三", "thirty-eight point one three percent"),
        (0.9305, 1, "93.1%", "百分之九十三点一", "ninety-three point one percent"),
        (0.0205, 1, "2.1%", "百分之二点一", "two point one percent"),
        (0.02, 1, "2.0%", "百分之二", "two percent"),
        (1, 1, "100.0%", "百分之百", "one hundred percent"),
        (1.2, 0, "120%", "百分之一百二十", "one hundred and twenty percent"),
        (0.004, 1, "0.4%", "百分之零点四", "zero point four percent"),
        (-0.043, 1, "−4.3%", "负百分之四点三", "minus four point three percent"),
        (-0.0004, 1, "0.0%", "百分之零", "zero percent"),
    ],
)
def test_percent(value, digits, shown, zh, en):
    assert numbers.percent(value, "zh", digits) == Number(shown[:-1], "%", zh, gap="")
    assert numbers.percent(value, "zh", digits).shown == shown
    assert numbers.percent(value, "en", digits).spoken == en


@pytest.mark.parametrize(
    ("value", "zh_shown", "zh", "en_shown", "en"),
    [
        (0.04, "4.0 个百分点", "四个百分点", "4.0 points", "four points"),
        (-0.04, "−4.0 个百分点", "负四个百分点", "−4.0 points", "minus four points"),
        (0.02, "2.0 个百分点", "两个百分点", "2.0 points", "two points"),
        (0.01, "1.0 个百分点", "一个百分点", "1.0 point", "one point"),
        (0.125, "12.5 个百分点", "十二点五个百分点", "12.5 points", "twelve point five points"),
    ],
)
def test_points(value, zh_shown, zh, en_shown, en):
    assert (numbers.points(value, "zh").shown, numbers.points(value, "zh").spoken) == (zh_shown, zh)
    assert (numbers.points(value, "en").shown, numbers.points(value, "en").spoken) == (en_shown, en)


def test_dates_and_ordinals():
    when = date(2026, 6, 17)
    assert (numbers.day(when, "zh").shown, numbers.day(when, "zh").spoken) == ("6 月 17 日", "六月十七日")
    assert (numbers.day(when, "en").shown, numbers.day(when, "en").spoken) == ("17 June", "the seventeenth of June")
    assert numbers.day(date(2026, 2, 2), "zh").spoken == "二月二日"
    assert numbers.month(when, "zh").spoken == "六月"
    assert numbers.month(when, "en").shown == "June"
    assert numbers.year(when, "zh").spoken == "二零二六年"
    assert numbers.year(when, "en").spoken == "twenty twenty-six"
    assert numbers.quarter(2, "zh").spoken == "第二季度"
    assert numbers.quarter(2, "en").spoken == "the second quarter"
    assert numbers.ordinal(11, "个工作日", "zh").spoken == "第十一个工作日"
    assert numbers.ordinal(2, "个工作日", "zh").spoken == "第二个工作日"
    assert numbers.workday(11, 20, "zh").spoken == "第十一个工作日，共二十个"
    assert numbers.workday(11, 20, "en").spoken == "working day eleven of twenty"
    assert numbers.clock(time(10), "zh").spoken == "十点"
    assert numbers.clock(time(14, 5), "en").spoken == "two oh five p m"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"), (2.675, 2, "2.68"), (1.005, 2, "1.01")],
)
def test_rounds_half_up_on_the_decimal_text(value, digits, expected):
    assert str(numbers.rounded(value, digits)) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        numbers.money(value, "zh")


def _yuan(number: Number, lang: str) -> Decimal:
    scales = (
        {"元": 1, "万元": 10**4, "亿元": 10**8}
        if lang == "zh"
        else {
            "yuan": 1,
            "thousand yuan": 10**3,
            "million yuan": 10**6,
            "billion yuan": 10**9,
        }
    )
    return Decimal(number.figure.replace(",", "").replace("−", "-")) * scales[number.unit]


@given(YUAN, LANGS)
def test_money_is_shown_to_half_a_percent(yuan, lang):
    error = abs(_yuan(numbers.money(yuan, lang), lang) - yuan)
    assert error <= max(Decimal("0.5"), abs(yuan) * Decimal("0.0051"))


@given(st.decimals(-10, 100, allow_nan=False, places=6), LANGS, st.integers(0, 2))
def test_a_percent_is_said_as_it_is_shown(value, lang, digits):
    number = numbers.percent(value, lang, digits)
    assert normalise(number.shown, lang) == number.spoken


@given(YUAN, LANGS)
def test_money_is_said_as_it_is_shown(yuan, lang):
    word = "每天" if lang == "zh" else "a day"
    for number in (numbers.money(yuan, lang), numbers.each(numbers.money(yuan, lang), "天", word, lang)):
        assert normalise(number.shown, lang) == number.spoken


@given(st.integers(0, 10**9), st.sampled_from("件人次份户张"))
def test_a_count_is_said_as_it_is_shown(value, unit):
    number = numbers.count(value, unit, "zh")
    assert normalise(number.shown, "zh") == number.spoken


@given(st.integers(0, 10**9))
def test_an_english_count_is_said_as_it_is_shown(value):
    number = numbers.count(value, "visit/visits", "en")
    assert normalise(number.shown, "en") == number.spoken


@given(st.decimals(-1, 1, allow_nan=False, places=5), LANGS)
def test_points_are_said_as_they_are_shown(value, lang):
    number = numbers.points(value, lang)
    assert normalise(number.shown, lang) == number.spoken


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), LANGS)
def test_dates_are_said_as_they_are_shown(when, lang):
    for number in (numbers.day(when, lang), numbers.month(when, lang), numbers.year(when, lang)):
        assert normalise(number.shown, lang) == number.spoken


@given(st.integers(1, 23), st.integers(1, 23), LANGS)
def test_workdays_and_quarters_are_said_as_they_are_shown(number, total, lang):
    unit = "个工作日" if lang == "zh" else "working day"
    made = (
        numbers.workday(number, total, lang),
        numbers.ordinal(number, unit, lang),
        numbers.quarter(number % 4 + 1, lang),
    )
    assert [normalise(one.shown, lang) for one in made] == [one.spoken for one in made]
