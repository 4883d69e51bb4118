"""Answers of why and what to do: a warning with its cause; without one, where an indicator is weakest below."""

from collections.abc import Iterator, Sequence
from typing import cast

from briefing.answers.question import Question
from briefing.answers.values import head, period_of, value
from briefing.facts import PREMIUM, Fact, Morning, headline
from briefing.phrases import Place
from briefing.risks import actions, spoken, told
from briefing.risks import warnings as warned
from data.calendar import Period
from metrics.warning import Warning  # noqa: A004 - the house's word for it
from metrics.why import AGAINST, Ask, RefusedError, by_children

GRAVE = ("red", "yellow")


def why(morning: Morning, question: Question, indicator: str | None) -> Iterator[Fact]:
    """The warning that is asked about and its cause; else the value, and the child that takes most from it."""
    chosen = about(morning, indicator)[:1]
    named = indicator or (chosen[0].indicator if chosen and chosen[0].org == morning.org else PREMIUM)
    yield value(morning, named, question.when)
    if chosen:
        yield from told(morning, chosen, asked=True)
    else:
        yield _drag(morning, question, named)


def risks(morning: Morning) -> Iterator[Fact]:
    """The warnings that the brief speaks of; a calm word where there are none."""
    chosen = spoken(morning)
    yield from told(morning, chosen, asked=True) if chosen else warned(morning)


def summary(morning: Morning) -> Iterator[Fact]:
    """The month's premium against plan, last year and pace, and the gravest risk."""
    yield value(morning, PREMIUM, None)
    yield from (fact for fact in headline(morning) if fact.id == "pace")
    yield from list(risks(morning))[:2]


def about(morning: Morning, indicator: str | None) -> Sequence[Warning]:
    """The warnings of an indicator at an organisation, its own first; where none is named its premium's, else all."""
    snapshot = morning.sources.snapshot
    asked = indicator or PREMIUM
    found = [one for one in snapshot.warnings if one.indicator == asked and one.severity in GRAVE]
    own = [one for one in found if one.org == morning.org]
    if indicator is None:
        return own or spoken(morning)
    return own or [one for one in snapshot.warnings_of(morning.org) if one in found]


def _drag(morning: Morning, question: Question, indicator: str) -> Fact:
    """Which child takes most from the indicator, against its plan, else against last year."""
    period = period_of(morning, indicator, question.when)
    data = {**head(morning, indicator, period), "child": None, "value": None}
    for against in AGAINST:
        ask = Ask(morning.org, morning.catalogue[indicator], cast("Period", period), against)
        try:
            parts = by_children(morning.sources.snapshot, ask).parts
        except RefusedError:
            continue
        sign = -1 if morning.catalogue[indicator].direction == "lower" else 1
        worst = min(parts, key=lambda part: sign * part.total)
        ref = morning.cell(indicator, period, worst.name)
        if len(parts) > 1 and sign * worst.total < 0 and ref:
            data |= {"child": Place(worst.name), "value": ref}
        break
    return Fact("drag", "answer", "answer_drag", data)


def what_to_do(morning: Morning, indicator: str | None) -> Iterator[Fact]:
    """The actions that the warnings ask for; a calm word where there are none."""
    chosen = about(morning, indicator)
    if not chosen:
        yield Fact("idle", "answer", "answer_idle", {"org": Place(morning.org)})
        return
    yield from (fact for fact in told(morning, chosen[:1], asked=True) if fact.template == "warning")
    yield from actions(morning, chosen)
