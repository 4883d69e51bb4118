"""Rules that turn digits, units, symbols and Chinese names in English text into words."""

import re

from pypinyin import lazy_pinyin

from briefing.numerals import MONTHS, TENS, en_digits, en_integer, en_number, en_ordinal, en_year
from briefing.wording_zh import NUMBER, code, value

MONTH = "|".join(MONTHS)
SHORT_MONTHS = {name[:3]: name for name in MONTHS if len(name) > 3} | {"Sept": "September"}  # noqa: PLR2004 - May
SHORT = "|".join(sorted(SHORT_MONTHS, key=len, reverse=True))
NOON = 12
SUFFIXES = {"k": " thousand", "m": " million", "bn": " billion"}
HALVES = {"1": "the first half", "2": "the second half"}
PARTS = {(1, 2): "one half", (1, 3): "one third", (2, 3): "two thirds", (1, 4): "one quarter", (3, 4): "three quarters"}
ROMAN = {"II": "two", "III": "three", "IV": "four", "VI": "six", "VII": "seven", "VIII": "eight", "IX": "nine"}
WRITTEN = {
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "km": ("kilometre", "kilometres"),
    "kg": ("kilogram", "kilograms"),
    "pp": ("percentage point", "percentage points"),
    "bp": ("basis point", "basis points"),
    "bps": ("basis point", "basis points"),
    "pct": ("percent", "percent"),
}
NAMED = "org|organisation|account|code|ID|number|policy no\\.|phone|hotline|call|dial"
SYMBOLS = {
    "%": " percent ",
    "‰": " per mille ",
    "+": " plus ",
    "±": " plus or minus ",
    "×": " times ",
    "*": " times ",
    "÷": " divided by ",
    "=": " equals ",
    "<": " less than ",
    ">": " more than ",
    "≤": " at most ",
    "≥": " at least ",
    "≈": " about ",
    "&": " and ",
    "@": " at ",
    "℃": " degrees ",
    "~": " to ",
    "—": ", ",
    "…": ". ",
    "，": ", ",
    "、": ", ",
    "。": ". ",
    "；": "; ",
    "：": ": ",
    "！": "! ",
    "？": "? ",
    "（": " (",
    "）": ") ",
}


def _iso(match: re.Match[str]) -> str:
    year, month, day = map(int, match.groups())
    if not 1 <= month <= len(MONTHS):
        return " ".join(map(en_integer, (year, month, day)))
    return f"the {en_ordinal(day)} of {MONTHS[month - 1]} {en_year(year)}"


def _month(before: str | None, after: str | None) -> str:
    return f"{SHORT_MONTHS[before]} " if before else f" {SHORT_MONTHS[after or '']}"


def _day(match: re.Match[str]) -> str:
    year = f" {en_year(int(match[3]))}" if match[3] else ""
    return f"the {en_ordinal(int(match[1]))} of {match[2]}{year}"


