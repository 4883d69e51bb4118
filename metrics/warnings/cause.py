"""Why an indicator is behind: the child that holds most of the gap, and the process indicators that fell before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from metrics.measures import MEASURES
from metrics.warning import Cause, Link, Missing
from metrics.warnings.gaps import under
from metrics.warnings.judgement import Judged, shaped
from metrics.warnings.settings import PathRule, Settings
from metrics.warnings.volumes import Book
from metrics.window import Window

Floats = NDArray[np.float64]
_CENTS = 100
_MONTHS_BACK = 6
"""Months that say what share of the due items is usually contacted by this working day."""


@dataclass(frozen=True)
class Change:
    """A process indicator of late and as usual, per org, and the deviation of the difference in an ordinary time."""

    value: Floats
    usual: Floats
    deviation: Floats


@dataclass(frozen=True)
class Inquiry:
    """Asks for causes on one day; `judged` are that month's judgements by indicator, `missing` facts yet to come."""

    book: Book
    settings: Settings
    judged: Mapping[str, Judged]
    missing: tuple[Missing, ...] = ()
    _changes: dict[str, Change] = field(default_factory=dict)

    def cause(self, indicator: str, org: int) -> Cause | None:
        """The cause of a gap of the org at this place; None if neither a child nor a link of the chain stands out."""
        child, share = self._child(indicator, org)
        place = org if child is None else child
        chain = self._chain(self.judged[indicator].rule, place) or self._chain(self.judged[indicator].rule, org)
        if child is None and not chain:
            return None
        return Cause(self.book.orgs.ids[place], share, chain)

    def _child(self, indicator: str, org: int) -> tuple[int | None, float]:
        """The place of the child with most of the gap, and its share of it; None and 1 where none stands out."""
        judged, rules, orgs = self.judged[indicator], self.settings.cause, self.book.orgs
        missing, plan = -judged.standing.gap_volume[:, -1], judged.course.target
        children = [orgs.index(child) for child in orgs.children(orgs.ids[org])]
        known = [child for child in children if np.isfinite(missing[child])]
        if not known or not missing[org] > 0:
            return None, 1.0
        worst = max(known, key=lambda child: float(missing[child]))
        share, planned = float(missing[worst] / missing[org]), float(plan[worst] / plan[org])
        stands_out = share >= max(rules.share, rules.excess * planned)
        return (worst, min(share, 1.0)) if stands_out else (None, 1.0)

    def _chain(self, rule: PathRule, org: int) -> tuple[Link, ...]:
        """The links that fell beyond noise at an org, nearest to the indicator first, if their facts are all in."""
        links = ((name, self._change(name)) for name in rule.chain if not under(self._facts(name), self.missing))
        return tuple(self._link(name, change, org) for name, change in links if self._fell(change, org))

    def _facts(self, name: str) -> Mapping[str, str]:
        return self.judged[name].rule.facts if name in self.judged else _FACTS[name]

    def _link(self, name: str, change: Change, org: int) -> Link:
        value, usual = float(change.value[org]), float(change.usual[org])
        return Link(name, value, usual, value / usual - 1)

    def _fell(self, change: Change, org: int) -> bool:
        value, usual, deviation = (float(each[org]) for each in (change.value, change.usual, change.deviation))
        rules = self.settings.cause
        return usual > 0 and value <= usual * (1 - rules.change) and value <= usual - rules.z * deviation

    def _change(self, name: str) -> Change:
        if name not in self._changes:
            self._changes[name] = _CHANGES.get(name, _flow_change)(self, name)
        return self._changes[name]

    def windows(self, count: int) -> list[tuple[date, date]]:
        """The last `count` spans of `cause.window` working days up to the as-of day, the newest first."""
        size, calendar, as_of = self.settings.cause.window, self.book.calendar, self.book.as_of
        worked = calendar.workdays(as_of - timedelta(days=size * (count + 1) * 2 + 30), as_of)
        ends = [as_of, *worked[-size - 1 :: -size]]
        return [(before + timedelta(days=1), end) for end, before in pairwise(ends)][:count]


