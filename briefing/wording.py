"""Text for the voice: no digit, symbol or abbreviation is left for it to guess at."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from briefing import wording_en, wording_zh
from briefing.lexicon import Lexicon, lexicon

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

DASHES = str.maketrans({"−": "-", "﹣": "-", "–": "~", "～": "~", "⁄": "/", "￥": "¥", "〇": "零"})
PUNCTUATION = frozenset(" ,.;:!?'\"()-，。；：！？、（）“”‘’《》")
CLOSE_UP = {"zh": wording_zh.close_up, "en": wording_en.close_up}
RULES = {"zh": wording_zh.RULES, "en": wording_en.RULES}


def _plain(char: str) -> str:
    """One character in its ordinary width: full-width letters, digits and signs, circled and small digits."""
    if "①" <= char <= "⑳":
        return f"{unicodedata.normalize('NFKC', char)}、"
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    wide = kind[0] in "LN" or char in "％＋－．＝＜＞＆／"
    return unicodedata.normalize("NFKC", char) if wide else char


def _apply(text: str, rules: Sequence[Rule]) -> str:
    for pattern, said in rules:
        text = pattern.sub(said, text)
    return text


def _pronounceable(char: str) -> str:
    return char if char.isalpha() or char in PUNCTUATION else " "


def normalise(text: str, lang: str, words: Lexicon | None = None) -> str:
    """The text with all digits, units, symbols and capitals as words: 38.0% -> 百分之三十八, NBEV -> N B E V.

    Idempotent, unless a word of the lexicon is said by another of its words. In English, Chinese names become pinyin,
    so that an English voice can say them.
    """
    plain = "".join(map(_plain, text.translate(DASHES))).translate(DASHES)
    plain = (words or lexicon()).applied(plain, lang)
    said = _apply(plain, RULES[lang])
    said = "".join(map(_pronounceable, said))
    return CLOSE_UP[lang](said)
