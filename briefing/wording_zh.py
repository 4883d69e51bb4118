"""Rules that turn digits, units and symbols in Chinese text into words."""

import re
from decimal import Decimal

from briefing.numerals import zh_digits, zh_integer, zh_number, zh_percent

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
MEASURES = "万亿千个件人次份元天年名位家户条张笔支周项类种倍套篇场台组轮点"
PER = "人名天日周月年次件份家户场张台"
WRITTEN = {"h": "小时", "min": "分钟", "km": "公里", "kg": "公斤", "pp": "个百分点"}
ROMAN = {"II": "二", "III": "三", "IV": "四", "VI": "六", "VII": "七", "VIII": "八", "IX": "九"}
NAMED = "机构|工号|单号|编号|号码|代码|ID"
DIALLED = "电话|热线|手机|拨打|致电"
CODE_LENGTH = 9  # a longer run of digits without commas or a unit is a code
MAX_LENGTH = 15
SIGNS = {"": "", "-": "负", "+": "正"}
HALVES = {"1": "上半年", "2": "下半年"}
SYMBOLS = {
    "+": "加",
    "±": "正负",
    "×": "乘",
    "*": "乘",
    "÷": "除以",
    "=": "等于",
    "<": "小于",
    ">": "大于",
    "≤": "不超过",
    "≥": "不低于",
    "≈": "约",
    "&": "和",
    "@": "在",
    "℃": "摄氏度",
    "‰": "千分之",
    "~": "到",
    "·": " ",
    "—": "，",
    "…": "。",
    "/": "、",
}


def value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def code(text: str, unit: str) -> bool:
    """Whether a run of digits names something instead of counting it: 0755, 860101010101."""
    digits = text.partition(".")[0].replace(",", "")
    padded = digits.startswith("0") and len(digits) > 1
    return padded or len(digits) > MAX_LENGTH or ("," not in text and len(digits) >= CODE_LENGTH and not unit)