def _flow_change(inquiry: Inquiry, name: str) -> Change:
    """A flow a working day in the newest window, against its planned course at the attainment of the time before."""
    rules, judged = inquiry.settings.cause, inquiry.judged[name]
    spans = inquiry.windows(1 + rules.usual // rules.window)
    late, before = spans[0], (spans[-1][0], spans[1][1])
    (actual, plan), (earlier, earlier_plan) = (_sums(inquiry, judged, span) for span in (late, before))
    usual = np.divide(earlier * plan, earlier_plan, out=np.zeros_like(plan), where=earlier_plan > 0)
    deviation = np.sqrt(judged.noise.variance(usual[:, None], inquiry.book.levels))[:, 0]
    unit = rules.window * (_CENTS if MEASURES[judged.rule.target].money else 1)
    return Change(actual / unit, usual / unit, deviation / unit)


def _sums(inquiry: Inquiry, judged: Judged, span: tuple[date, date]) -> tuple[Floats, Floats]:
    """Per org the volume of a span of days, and the plan's."""
    book, settings = inquiry.book, inquiry.settings
    actual, plan = np.zeros((2, len(book.orgs)))
    month = book.calendar.month(span[0])
    while month.first <= span[1]:
        first, last = ((day - month.first).days + 1 for day in (max(span[0], month.first), min(span[1], month.last)))
        shares = judged.profile.daily(shaped(book, settings, month))
        actual += book.volume(judged.rule, month)[:, first : last + 1].sum(axis=1)
        plan += np.nan_to_num(book.target(judged.rule, month)) * shares[:, first : last + 1].sum(axis=1)
        month = book.calendar.month_of(month.year, month.number + 1)
    return actual, plan


def _visiting_change(inquiry: Inquiry, _: str) -> Change:
    """The share of agents with a visit within a window, against the windows before."""
    base, rules = inquiry.book.base, inquiry.settings.cause
    spans = inquiry.windows(1 + rules.usual // rules.window)
    windows = [Window("mtd", first, last, inquiry.book.calendar) for first, last in spans]
    tops, bottoms = (
        np.array([base.nodes(name, window) for window in windows], dtype=np.float64) for name in ("hc_visit", "hc_end")
    )
    return _rate_change(tops, bottoms)


def _contact_change(inquiry: Inquiry, _: str) -> Change:
    """The share of the month's due items contacted by this working day, against the months before."""
    book = inquiry.book
    month = book.calendar.month(book.as_of)
    months = [book.calendar.month_of(month.year, month.number - back) for back in range(_MONTHS_BACK + 1)]
    held = [book.due_of(each, book.calendar.same_workday(book.as_of, each)) for each in months]
    return _rate_change(*(np.array([due[name] for due in held]) for name in ("ren_contacted", "ren_due_cnt")))


def _rate_change(tops: Floats, bottoms: Floats) -> Change:
    """Row 0 of (times, orgs) against the rows after it; the deviation is chance, or what varies from time to time."""
    rates = np.divide(tops, bottoms, out=np.full_like(tops, np.nan), where=bottoms > 0)
    whole = bottoms[1:].sum(axis=0)
    usual = np.divide(tops[1:].sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0)
    chance = usual * (1 - np.clip(usual, 0, 1)) / np.maximum(bottoms[0], 1)
    strayed = np.nan_to_num(rates[1:] - usual) ** 2
    return Change(np.nan_to_num(rates[0]), usual, np.sqrt(np.maximum(chance, strayed.mean(axis=0))))


_FACTS: Mapping[str, Mapping[str, str]] = {
    "visit_agent_rate": {"event": "thin"},
    "ren_contact_rate": {"premium_step": "missing"},
}
"""What a link stands on that has no path of its own."""
_CHANGES: Mapping[str, Callable[[Inquiry, str], Change]] = {
    "visit_agent_rate": _visiting_change,
    "ren_contact_rate": _contact_change,
}
