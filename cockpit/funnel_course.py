"""The course of a campaign as the page shows it: a row a week, and in a sentence whether it gains or loses pace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cockpit import figures
from cockpit.funnels import Choice, Row, counted
from cockpit.session import Session
from data.calendar import Month, WorkCalendar
from metrics.funnels import Course, Reached, Week
from metrics.funnels.course import WEEK_DAYS

WORKDAYS_LEAST = 3
"""Working days that a week must have to be held against another."""
ENTRANTS_LEAST = 30
"""Entrants that it must have too: of fewer, chance says more than pace."""
FEW = 10
"""Entrants a working day of which the first decimal is said too."""
FLAT = 0.0005
"""A change of pace that is none."""


@dataclass(frozen=True)
class Span:
    """A week up to today, and which days of the campaign are working days in it; `over`: no day of it is to come."""

    first: date
    last: date
    workdays: tuple[int, ...]
    over: bool


def course(session: Session, choice: Choice) -> Course:
    return session.sight.funnel_course(session.org, choice.campaign.id, choice.month, closed=choice.closed)


def spans(choice: Choice, calendar: WorkCalendar, today: date) -> dict[int, Span]:
    """The weeks of the campaign that have begun, from 1 on."""
    month = calendar.month_of(choice.month.year, choice.month.month)
    return dict(enumerate(_spans(month, calendar, today), 1))


def _spans(month: Month, calendar: WorkCalendar, today: date) -> Iterator[Span]:
    first = month.first
    while first <= min(month.last, today):
        end = min(first + timedelta(WEEK_DAYS - 1), month.last)
        last = min(end, today)
        workdays = ((day - month.first).days + 1 for day in calendar.workdays(first, last))
        yield Span(first, last, tuple(workdays), end == last)
        first = end + timedelta(1)


def weeks(session: Session, choice: Choice, own: Course, known: Mapping[int, Span]) -> list[Row]:
    """A row a week of entry, after who was carried over and before all together; nothing where nobody entered."""
    if not own.weeks:
        return []
    rows = [_row(session, number, own, known, closed=choice.closed) for number in own.weeks]
    return [*rows, counted(session, session.say("funnels.together"), _together(list(own.weeks.values())))]


def _together(found: list[Week]) -> Reached:
    entities, stepped = (sum(getattr(week, name) for week in found) for name in ("entities", "stepped"))
    return Reached(entities, stepped)


def _row(session: Session, number: int, own: Course, known: Mapping[int, Span], *, closed: bool) -> Row:
    week = own.weeks[number]
    running = week.running > 0
    if number not in known:
        return replace(counted(session, session.say("funnels.carried"), week), running=running)
    span, row = known[number], counted(session, session.say("funnels.week", week=number), week)
    pace_ = _said(_daily(own, span)) if span.workdays else ""
    daily = "" if closed and running else pace_  # those who are left out entered all the same
    return replace(row, dates=_dates(session, span), daily=daily, running=running)


def _daily(own: Course, span: Span) -> float:
    """How many entered on a working day of the week; a week's working days alone, or holidays would count in it."""
    return sum(own.days[turn].entered for turn in span.workdays if turn in own.days) / len(span.workdays)


def _said(daily: float) -> str:
    return f"{daily:,.0f}" if daily >= FEW else f"{daily:.1f}"


def _dates(session: Session, span: Span) -> str:
    """The month once where both ends lie in it."""
    first, last, zh = span.first, span.last, session.lang == "zh"
    if first.month != last.month:
        return " – ".join(f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%b}" for day in (first, last))
    days = "–".join(dict.fromkeys((str(first.day), str(last.day))))
    return f"{first.month}月{days}日" if zh else f"{days} {first:%b}"


def pace(session: Session, own: Course, known: Mapping[int, Span]) -> str:
    """How the last whole week compares with the one before, of those with days and entrants enough; else empty."""
    held = [number for number, week in own.weeks.items() if number in known and _tells(week, known[number])][-2:]
    if len(held) < 2:  # noqa: PLR2004 - one and another
        return ""
    before, last = held
    paces = [_daily(own, known[number]) for number in held]
    if not all(paces):
        return ""
    told = session.say("funnels.pace", week=last, daily=_said(paces[1]), change=_change(session, before, *paces))
    return told + _ends(session, before, own.weeks[before], own.weeks[last])


def _tells(week: Week, span: Span) -> bool:
    return span.over and len(span.workdays) >= WORKDAYS_LEAST and week.entered >= ENTRANTS_LEAST


def _change(session: Session, week: int, before: float, last: float) -> str:
    grown = last / before - 1
    word = "alike" if abs(grown) < FLAT else "more" if grown > 0 else "fewer"
    return session.say(f"funnels.{word}", week=week, share=figures.percent(abs(grown), session.lang, 1))


def _ends(session: Session, number: int, before: Week, last: Week) -> str:
    """How many of both came to the end, where no window of theirs runs any more."""
    if before.running or last.running:
        return ""
    own, other = (figures.percent(week.whole(-1), session.lang, 1) for week in (last, before))
    return session.say("funnels.ends", own=own, week=number, other=other)