def _date(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{zh_digits(year)}年{zh_integer(int(month))}月{zh_integer(int(day))}日"


def _hour(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    said = f"{zh_number(Decimal(hour), counting=True)}点"
    if minute == 0:
        return said
    return f"{said}{'零' if minute < 10 else ''}{zh_integer(minute)}分"  # noqa: PLR2004 - 零五分


def _percent(match: re.Match[str]) -> str:
    said = SIGNS[match[1] or ""]
    if match[3] == "%":
        return said + zh_percent(value(match[2]))
    return f"{said}千分之{zh_number(value(match[2]))}"


def _fraction(match: re.Match[str]) -> str:
    """A part of a whole; else one number beside another."""
    part, whole = value(match[1]), value(match[2])
    return f"{zh_number(whole)}分之{zh_number(part)}" if part < whole else f"{zh_number(part)}比{zh_number(whole)}"


def _dialled(digits: str) -> str:
    """A number that one dials: 1 is said 幺, so that it is not heard as 7."""
    return zh_digits(re.sub("[^0-9]", "", digits)).replace("一", "幺")


def _version(match: re.Match[str]) -> str:
    return "点".join(zh_integer(int(part)) for part in match[0].split("."))


def _number(match: re.Match[str]) -> str:
    """A number in its place: after 第 and before 月, 日, 号 a 2 is 二, before a measure word 两."""
    place, sign, digits, unit = match.groups()
    if code(digits, unit):
        return f"{place}{zh_digits(re.sub('[^0-9]', '', digits))}{unit}"
    said = zh_number(value(digits), counting=bool(unit) and not place)
    return f"{place}{SIGNS[sign or '']}{said}{unit}"


def _each(match: re.Match[str]) -> str:
    """198万元/天: what falls to each comes first."""
    number, unit, one = match.groups()
    return f"每{'天' if one == '日' else one}{number}{unit}"


def _letters(match: re.Match[str]) -> str:
    return f" {' '.join(match[0])} "


RULES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])", _date),
        (r"(?<![\d.-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4}|1[3-9]\d{9})(?![\d.])", lambda m: _dialled(m[0])),
        (rf"({DIALLED})([ :：]*)(\d{{3,}})(?![\d.])", lambda m: m[1] + m[2] + _dialled(m[3])),
        (rf"({NAMED})([ :：]*)(\d{{4,}})(?![\d.,]|\s*[{MEASURES}])", lambda m: m[1] + m[2] + zh_digits(m[3])),
        (r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,}(?![\d.])", _version),
        (r"^\s*\(?(\d{1,2})[.)]\s*(?=[^\d\s])", lambda m: f"{zh_integer(int(m[1]))}、"),
        (rf"(?<![\d.])({NUMBER})\s*[-~]\s*({NUMBER})\s*%", lambda m: f"{m[1]}%-{m[2]}%"),
        (r"(?<=[\d%年月日号万亿元人天次件个])\s*[-~]\s*(?=\d)", lambda _: "到"),
        (r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", _hour),
        (r"(?<=\d):(?=\d)", lambda _: "比"),
        (r"(?<!\d)((?:19|20)\d\d)\s*年?(?=[QH][1-4])", lambda m: f"{zh_digits(m[1])}年"),
        (r"(?<!\d)((?:19|20)\d\d)\s*(?=年)", lambda m: zh_digits(m[1])),
        (r"(?<![A-Za-z])Q([1-4])(?![0-9A-Za-z])", lambda m: f"{zh_integer(int(m[1]))}季度"),
        (r"(?<![A-Za-z])H([12])(?![0-9A-Za-z])", lambda m: HALVES[m[1]]),
        (rf"¥\s*(-?{NUMBER})\s*(万亿|亿|万)?\s*元?", lambda m: f"{m[1]}{m[2] or ''}元"),
        (r"(?i:top)\s*(?=\d)", lambda _: "前"),
        (r"(?:(?<![A-Za-z])No\.|#)\s*(?=\d)", lambda _: "第"),
        (rf"(?<![A-Za-z])({'|'.join(ROMAN)})(?![A-Za-z])", lambda m: ROMAN[m[1]]),
        (r"(?<=\d)\s?(h|min|km|kg|pp)(?![A-Za-z])", lambda m: WRITTEN[m[1]]),
        (r"(?<![A-Za-z])([A-Z])-(?=\d(?!\d))", lambda m: f"{m[1]}减"),
        (rf"(-?{NUMBER})\s*([万亿]?[\u4e00-\u9fff])/([{PER}])", _each),
        (rf"(?<=[1-9]0)\+(?=[{MEASURES}])", lambda _: "多"),
        (r"(?<=[\d%])\+(?!\d)", lambda _: "以上"),
        (r"~(?=\d)", lambda _: "约"),
        (rf"(?:(?<![0-9A-Za-z)%])([-+]))?({NUMBER})\s*([%‰])", _percent),
        (r"(?<=\d)/(?=\d+/\d)|(?<=\d/)(\d+)/(?=\d)", lambda m: f"{m[1] or ''}、"),
        (rf"(?<![\d/.、])({NUMBER})/({NUMBER})(?![\d/])", _fraction),
        (rf"(第?)\s*(?:(?<![0-9A-Za-z)%])([-+]))?({NUMBER})\s*([{MEASURES}]?)", _number),
        (r"[A-Z]{2,}", _letters),
        (r"[%]", lambda _: "百分比"),
        ("|".join(map(re.escape, SYMBOLS)), lambda m: SYMBOLS[m[0]]),
    )
)


def close_up(text: str) -> str:
    """No space beside a Chinese character or its punctuation; single spaces elsewhere."""
    beside = r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]"
    return re.sub(rf"(?<={beside}) +| +(?={beside})|(?<=、)、", "", " ".join(text.split()))
