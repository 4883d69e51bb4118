"""Numbers as they are shown and as they are said, in zh and en, rounded half up once for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from briefing.numerals import (
    MONTHS,
    en_integer,
    en_number,
    en_ordinal,
    en_year,
    zh_digits,
    zh_integer,
    zh_number,
    zh_percent,
)
from briefing.wording import normalise

__all__ = [
    "Number",
    "clock",
    "count",
    "day",
    "each",
    "integer",
    "mean",
    "money",
    "month",
    "normalise",
    "ordinal",
    "percent",
    "points",
    "quarter",
    "rounded",
    "workday",
    "year",
]

MINUS = "−"


@dataclass(frozen=True)
class Number:
    """A number for the eye and for the voice: `figure` and `unit` for cards, `shown` in text, `spoken` aloud."""

    figure: str
    unit: str
    spoken: str
    gap: str = " "

    @property
    def shown(self) -> str:
        return f"{self.figure}{self.gap if self.unit else ''}{self.unit}"


class _Scale(NamedTuple):
    """From `start` on, values are divided by `divisor` and kept to `digits` decimals."""

    start: int
    divisor: int
    digits: int
    name: str


ZH_MONEY = (
    _Scale(0, 1, 0, ""),
    _Scale(10**4, 10**4, 2, "万"),
    _Scale(10**5, 10**4, 1, "万"),
    _Scale(10**6, 10**4, 0, "万"),
    _Scale(10**8, 10**8, 2, "亿"),
)
EN_MONEY = (
    _Scale(0, 1, 0, ""),
    _Scale(10**4, 10**3, 1, "thousand"),
    _Scale(10**5, 10**3, 0, "thousand"),
    _Scale(10**6, 10**6, 2, "million"),
    _Scale(10**8, 10**6, 1, "million"),
    _Scale(10**9, 10**9, 2, "billion"),
)
ZH_COUNT = (_Scale(0, 1, 0, ""), _Scale(10**5, 10**4, 1, "万"), _Scale(10**8, 10**8, 2, "亿"))
EN_COUNT = (
    _Scale(0, 1, 0, ""),
    _Scale(10**5, 10**3, 0, "thousand"),
    _Scale(10**6, 10**6, 2, "million"),
    _Scale(10**9, 10**9, 2, "billion"),
)


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """Half up on the decimal text of the value, as a reader rounds. Not finite: ValueError."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        message = f"{value} cannot be shown: a number for the brief must be finite"
        raise ValueError(message)
    result = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def _figure(value: Decimal, *, trim: bool = True) -> str:
    """Thousands by comma, a true minus sign; without trailing decimal noughts if trimmed."""
    text = f"{value:,f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def _scaled(value: float | Decimal, scales: Sequence[_Scale]) -> tuple[Decimal, str]:
    """The value in its scale; 99,999,500 rounds over the edge of 万 and becomes 1 亿."""
    exact = Decimal(str(value))
    for scale, above in pairwise(scales):
        number = rounded(exact / scale.divisor, scale.digits)
        if abs(number) * scale.divisor < above.start:
            return number, scale.name
    return rounded(exact / scales[-1].divisor, scales[-1].digits), scales[-1].name


def _counted(value: Decimal, lang: str, unit: str) -> str:
    """Value and unit aloud."""
    if lang == "zh":
        return zh_number(value, counting=bool(unit)) + unit
    return f"{en_number(value)} {unit}".rstrip()


def _noun(unit: str, value: Decimal, lang: str) -> str:
    """`policy/policies` in the right number; other units as they are."""
    if lang == "zh" or "/" not in unit:
        return unit
    one, many = unit.split("/")
    return one if abs(value) == 1 else many


def money(yuan: float | Decimal, lang: str) -> Number:
    """Yuan: 12,160,000 -> 1,216 万元, 一千二百一十六万元; 12.16 million yuan."""
    value, scale = _scaled(yuan, ZH_MONEY if lang == "zh" else EN_MONEY)
    unit = f"{scale}元" if lang == "zh" else f"{scale} yuan".lstrip()
    return Number(_figure(value), unit, _counted(value, lang, unit))


def each(amount: Number, one: str, word: str, lang: str) -> Number:
    """What falls to each one: 198 万元/天, 每天一百九十八万元; in English `word` says all: 1.98 million yuan a day."""
    if lang == "zh":
        return Number(amount.figure, f"{amount.unit}/{one}", word + amount.spoken)
    return Number(amount.figure, f"{amount.unit} {word}".lstrip(), f"{amount.spoken} {word}")


