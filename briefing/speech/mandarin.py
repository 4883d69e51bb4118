"""Chinese text as groups of pinyin syllables, with the readings and tone changes of a news reader."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.contrib.tone_convert import to_tone
from pypinyin.seg import mmseg

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
NUMERAL = "零一二三四五六七八九十百千万亿两"
NUMERALS = rf"[一二三四五六七八九两]?[十百千][一二三四五六七八九]?(?![十百千])|[{NUMERAL}]"
TOKEN = re.compile(rf"[{HAN}]+|[A-Za-z]|[^{HAN}A-Za-z]+")
RUN = re.compile(rf"百分[之点]|{NUMERALS}|[^{NUMERAL}]+")
DATED = "月日号季"

# Words of the trade that the dictionary reads otherwise or does not know as words.
LEXICON = {
    "举绩": "ju3 ji4",
    "还款": "huan2 kuan3",
    "期交": "qi1 jiao1",
    "保费": "bao3 fei4",
    "首期": "shou3 qi1",
    "续期": "xu4 qi1",
    "达成": "da2 cheng2",
    "达成率": "da2 cheng2 lv4",
    "活动率": "huo2 dong4 lv4",
    "继续率": "ji4 xu4 lv4",
    "收取率": "shou1 qu3 lv4",
    "转化率": "zhuan3 hua4 lv4",
    "留存率": "liu2 cun2 lv4",
    "宽限期": "kuan1 xian4 qi1",
    "孤儿单": "gu1 er2 dan1",
    "计划书": "ji4 hua4 shu1",
    "工作日": "gong1 zuo4 ri4",
    "分公司": "fen1 gong1 si1",
    "营业部": "ying2 ye4 bu4",
    "营业区": "ying2 ye4 qu1",
    "营业室": "ying2 ye4 shi4",
    "中支": "zhong1 zhi1",
    "行长": "hang2 zhang3",
    "长险": "chang2 xian3",
}
# Letters as Chinese speakers say them.
LETTERS = {
    "A": "ei1",
    "B": "bi4",
    "C": "xi1",
    "D": "di4",
    "E": "yi4",
    "F": "ai2 fu5",
    "G": "ji4",
    "H": "ei1 qi5",
    "I": "ai4",
    "J": "zhei4",
    "K": "kei4",
    "L": "ai2 lou5",
    "M": "ai2 mu5",
    "N": "en1",
    "O": "ou1",
    "P": "pi1",
    "Q": "kiu4",
    "R": "a4",
    "S": "ai2 si5",
    "T": "ti4",
    "U": "you1",
    "V": "wei1",
    "W": "da2 bu5 liu5",
    "X": "ai2 ke5 si5",
    "Y": "wai4",
    "Z": "zei4",
}


@dataclass(frozen=True)
class Group:
    """A word as written and its syllables with tone numbers; none for punctuation and spaces."""

    text: str
    syllables: tuple[str, ...]


@cache
def _learn() -> None:
    """Teach pypinyin the trade's words, once a process."""
    load_phrases_dict({word: [[to_tone(one)] for one in said.split()] for word, said in LEXICON.items()})
    mmseg.retrain(mmseg.seg)


def _cut(text: str) -> list[str]:
    """Words of a run of Chinese characters; numbers fall into digit-and-place pairs: 一千 二百 一十六 万."""
    return [word for run in RUN.findall(text) for word in ([run] if run[0] in NUMERAL else mmseg.seg.cut(run))]


def _one(before: str, after: str, tone: str) -> str:
    """一 is flat in ordinals, dates, decimals and at the end of a number, and bends before what it counts."""
    inside = before in set(NUMERAL + "第点之") and after not in set("百千万亿")
    if not after or inside or after in set(DATED + "点零一二三四五六七八九十"):
        return "yi1"
    return "yi2" if tone == "4" else "yi4"


def _in_context(text: str, said: list[str]) -> list[str]:
    """一, 不 and 为 as their neighbours want them."""
    changed = list(said)
    for i, char in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        tone = said[i + 1][-1] if after else ""
        if char == "一":
            changed[i] = _one(before, after, tone)
        elif char == "不":
            changed[i] = "bu2" if tone == "4" else "bu4"
        elif char == "为" and after in set(NUMERAL + "负约"):
            changed[i] = "wei2"
    return changed


def _lifted(syllables: list[str]) -> tuple[str, ...]:
    """Of two low tones in a word the first rises: bao3 xian3 -> bao2 xian3."""
    risen = [f"{a[:-1]}2" if a[-1] == b[-1] == "3" else a for a, b in pairwise(syllables)]
    return (*risen, *syllables[-1:])


def _han(text: str) -> list[Group]:
    words, made = _cut(text), []
    said = _in_context(text, lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))
    for word in words:
        made.append(Group(word, _lifted(said[: len(word)])))
        said = said[len(word) :]
    return made


def groups(text: str) -> list[Group]:
    """The text in words: characters and letters with syllables, everything between without.

    Joining the texts of all groups gives the text back.
    """
    _learn()
    found: list[Group] = []
    for token in TOKEN.findall(text):
        if token.isascii() and token.isalpha():
            found.append(Group(token, tuple(LETTERS[token.upper()].split())))
        elif re.match(f"[{HAN}]", token):
            found += _han(token)
        else:
            found.append(Group(token, ()))
    return found
