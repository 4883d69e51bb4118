"""Text as it is compared: one width, one case, figures in digits, no punctuation."""

import re
import unicodedata

from briefing.numerals import DIGITS

HAN = "\u3400-\u9fff"
LANGUAGE = re.compile(f"[{HAN}]")
ENGLISH = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "thirteen": "13", "fifteen": "15",
}  # fmt: skip
_NUMERAL = re.compile("[一二两三四五六七八九十]+(?=个|月|年|家|名|天|日|次|季)|(?<=[前后])[一二三四五六七八九十]")
_POSSESSIVE = re.compile(r"['’]s\b|['’]")
_SIGNS = re.compile(f"[^0-9a-z{HAN}%]+")
_BESIDE_HAN = re.compile(f"(?<=[{HAN}]) +| +(?=[{HAN}])")
_WORD = re.compile("[a-z]+")


def fold(text: str) -> str:
    """`13-Month 继续率？` and `十三个月继续率` become `13 month继续率` and `13个月继续率`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _SIGNS.sub(" ", _POSSESSIVE.sub("", plain))
    plain = _NUMERAL.sub(lambda found: str(_number(found[0])), plain)
    plain = _WORD.sub(lambda found: ENGLISH.get(found[0], found[0]), plain)
    return _BESIDE_HAN.sub("", plain).strip()


def _number(numeral: str) -> int:
    """二十五 is 25; a 十 without a number before it is one ten."""
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    if not ten:
        return int("".join(str(DIGITS.index(one)) for one in ones))
    return 10 * (DIGITS.index(tens[-1]) if tens else 1) + (DIGITS.index(ones[0]) if ones else 0)
