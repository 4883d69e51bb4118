"""The rundown: the order of the broadcast, and the way from a morning to its checked script."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from briefing.budget import FILM, SHORT, Budget, fit
from briefing.check import check
from briefing.facts import Fact, Morning, headline, opening, pillars, yesterday
from briefing.praise import praise
from briefing.risks import actions, warnings
from briefing.script import Script
from data.messages import catalogue as messages
from data.messages import text
from data.org import LEVELS

CHAPTERS = ("opening", "headline", "yesterday", "pillars", "praise", "warnings", "data", "actions", "close")
REST = 14
"""Calendar days within which there is a working day, whatever the holiday."""


def facts(morning: Morning) -> list[Fact]:
    """All that is worth saying, in the order of the broadcast."""
    chapters = (opening, headline, yesterday, pillars, praise, warnings, data_gaps, actions, close)
    return [fact for chapter in chapters for fact in chapter(morning)]


def data_gaps(morning: Morning) -> Iterator[Fact]:
    """Which sources are late or incomplete; nothing where all are in."""
    found = dict.fromkeys([*late_sources(morning), *morning.incomplete])
    names = [source_name(name, morning.lang) for name in found]
    if names:
        yield Fact("data-gaps", "data", "gaps", {"sources": names})


def late_sources(morning: Morning) -> list[str]:
    """The sources of which the last working day is missing, or a file that could not be read."""
    as_of, calendar = morning.sources.snapshot.as_of, morning.sources.calendar
    due = max(calendar.workdays(as_of - timedelta(days=REST), as_of), default=as_of)
    return [str(item["source"]) for item in morning.sources.snapshot.sources if _is_late(item, due)]


def _is_late(source: Mapping[str, Any], due: date) -> bool:
    last = source.get("last_day")
    return bool(source.get("unreadable")) or (last is not None and date.fromisoformat(str(last)[:10]) < due)


def source_name(source: str, lang: str) -> str:
    key = f"briefing.source.{source}"
    return text(lang, key) if key in messages() else source


def close(morning: Morning) -> Iterator[Fact]:
    yield Fact("close", "close", "close", {"warned": bool(morning.warnings)})


def compose(morning: Morning, tempo: float = 1.0) -> Script:
    """The morning's script, within its time, every number checked.

    `tempo` is the voice's measured speed over the usual one.

    Raises:
        UntrueScriptError: a number is not covered by a reference, or is not what the reference leads to.
    """
    budget = replace(budget_of(morning), tempo=tempo)
    script = fit(facts(morning), morning.sources, morning.org, morning.lang, budget)
    check(script, morning.sources)
    return script


def budget_of(morning: Morning) -> Budget:
    return SHORT if morning.level == LEVELS[-1] else FILM
