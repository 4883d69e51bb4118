"""Answers of numbers: a value beside its plan and last year's, what is still missing, and why there is none."""

from dataclasses import replace
from typing import Any

from briefing.answers.question import When
from briefing.facts import Fact, Morning
from briefing.phrases import Place, indicator_name
from briefing.refs import Ref
from data.calendar import PERIODS
from data.messages import text

SHARES = ("%", "百分点")
POINTS = "百分点"
TENFOLD = 10


def value(morning: Morning, indicator: str, when: When | None, number: int = 1) -> Fact:
    """The value of an indicator, held against its plan and last year where it is today's."""
    period = period_of(morning, indicator, when)
    found = _value(morning, indicator, when, period)
    data = head(morning, indicator, period, when)
    if found is None:
        return Fact(f"none-{number}", "answer", "answer_none", {**data, "reason": _reason(morning, indicator, period)})
    beside = {} if when in {"last_month", "last_year"} else _beside(morning, indicator, period)
    return Fact(f"value-{number}", "answer", "answer_value", {**data, **NOTHING, **beside, "value": found})


NOTHING: dict[str, Any] = {"target": None, "attainment": None, "growth": None, "status": ""}


def head(morning: Morning, indicator: str, period: str, when: When | None = None) -> dict[str, Any]:
    """What every answer about an indicator names: the organisation, the indicator and the time."""
    name = indicator_name(indicator, morning.lang, morning.catalogue)
    said = {"name": name, "when": _when(morning, when or period), "rate": _share(morning, indicator)}
    return {"org": Place(morning.org), **said}


def period_of(morning: Morning, indicator: str, when: When | None) -> str:
    """The period that is asked for; else the month, or what the indicator has."""
    if when in PERIODS:
        return when
    known = morning.catalogue[indicator].periods
    return "mtd" if "mtd" in known else known[0]


def _when(morning: Morning, when: str) -> str:
    over = when == "mtd" and morning.month_over
    fresh = morning.sources.snapshot.as_of.toordinal() + 1 == morning.sources.date.toordinal()
    stale = when == "day" and not fresh
    return text(morning.lang, f"briefing.when.{'last_day' if stale else 'last_month' if over else when}")


def _share(morning: Morning, indicator: str) -> bool:
    return morning.unit(indicator) in SHARES


def _value(morning: Morning, indicator: str, when: When | None, period: str) -> Ref | None:
    if when == "last_month":
        return morning.derived("{o}.{i}.trend-1.value", indicator)
    if when == "last_year":
        return of(morning, indicator, period, "{c}.last_year")
    return morning.cell(indicator, period)


def of(morning: Morning, indicator: str, period: str, formula: str, unit: str = "") -> Ref | None:
    """A formula over one cell, {c}: `{c}.value / {c}.target`."""
    ref = morning.derived(formula.replace("{c}", f"{{o}}.{{i}}.{period}"), indicator, unit)
    return ref and replace(ref, period=period)


def _beside(morning: Morning, indicator: str, period: str) -> dict[str, Any]:
    share = _share(morning, indicator)
    cell = morning.sources.snapshot.cell(morning.org, indicator, period)
    growth = "{c}.value - {c}.last_year" if share else "({c}.value - {c}.last_year) / {c}.last_year"
    return {
        "target": of(morning, indicator, period, "{c}.target"),
        "attainment": None if share else of(morning, indicator, period, "{c}.value / {c}.target", "%"),
        "growth": _sober(of(morning, indicator, period, growth, POINTS if share else "%")),
        "status": cell.status or "",
    }


def _sober(growth: Ref | None) -> Ref | None:
    """Growth from next to nothing says nothing."""
    return growth if growth and abs(growth.number) < TENFOLD else None


def _reason(morning: Morning, indicator: str, period: str) -> str:
    reason = morning.sources.snapshot.cell(morning.org, indicator, period).reason
    return text(morning.lang, f"briefing.reason.{reason or 'no_data'}")


def gap(morning: Morning, indicator: str, when: When | None) -> Fact:
    """What is missing to the plan, and what each working day left must bring."""
    period = period_of(morning, indicator, when)
    data = head(morning, indicator, period)
    if morning.cell(indicator, period) is None:
        return value(morning, indicator, when)
    left = of(morning, indicator, period, "{c}.target - {c}.value", POINTS if _share(morning, indicator) else "")
    return Fact("gap", "answer", "answer_gap", {**data, "left": left, **_daily(morning, indicator, period)})


def _daily(morning: Morning, indicator: str, period: str) -> dict[str, Any]:
    days = morning.sources.workdays_left()
    if period != "mtd" or _share(morning, indicator) or not days or morning.catalogue[indicator].rule != "pace":
        return {"daily": None}
    return {"daily": of(morning, indicator, period, f"({{c}}.target - {{c}}.value) / {days}")}
