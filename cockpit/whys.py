"""Why a value differs, for the eye: the children's parts and the chain's, as bars to the left and to the right."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from cockpit import figures
from cockpit.session import Session
from cockpit.view import indicator_name
from metrics.contribution import Contribution
from metrics.snapshot import Snapshot
from metrics.why import AGAINST, Against, Ask, RefusedError, by_children, by_factors

SHOWN = 12


@dataclass(frozen=True)
class Bar:
    """One part: `left` and `width` in 0..100 of the row, `detail` for a ratio's rate and mix."""

    name: str
    text: str
    detail: str
    left: float
    width: float
    tone: str
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """The parts of a difference, or the sentence why there are none."""

    total: str = ""
    bars: tuple[Bar, ...] = ()
    refusal: str = ""


def against(asked: str | None) -> Against:
    """What the address asks to hold against; the target where it asks for nothing known."""
    return next((known for known in AGAINST if known == asked), AGAINST[0])


def children(session: Session, held: Against) -> Chart:
    return _chart(session, held, by_children, lambda name: session.sight.name(name, session.lang), drills=True)


def factors(session: Session, held: Against) -> Chart:
    chain = session.shown.factors
    names = {after: _link(session, before, after) for before, after in pairwise(chain)}
    first = {name: indicator_name(session, name) for name in chain[:1]}
    return _chart(session, held, by_factors, lambda name: (first | names)[name], drills=False)


def _link(session: Session, before: str, after: str) -> str:
    return session.say("why.each", whole=indicator_name(session, after), part=indicator_name(session, before))


def _chart(
    session: Session,
    held: Against,
    take_apart: Callable[[Snapshot, Ask], Contribution],
    name_of: Callable[[str], str],
    *,
    drills: bool,
) -> Chart:
    ask = Ask(session.sight.require(session.org), session.shown, session.period, held)
    try:
        found = take_apart(session.sight.snapshot, ask)
    except RefusedError as error:
        return Chart(refusal=session.say(f"why.{error.refusal}"))
    parts = sorted(found.parts, key=lambda part: part.total) if drills else list(found.parts)
    shown = [*parts[: SHOWN // 2], *parts[max(len(parts) - SHOWN // 2, SHOWN // 2) :]]
    others = sum((part.total for part in parts), Fraction(0)) - sum((part.total for part in shown), Fraction(0))
    rows = [
        (
            name_of(part.name),
            part.total,
            _detail(session, part.rate, part.mix) if _is_ratio(session) and drills else "",
            session.link("drill", org=part.name) if drills else session.link("drill", indicator=part.name),
        )
        for part in shown
    ]
    rows += [(session.say("why.others"), others, "", "")] if others else []
    rows += [(session.say("why.rest"), found.rest, "", "")] if _matters(found.rest, found.difference) else []
    return Chart(signed(session, found.difference), tuple(_bars(session, rows)))


def _matters(rest: Fraction, difference: Fraction) -> bool:
    """Whether the rest is more than rounding."""
    return abs(rest) > abs(difference) / 1000


def _is_ratio(session: Session) -> bool:
    return session.shown.denominator is not None


def _detail(session: Session, rate: Fraction, mix: Fraction) -> str:
    """A ratio's own change and its weight's, where the weight matters at all."""
    matters = abs(mix) > abs(rate) / 50
    return session.say("why.detail", rate=signed(session, rate), mix=signed(session, mix)) if matters else ""


def _bars(session: Session, rows: list[tuple[str, Fraction, str, str]]) -> list[Bar]:
    """Bars about a common zero: the largest fall and the largest rise share the row."""
    low = min((total for _, total, _, _ in rows), default=Fraction(0))
    high = max((total for _, total, _, _ in rows), default=Fraction(0))
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    span = (high - low) or Fraction(1)
    better = -1 if session.shown.direction == "lower" else 1
    return [
        Bar(
            name,
            signed(session, total),
            detail,
            left=float((min(total, Fraction(0)) - low) / span * 100),
            width=float(abs(total) / span * 100),
            tone="plain" if session.shown.direction == "neutral" else "good" if total * better > 0 else "risk",
            href=href,
        )
        for name, total, detail, href in rows
    ]


def signed(session: Session, value: Fraction) -> str:
    """A difference with its sign: points for shares, the indicator's unit for the rest."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    size, unit = float(abs(value)), session.shown.unit
    return sign + (
        figures.points(size, session.lang) if unit in figures.SHARES else str(figures.figure(size, unit, session.lang))
    )
