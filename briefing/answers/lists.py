"""Answers of several organisations: the highest and lowest, those at risk, those without a sale."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from briefing.answers.question import Question
from briefing.answers.values import head, of, period_of
from briefing.facts import POLICIES, Fact, Morning
from briefing.phrases import Place
from briefing.refs import Ref
from data.messages import text
from data.org import LEVELS

NAMED = 5


def rank(morning: Morning, question: Question, indicator: str) -> Fact:
    """The organisations of a level at one end of an indicator: by the plan reached where good and bad is asked."""
    period = period_of(morning, indicator, question.when)
    one = morning.catalogue[indicator]
    asked = question.ranking
    planned = asked.judged and one.rule == "pace"
    low = asked.lowest != (asked.judged and not planned and one.direction == "lower")
    found = _measured(morning, below(morning, question), indicator, period, planned=planned)
    ordered = sorted(found, key=lambda org: (found[org].number * (1 if low else -1), org))[: asked.count]
    items = [{"org": Place(org), "value": found[org]} for org in ordered]
    said = {"items": items, "low": low, "planned": planned, "judged": asked.judged, "worst": asked.lowest}
    return Fact("rank", "answer", "answer_rank", {**head(morning, indicator, period), **said})


def _measured(morning: Morning, orgs: Iterable[str], indicator: str, period: str, *, planned: bool) -> dict[str, Ref]:
    """Each organisation's value, or the share of its plan; those that have one."""
    found = {
        org: of(at(morning, org), indicator, period, "{c}.value / {c}.target", "%")
        if planned
        else morning.cell(indicator, period, org)
        for org in orgs
    }
    return {org: ref for org, ref in found.items() if ref}


def at(morning: Morning, org: str) -> Morning:
    return replace(morning, org=org)


def below(morning: Morning, question: Question) -> Sequence[str]:
    """The organisations of the level that is asked for, below the one in question; its children where none is."""
    orgs = morning.sources.snapshot.orgs
    if question.level is None:
        return orgs.children(morning.org)
    first, end = orgs.index(morning.org), orgs.end(morning.org)
    return [org for org in orgs.ids[first + 1 : end] if LEVELS.index(question.level) == len(org) // 2 - 1]


def reds(morning: Morning, question: Question, indicator: str) -> Fact:
    """The organisations below where an indicator is red, or yellow where none is."""
    period = period_of(morning, indicator, question.when)
    inside = set(below(morning, question))
    judged = morning.sources.snapshot.cells.judged
    found = {one: [org for org in judged(one, indicator, period) if org in inside] for one in ("red", "yellow")}
    status = "red" if found["red"] or not found["yellow"] else "yellow"
    data = {**head(morning, indicator, period), "status": status, **_named(found[status])}
    return Fact("reds", "answer", "answer_reds", data)


def zero(morning: Morning, question: Question) -> Fact:
    """The organisations that issued no policy in this month, or in so many months up to it."""
    months, orgs = question.ranking.months, morning.sources.snapshot.orgs
    sold = _sold(morning, months)
    if sold is None:
        missing = {"reason": text(morning.lang, "briefing.reason.no_data")}
        return Fact("none", "answer", "answer_none", {**head(morning, POLICIES, "mtd"), **missing})
    asked = below(morning, replace(question, level=question.level or LEVELS[-1]))
    found = [org for org in asked if sold[orgs.index(org)] <= 0]
    return Fact("zero", "answer", "answer_zero", {"org": Place(morning.org), "many": months > 1, **_named(found)})


def _sold(morning: Morning, months: int) -> NDArray[np.float64] | None:
    """The policies of every organisation in the last months; None where so many months are not known."""
    snapshot = morning.sources.snapshot
    if months == 1:
        return snapshot.cells.floats("value", POLICIES, "mtd")
    known = snapshot.trend.slots[-months:]
    if len(known) < months:
        return None
    sold: NDArray[np.float64] = np.sum([snapshot.trend.floats("value", POLICIES, month) for month in known], axis=0)
    return sold


def _named(orgs: Iterable[str]) -> dict[str, object]:
    found = list(orgs)
    return {"orgs": [Place(org) for org in found[:NAMED]], "more": len(found) > NAMED}
