"""How a reference is put into words: one number, for the eye and for the voice, and the names around it."""

import re
from dataclasses import dataclass
from datetime import date

from briefing.numbers import Number, count, day, each, mean, money, percent, points, workday
from briefing.refs import QUOTED, BrokenRefError, Ref
from briefing.wording import normalise
from data.messages import catalogue as messages
from data.messages import text
from metrics.catalogue import Catalogue

SPACE = re.compile(r"\s+")
DIGIT = re.compile(r"\d")
TIMES = ("小时", "分", "月")
UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Place:
    """An organisation to be named."""

    org: str


def say(ref: Ref, lang: str) -> Number:
    """A reference as a number; the magnitude only, for words tell the direction."""
    if ref.kind in QUOTED:
        name = plain(str(ref.value))
        return Number(name, "", normalise(name, lang))
    if ref.unit == "date":
        return day(date.fromisoformat(str(ref.value)), lang)
    if ref.unit == "workday":
        return _workday(ref, lang)
    return _measured(ref, abs(ref.number), lang)


def plain(name: str) -> str:
    """A name on one line, without signs that steer a terminal or a text's direction."""
    return SPACE.sub(" ", UNSAYABLE.sub(" ", name)).strip()


def indicator_name(indicator: str, lang: str, catalogue: Catalogue) -> str:
    """An indicator's name for the voice: ours if the messages have one, else the catalogue's, its figures in words."""
    key = f"briefing.indicator.{indicator}"
    if key in messages():
        return text(lang, key)
    name = catalogue[indicator].name(lang)
    return normalise(name, lang) if DIGIT.search(name) else name


def _workday(ref: Ref, lang: str) -> Number:
    number, total = re.findall(r"\d+", ref.formula or "") or (0, 0)
    return workday(int(number), int(total), lang)


def _measured(ref: Ref, value: float, lang: str) -> Number:
    match ref.unit:
        case "元":
            return money(value, lang)
        case "%":
            return percent(value, lang, ref.digits)
        case "百分点":
            return points(value, lang, ref.digits)
        case unit if "/" in unit:
            return _each(ref, value, lang)
        case unit if f"briefing.unit.{unit}" in messages():
            return (mean if unit in TIMES else count)(value, text(lang, f"briefing.unit.{unit}"), lang)
        case unit:
            raise BrokenRefError(f"{unit!r} is no unit that can be said; add it to briefing.unit in the messages")


def _each(ref: Ref, value: float, lang: str) -> Number:
    """What falls to each agent, policy or review: money, or a count that may be a fraction."""
    unit, one = ref.unit.split("/")
    amount = money(value, lang) if unit == "元" else mean(value, text(lang, f"briefing.unit.{unit}"), lang)
    return each(amount, one, text(lang, f"briefing.per.{one}"), lang)