def _hour(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if minute == 0 and hour in {0, 24}:
        return "midnight"
    head = en_integer(hour - NOON if hour > NOON else hour or NOON)
    after = " p m" if hour > NOON else "" if hour else " a m"
    if minute == 0:
        return head + (after or " o'clock")
    return f"{head} {'oh ' if minute < 10 else ''}{en_integer(minute)}{after}"  # noqa: PLR2004 - ten oh five


def _number(match: re.Match[str]) -> str:
    sign, digits = match.groups()
    if code(digits, ""):
        return _digits(digits)
    sign = sign if value(digits) else None
    return {"-": "minus ", "+": "plus "}.get(sign or "", "") + en_number(value(digits))


def _digits(text: str) -> str:
    return en_digits(re.sub("[^0-9]", "", text))


def _part(match: re.Match[str]) -> str:
    """A part of a whole; else one number beside another."""
    part, whole = value(match[1]), value(match[2])
    said = PARTS.get((int(part), int(whole))) if part == int(part) and whole == int(whole) else None
    return said or f"{match[1]}{' of' if part < whole else ''} {match[2]}"


def _written(match: re.Match[str]) -> str:
    one, many = WRITTEN[match[2]]
    return f"{match[1]} {one if value(match[1]) == 1 else many}"


def _decade(match: re.Match[str]) -> str:
    century, tens = int(match[1] or 0), int(match[2])
    decade = f"{TENS[tens][:-1]}ies"
    return f"{en_integer(century)} {decade}" if century else decade


def _version(match: re.Match[str]) -> str:
    return " " + " point ".join(en_integer(int(part)) for part in match[0].split("."))


def _pinyin(match: re.Match[str]) -> str:
    return f" {''.join(lazy_pinyin(match[0], errors='ignore')).replace('v', 'yu').capitalize()} "


RULES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"[\u3400-\u4dbf\u4e00-\u9fff]+", _pinyin),
        (r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])", _iso),
        (r"(?<![\d.-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4})(?![\d.])", lambda m: _digits(m[0])),
        (rf"\b({NAMED}) (\d{{4,}})(?![\d.,%])", lambda m: f"{m[1]} {_digits(m[2])}"),
        (r"(?<![\d.])\d{1,4}(?:\.\d{1,4}){2,}(?![\d.])", _version),
        (r"^\s*(\d{1,2})[.)]\s*(?=[^\d\s])", lambda m: f"{en_integer(int(m[1]))}, "),
        (rf"\b({SHORT})\.? (?=\d)|(?<=\d) ({SHORT})\b\.?", lambda m: _month(m[1], m[2])),
        (rf"(?:\bthe )?(?<![\d.,])(\d{{1,2}}) ({MONTH})\b(?:,? (\d{{4}})(?!\d))?", _day),
        (rf"\b({MONTH}) (\d{{1,2}})(?!\d|[.,%]\d|%)", lambda m: f"{m[1]} {en_ordinal(int(m[2]))}"),
        (r"(?<=\d)\s*[-~]\s*(?=\d{1,2}:\d\d)", lambda _: " to "),
        (r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", _hour),
        (r"(?<=\d)\s?([ap])\.?m\b\.?", lambda m: f" {m[1]} m"),
        (r"(?<!\d)((?:19|20)\d\d)\s?([QH][1-4])(?![0-9A-Za-z])", lambda m: f"{m[2]} {m[1]}"),
        (r"(?:\bthe )?(?<![A-Za-z])Q([1-4])(?![0-9A-Za-z])", lambda m: f"the {en_ordinal(int(m[1]))} quarter"),
        (r"(?:\bthe )?(?<![A-Za-z])H([12])(?![0-9A-Za-z])", lambda m: HALVES[m[1]]),
        (r"\b(quarter|half) (?=(?:19|20)\d\d(?!\d))", lambda m: f"{m[1]} of "),
        (r"(?<!\d)(\d\d)?([2-9])0s\b", _decade),
        (r"\b(?:No|no)\. ?(?=\d)|#(?=\d)", lambda _: "number "),
        (rf"(?<![A-Za-z])({'|'.join(ROMAN)})(?![A-Za-z])", lambda m: ROMAN[m[1]]),
        (rf"({NUMBER})(k|m|bn)(?![A-Za-z])", lambda m: m[1] + SUFFIXES[m[2]]),
        (rf"¥\s*({NUMBER})( thousand| million| billion)?(?: yuan)?", lambda m: f"{m[1]}{m[2] or ''} yuan"),
        (rf"({NUMBER}(?: [a-z]+){{0,2}})/([a-z]+)\b", lambda m: f"{m[1]} per {m[2]}"),
        (rf"({NUMBER})x(?![A-Za-z])", lambda m: f"{m[1]} times"),
        (r"(?<![\d.,])(\d{1,9})(?:st|nd|rd|th)(?![A-Za-z])", lambda m: en_ordinal(int(m[1]))),
        (rf"({NUMBER})\s?({'|'.join(WRITTEN)})(?![A-Za-z])", _written),
        (r"(?<=[\d%])\s*[-~]\s*(?=\d)", lambda _: " to "),
        (r"~ ?(?=\d)", lambda _: "about "),
        (r"(?<=[\d%])\+(?!\d)", lambda _: " or more"),
        (rf"(?<![\d/.])({NUMBER})/({NUMBER})(?![\d/])", _part),
        (r"(?<![\d.,+-])((?:19|20)\d\d)(?![\d%]|[.,]\d)", lambda m: en_year(int(m[1]))),
        (r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", lambda _: " "),
        (rf"(?:(?<![\w)])([-+]))?({NUMBER})", _number),
        (r"[A-Z]{2,}", lambda m: " ".join(m[0])),
        ("|".join(map(re.escape, SYMBOLS)), lambda m: SYMBOLS[m[0]]),
    )
)


def close_up(text: str) -> str:
    """Single spaces, and none before a comma or a full stop."""
    return re.sub(r" +(?=[,.;:!?)])", "", " ".join(text.split()))