def count(value: float | Decimal, unit: str, lang: str) -> Number:
    """A count with its measure word (件) or noun (`policy/policies`): 113 件, 一百一十三件; 2 -> 两件.

    From 100,000 on it is told in 万 or thousands.
    """
    number, scale = _scaled(value, ZH_COUNT if lang == "zh" else EN_COUNT)
    noun = _noun(unit, Decimal(0) if scale else number, lang)
    full = f"{scale}{noun}" if lang == "zh" else f"{scale} {noun}".strip()
    return Number(_figure(number), full, _counted(number, lang, full))


def mean(value: float | Decimal, unit: str, lang: str) -> Number:
    """A count that may be a fraction: two decimals below ten, one below a hundred: 3.27 次, 26.4 小时; 3.27 visits."""
    size = abs(Decimal(str(value)))
    digits = 2 if size < 10 else 1 if size < 100 else 0  # noqa: PLR2004 - as the docstring says
    if digits == 0:
        return count(value, unit, lang)
    number = rounded(value, digits)
    noun = _noun(unit, number, lang)
    return Number(_figure(number), noun, _counted(number, lang, noun))


def integer(value: int, lang: str) -> Number:
    """A bare whole number."""
    return Number(_figure(rounded(value, 0)), "", _counted(rounded(value, 0), lang, ""))


def percent(value: float | Decimal, lang: str, digits: int = 1) -> Number:
    """A fraction as percent: 0.381 -> 38.1%, 百分之三十八点一, thirty-eight point one percent."""
    number = rounded(Decimal(str(value)) * 100, digits)
    spoken = zh_percent(number) if lang == "zh" else f"{en_number(number)} percent"
    return Number(_figure(number, trim=False), "%", spoken, gap="")


def points(value: float | Decimal, lang: str, digits: int = 1) -> Number:
    """A difference of two fractions, in percentage points: 0.04 -> 4.0 个百分点, 四个百分点, four points."""
    number = rounded(Decimal(str(value)) * 100, digits)
    unit = "个百分点" if lang == "zh" else _noun("point/points", number, lang)
    return Number(_figure(number, trim=False), unit, _counted(number, lang, unit))


def day(when: date, lang: str) -> Number:
    """6 月 17 日, 六月十七日; 17 June, the seventeenth of June."""
    if lang == "zh":
        spoken = f"{zh_integer(when.month)}月{zh_integer(when.day)}日"
        return Number(f"{when.month} 月 {when.day}", "日", spoken)
    name = MONTHS[when.month - 1]
    return Number(str(when.day), name, f"the {en_ordinal(when.day)} of {name}")


def month(when: date, lang: str) -> Number:
    """6 月, 六月; June."""
    if lang == "zh":
        return Number(str(when.month), "月", f"{zh_integer(when.month)}月")
    return Number(MONTHS[when.month - 1], "", MONTHS[when.month - 1])


def year(when: date, lang: str) -> Number:
    """2026 年, 二零二六年; 2026, twenty twenty-six."""
    if lang == "zh":
        return Number(str(when.year), "年", f"{zh_digits(str(when.year))}年")
    return Number(str(when.year), "", en_year(when.year))


def quarter(number: int, lang: str) -> Number:
    """第 3 季度, 第三季度; Q3, the third quarter."""
    if lang == "zh":
        return Number(f"第 {number}", "季度", f"第{zh_integer(number)}季度")
    return Number(f"Q{number}", "", f"the {en_ordinal(number)} quarter")


def ordinal(value: int, unit: str, lang: str) -> Number:
    """第 11 个工作日, 第十一个工作日; working day 11, working day eleven."""
    if lang == "zh":
        return Number(f"第 {value}", unit, f"第{zh_integer(value)}{unit}")
    return Number(f"{unit} {value}", "", f"{unit} {en_integer(value)}")


def workday(number: int, total: int, lang: str) -> Number:
    """第 11 个工作日，共 20 个; working day 11 of 20."""
    if lang == "zh":
        spoken = f"第{zh_integer(number)}个工作日，共{zh_number(Decimal(total), counting=True)}个"
        return Number(f"第 {number} 个工作日，共 {total}", "个", spoken)
    return Number(f"working day {number}", f"of {total}", f"working day {en_integer(number)} of {en_integer(total)}")


def clock(when: time, lang: str) -> Number:
    """10:30, 十点三十分, ten thirty; full hours: 十点, ten o'clock."""
    text = f"{when.hour}:{when.minute:02}"
    return Number(text, "", normalise(text, lang))
