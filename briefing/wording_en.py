"""Rules that turn digits, units, symbols and Chinese names in English text into words."""

import re

from pypinyin import lazy_pinyin

from briefing.numerals import MONTHS, en_digits, en_integer, en_number, en_ordinal, en_year
from briefing.wording_zh import NUMBER, code, value

MONTH = "|".join(MONTHS)
NOON = 12
SUFFIXES = {"k": " thousand", "m": " million", "bn": " billion"}
HALVES = {"1": "the first half", "2": "the second half"}
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


def _day(match: re.Match[str]) -> str:
    year = f" {en_year(int(match[3]))}" if match[3] else ""
    return f"the {en_ordinal(int(match[1]))} of {match[2]}{year}"


def _hour(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if minute == 0 and hour in {0, 24}:
        return "midnight"
    head = en_integer(hour - NOON if hour > NOON else hour)
    after = " p m" if hour > NOON else ""
    if minute == 0:
        return head + (after or " o'clock")
    return f"{head} {'oh ' if minute < 10 else ''}{en_integer(minute)}{after}"  # noqa: PLR2004 - ten oh five


def _number(match: re.Match[str]) -> str:
    sign, digits = match.groups()
    if code(digits, ""):
        return en_digits(re.sub("[^0-9]", "", digits))
    return {"-": "minus ", "+": "plus "}.get(sign or "", "") + en_number(value(digits))


def _pinyin(match: re.Match[str]) -> str:
    return f" {''.join(lazy_pinyin(match[0], errors='ignore')).replace('v', 'yu').capitalize()} "


RULES = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"[\u3400-\u4dbf\u4e00-\u9fff]+", _pinyin),
        (r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", _iso),
        (rf"(?:\bthe )?(?<![\d.,])(\d{{1,2}}) ({MONTH})\b(?:,? (\d{{4}})(?!\d))?", _day),
        (rf"\b({MONTH}) (\d{{1,2}})(?![\d.,%])", lambda m: f"{m[1]} {en_ordinal(int(m[2]))}"),
        (r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", _hour),
        (r"(?:\bthe )?(?<![A-Za-z])Q([1-4])(?![0-9A-Za-z])", lambda m: f"the {en_ordinal(int(m[1]))} quarter"),
        (r"(?:\bthe )?(?<![A-Za-z])H([12])(?![0-9A-Za-z])", lambda m: HALVES[m[1]]),
        (rf"({NUMBER})(k|m|bn)(?![A-Za-z])", lambda m: m[1] + SUFFIXES[m[2]]),
        (rf"¥\s*({NUMBER})( thousand| million| billion)?(?: yuan)?", lambda m: f"{m[1]}{m[2] or ''} yuan"),
        (r"(?<![\d.,])(\d{1,9})(?:st|nd|rd|th)(?![A-Za-z])", lambda m: en_ordinal(int(m[1]))),
        (rf"({NUMBER})\s?pp(?![A-Za-z])", lambda m: f"{m[1]} percentage points"),
        (r"(?<=[\d%])\s*[-~]\s*(?=\d)", lambda _: " to "),
        (rf"(?<![\d/.])({NUMBER})/({NUMBER})(?![\d/])", lambda m: f"{m[1]} of {m[2]}"),
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
