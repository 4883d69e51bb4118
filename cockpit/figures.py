"""How a value looks on a page: figure, unit and tone; the words of the house's numbers, short enough for a tile."""

from dataclasses import dataclass, replace
from typing import Literal

from briefing import numbers
from data.messages import text
from metrics.catalogue import Indicator
from metrics.snapshot import Cell

Tone = Literal["good", "risk", "plain"]
SHORT = {"million yuan": "M", "thousand yuan": "K", "billion yuan": "B", "yuan": "", "million": "M", "thousand": "K"}
FLAT = 0.0005
DURATIONS = ("小时", "分", "月")
SHARES = ("%", "百分点")


@dataclass(frozen=True)
class Figure:
    """A value for the eye: big `figure`, small `unit`."""

    figure: str
    unit: str = ""
    gap: str = ""

    def __str__(self) -> str:
        return f"{self.figure}{self.gap if self.unit else ''}{self.unit}"


@dataclass(frozen=True)
class Change:
    """A difference to an earlier value; good when it goes the way that it should."""

    text: str
    up: bool
    tone: Tone


def figure(value: float | None, unit: str, lang: str) -> Figure:
    """A value in a catalogue unit: 12160000 yuan is `1,216 万元` or `¥12.16M`, 3.27 次/人 is `3.27/agent`.

    None is a dash.
    """
    if value is None:
        return Figure(text(lang, "cell.none"))
    if unit == "%":
        return _plain(numbers.percent(value, lang))
    if unit == "百分点":
        return _plain(numbers.points(value, lang))
    whole, _, one = unit.partition("/")
    shown = _amount(value, whole, lang)
    return replace(shown, unit=f"{shown.unit}/{text(lang, f'unit.{one}')}") if one else shown


def _amount(value: float, unit: str, lang: str) -> Figure:
    """Money, a duration, or a count; a count's word is left out in English, where the indicator's name has it."""
    if unit == "元":
        return _plain(numbers.money(value, lang)) if lang == "zh" else _short(numbers.money(value, lang), "¥")
    if unit in DURATIONS:
        return _plain(numbers.mean(value, text(lang, f"unit.{unit}"), lang))
    counted = numbers.mean(value, unit if lang == "zh" else "", lang)
    return _plain(counted) if lang == "zh" else _short(counted, "")


def _plain(number: numbers.Number) -> Figure:
    return Figure(number.figure, number.unit, number.gap)


def _short(number: numbers.Number, sign: str) -> Figure:
    return Figure(sign + number.figure, SHORT.get(number.unit, number.unit))


def percent(value: float | None, lang: str, digits: int = 0) -> str:
    return text(lang, "cell.none") if value is None else numbers.percent(value, lang, digits).shown


def points(value: float, lang: str) -> str:
    """A difference of fractions without its sign, in percentage points."""
    number = numbers.points(abs(value), lang)
    return text(lang, "cell.points", figure=number.figure)


def attainment(cell: Cell, indicator: Indicator) -> float | None:
    """The share of the target reached; None where there is none, or where less is better."""
    if cell.value is None or cell.target is None or cell.target <= 0 or indicator.direction != "higher":
        return None
    return cell.value / cell.target


def change(value: float | None, base: float | None, indicator: Indicator, lang: str) -> Change | None:
    """The difference to `base`: points for rates, percent for amounts; None without both or from nothing."""
    share = indicator.unit in SHARES
    if value is None or base is None or (not share and base <= 0):
        return None
    difference = value - base if share else value / base - 1
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    shown = points(difference, lang) if share else percent(abs(difference), lang, 1)
    return Change(sign + shown, difference >= 0, _tone(difference, indicator))


def _tone(difference: float, indicator: Indicator) -> Tone:
    """Good where it goes the way that it should; plain where it hardly moves, or no way is the better one."""
    if abs(difference) < FLAT or indicator.direction == "neutral":
        return "plain"
    return "good" if (difference > 0) == (indicator.direction == "higher") else "risk"
