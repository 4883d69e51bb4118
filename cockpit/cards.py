"""Warnings in words, as the cards that open the drill."""

from dataclasses import dataclass

from cockpit import figures
from cockpit.session import Session
from cockpit.view import indicator_name
from metrics.warning import Link, Warning  # noqa: A004 - the house's word for it


@dataclass(frozen=True)
class Card:
    """A warning in words."""

    severity: str
    rule: str
    org: str
    indicator: str
    headline: str
    gap: str
    lines: tuple[str, ...]
    chain: tuple[str, ...]
    href: str


def cards(session: Session, limit: int = 5) -> list[Card]:
    return [card(session, warning) for warning in session.sight.warnings(session.org, limit)]


def card(session: Session, warning: Warning) -> Card:
    grey = warning.severity == "grey"
    return Card(
        warning.severity,
        warning.rule,
        session.sight.name(warning.org, session.lang),
        indicator_name(session, warning.indicator),
        session.say("warning.waits") if grey else _headline(session, warning),
        session.say("severity.grey") if grey else _distance(session, warning),
        tuple((_missing if grey else _lines)(session, warning)),
        tuple(_chain(session, warning)),
        session.link("drill", org=warning.org, indicator=warning.indicator, period=warning.period),
    )


def _is_rate(session: Session, warning: Warning) -> bool:
    return session.catalogue[warning.indicator].unit == "%"


def _gap(session: Session, warning: Warning) -> float:
    """In points of the plan; a rate's in its own points, as the presenter says it."""
    return warning.gap_volume if _is_rate(session, warning) else warning.gap


def _distance(session: Session, warning: Warning) -> str:
    key = "warning.behind" if warning.gap <= 0 else "warning.ahead"
    return session.say(key, gap=figures.points(_gap(session, warning), session.lang))


def _headline(session: Session, warning: Warning) -> str:
    """Reached, expected and heading for: shares of the plan, or the rate itself."""
    key, whole = ("warning.rate", warning.target) if _is_rate(session, warning) else ("warning.attained", 1.0)
    shares = {"attainment": warning.attainment, "pace": warning.pace, "projection": warning.projection}
    return session.say(key, **{name: figures.percent(share * whole, session.lang, 1) for name, share in shares.items()})


def _lines(session: Session, warning: Warning) -> list[str]:
    unit, lang = session.catalogue[warning.indicator].unit, session.lang
    lines = []
    if not _is_rate(session, warning) and warning.required_per_day > 0:
        required, recent = (
            figures.figure(value, unit, lang) for value in (warning.required_per_day, warning.recent_per_day)
        )
        lines.append(session.say("warning.required", required=required, recent=recent))
    cause = warning.cause
    if cause and cause.org != warning.org and session.sight.covers(cause.org):
        share = figures.percent(cause.share, lang)
        lines.append(session.say("warning.cause", share=share, org=session.sight.name(cause.org, lang)))
    return lines


def _missing(session: Session, warning: Warning) -> list[str]:
    """What has not come."""
    return [
        session.say(
            "warning.missing",
            source=session.label("source", one.source),
            day=f"{one.day:%m-%d}",
            share=figures.percent(one.share, session.lang),
        )
        for one in (warning.cause.missing if warning.cause else ())
    ]


def _chain(session: Session, warning: Warning) -> list[str]:
    links = warning.cause.chain if warning.cause else ()
    return [_link(session, link) for link in links if link.indicator in session.catalogue]


def _link(session: Session, link: Link) -> str:
    sign = "+" if link.change > 0 else "−"
    change = sign + figures.percent(abs(link.change), session.lang)
    return session.say("warning.link", name=indicator_name(session, link.indicator), change=change)
