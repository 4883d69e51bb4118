"""Names of places and people, in Chinese and in pinyin. The cities are invented; likenesses are chance."""

from collections.abc import Iterator
from itertools import product
from string import ascii_uppercase

import numpy as np

from data.demo.columns import Bools, Texts
from data.demo.dice import Dice, pick

PROVINCES = """
江苏 Jiangsu|浙江 Zhejiang|山东 Shandong|广东 Guangdong|四川 Sichuan|河南 Henan|湖北 Hubei|湖南 Hunan|河北 Hebei
安徽 Anhui|福建 Fujian|江西 Jiangxi|辽宁 Liaoning|陕西 Shaanxi|山西 Shanxi|北京 Beijing|上海 Shanghai|天津 Tianjin
重庆 Chongqing|云南 Yunnan|广西 Guangxi|贵州 Guizhou|吉林 Jilin|黑龙江 Heilongjiang|内蒙古 Inner Mongolia
新疆 Xinjiang|甘肃 Gansu|海南 Hainan|宁夏 Ningxia|青海 Qinghai|深圳 Shenzhen|宁波 Ningbo|厦门 Xiamen|青岛 Qingdao
大连 Dalian
"""
CITY_HEADS = """
江 Jiang|云 Yun|临 Lin|清 Qing|平 Ping|永 Yong|安 An|嘉 Jia|宁 Ning|锦 Jin|青 Qing|长 Chang|东 Dong|海 Hai|景 Jing
和 He|瑞 Rui|泰 Tai|文 Wen|丰 Feng|金 Jin|银 Yin|望 Wang|南 Nan|西 Xi|春 Chun|明 Ming|白 Bai
"""
MORE_HEADS = """
龙 Long|玉 Yu|荣 Rong|定 Ding|福 Fu|康 Kang|凤 Feng|秀 Xiu
"""
CITY_TAILS = """
城 cheng|州 zhou|阳 yang|川 chuan|山 shan|陵 ling|湖 hu|源 yuan|江 jiang|河 he|溪 xi|昌 chang
"""
REAL = """
银川 南昌 南阳 南山 金昌 西昌 西江 永州 永川 安阳 安溪 锦州 青州 青阳 长江 长城 长阳 东阳 东江 海阳 江阳 江山 瑞昌 泰州
泰山 文昌 文山 丰城 金州 金山 明溪 白城 白山 和州 临江 平江 平阳 清江 清河 云阳 宁阳 景山 望江 望城 海城 平山 福州 龙山
"""
"""Well-known places that two syllables would make by chance: a branch of another province must not hold them."""
DISTRICTS = """
城东 Chengdong|滨江 Binjiang|城西 Chengxi|新区 Xinqu|城南 Chengnan|城北 Chengbei|湖滨 Hubin|开发区 Kaifaqu
高新 Gaoxin|中心 Zhongxin|文昌 Wenchang|临港 Lingang
"""
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
)
WOMEN = "芳娜敏静丽艳娟霞秀玲桂兰洁梅琳雪慧莹婷雅萍红颖倩晶欣怡佳琪瑶蕾薇"
MEN = "伟强磊军勇杰涛明超刚平辉鹏华飞斌波宇浩凯建志文俊峰亮海龙林晨阳"
DIGITS = "〇一二三四五六七八九"


def _pairs(text: str) -> list[tuple[str, str]]:
    words = (word.split(" ", 1) for line in text.strip().splitlines() for word in line.split("|"))
    return [(zh, en) for zh, en in words]


def provinces() -> list[tuple[str, str]]:
    """35 names for branches."""
    return _pairs(PROVINCES)


def cities(dice: Dice) -> Iterator[tuple[str, str]]:
    """Names for sub-branches, each once; Jiangcheng comes first, and rarer heads where the usual ones are used up."""
    pairs = _joined(CITY_HEADS)
    shuffled = [pairs[at] for at in (0, *(dice.permutation(len(pairs) - 1) + 1))]
    seen: set[str] = set()
    for zh, en in (*shuffled, *_joined(MORE_HEADS)):
        if en not in seen and zh not in REAL.split():
            seen.add(en)
            yield zh, en


def _joined(heads: str) -> list[tuple[str, str]]:
    return [(a + b, f"{x}{y}") for (a, x), (b, y) in product(_pairs(heads), _pairs(CITY_TAILS)) if a != b]


def district(at: int) -> tuple[str, str]:
    """The name of a sub-branch's district number `at` (from 0)."""
    names = _pairs(DISTRICTS)
    zh, en = names[at % len(names)]
    turn = at // len(names)
    return (zh, en) if not turn else (f"{zh}{chinese(turn + 1)}", f"{en} {letter(turn + 1)}")


def letter(number: int) -> str:
    """A, B, … Z, AA, … for 1, 2, …: English names hold no figures, which a script would have to account for."""
    ahead, last = divmod(number - 1, len(ascii_uppercase))
    return (letter(ahead) if ahead else "") + ascii_uppercase[last]


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese figures."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def people(women: Bools, dice: Dice) -> list[str]:
    """A name for each person; common surnames are more frequent."""
    size = len(women)
    surnames = np.array(list(SURNAMES))[pick(1 / np.arange(4, 4 + len(SURNAMES)), size, dice)]
    first, second = (np.where(women, _letters(WOMEN, size, dice), _letters(MEN, size, dice)) for _ in range(2))
    long = dice.random(size) < 0.7
    return [a + b + (c if two else "") for a, b, c, two in zip(surnames, first, second, long, strict=True)]


def _letters(letters: str, size: int, dice: Dice) -> Texts:
    return np.array(list(letters))[dice.integers(0, len(letters), size)]
