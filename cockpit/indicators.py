"""The catalogue for people: found by name, id, initials or class; what an indicator means; where it is red now."""

from dataclasses import dataclass

import polars as pl

from cockpit import figures
from cockpit.initials import initials
from cockpit.session import Session
from cockpit.view import CLASSES, indicator_name
from metrics.cases import Cases
from metrics.catalogue import Indicator
from metrics.lineage import SHOWN, Lineage, Part

REDS = 24


@dataclass(frozen=True)
class Entry:
    """An indicator in the list."""

    id: str
    name: str
    status: str | None
    href: str
    on: bool


@dataclass(frozen=True)
class Red:
    """An org where the indicator is red."""

    name: str
    value: str
    href: str


@dataclass(frozen=True)
class Line:
    """A measure of a lineage in words; `adds_up` None where there are no rows to add."""

    name: str
    kind: str
    source: str
    span: str
    value: str
    count: str
    adds_up: bool | None


def found(session: Session, words: str) -> list[Indicator]:
    """The indicators that have every one of the words, class by class, the headlines of each first."""
    asked = words.casefold().split()
    known = (entry for cls in CLASSES for entry in session.of_class(cls))
    return [entry for entry in known if all(word in _searched(session, entry) for word in asked)]


def _searched(session: Session, entry: Indicator) -> str:
    own = (entry.id, entry.name_zh, entry.name_en, initials(entry.name_zh), entry.cls)
    return " ".join((*own, session.say(f"class.{entry.cls}"))).casefold()


def entries(session: Session, words: str) -> list[Entry]:
    return [_entry(session, one) for one in found(session, words)]


def _entry(session: Session, one: Indicator) -> Entry:
    status = session.sight.cell(session.org, one.id, session.period).status
    href = session.link("indicators", indicator=one.id)
    return Entry(one.id, indicator_name(session, one.id), status, href, one.id == session.indicator)


def meaning(session: Session) -> list[tuple[str, str]]:
    """What the catalogue says of the chosen indicator: label and text."""
    one = session.shown
    says = {
        "class": session.say(f"class.{one.cls}"),
        "unit": one.unit,
        "direction": session.say(f"indicators.direction.{one.direction}"),
        "owner": session.label("owner", one.owner),
        "levels": _words(session, "level", one.levels),
        "periods": _words(session, "period", one.periods),
        "target": _target(session, one),
        "bands": _bands(session, one),
    }
    labels = {"direction": "direction.title"}
    return [(session.say(f"indicators.{labels.get(key, key)}"), text) for key, text in says.items()]


def _words(session: Session, group: str, words: tuple[str, ...]) -> str:
    return (" · " if session.lang == "en" else "、").join(session.say(f"{group}.{word}") for word in words)


def _target(session: Session, one: Indicator) -> str:
    if one.target is None:
        return session.say("indicators.none")
    if isinstance(one.target, str):
        return session.say("indicators.planned", measure=one.target)
    return str(figures.figure(one.target, one.unit, session.lang))


def _bands(session: Session, one: Indicator) -> str:
    """Where yellow and red begin, who says so, and on how little a rate may stand."""
    if one.rule is None:
        return session.say("indicators.unjudged")
    return "".join((_edges(session, one), _least(session, one)))


def _least(session: Session, one: Indicator) -> str:
    cases = Cases(session.catalogue)
    least = cases.least(one)
    if least is None:
        return ""
    words = figures.figure(least, "元", session.lang) if cases.paid(one) else f"{least:g}"
    return session.say("indicators.least", least=words)


def _edges(session: Session, one: Indicator) -> str:
    if one.rule == "band":
        healthy, danger = (str(figures.figure(value, one.unit, session.lang)) for value in (one.healthy, one.danger))
        return session.say("indicators.band", healthy=healthy, danger=danger, source=one.source(session.lang))
    bands = session.catalogue.bands[str(one.rule)]
    yellow, red = (figures.percent(value, session.lang) for value in (bands.yellow, bands.red))
    return session.say(f"indicators.{one.rule}", yellow=yellow, red=red, source=bands.source(session.lang))


def reds(session: Session) -> tuple[list[Red], int]:
    """The first REDS orgs in scope, from the top, where the indicator is red in the period; and how many there are."""
    orgs = session.sight.judged("red", session.indicator, session.period)
    shown = sorted(orgs, key=lambda org: (len(org), org))[:REDS]
    return [_red(session, org) for org in shown], len(orgs)


def _red(session: Session, org: str) -> Red:
    cell = session.sight.cell(org, session.indicator, session.period)
    value = str(figures.figure(cell.value, session.shown.unit, session.lang))
    return Red(session.sight.name(org, session.lang), value, session.link("drill", org=org))


def lines(session: Session, lineage: Lineage) -> list[Line]:
    return [_line(session, part) for part in lineage.parts]


def _line(session: Session, part: Part) -> Line:
    value = session.say("cell.none") if part.value is None else f"{part.value:,.2f}".removesuffix(".00")
    return Line(
        part.name,
        session.say(f"indicators.kind.{part.measure.kind}"),
        session.label("table", part.measure.table),
        f"{part.first} … {part.last}" if part.first else "",
        value,
        "" if part.rows is None else f"{len(part.rows):,}",
        part.adds_up,
    )


def heads(session: Session, rows: pl.DataFrame) -> list[str]:
    """The names of the columns in words."""
    return [session.label("indicators.column", name) for name in rows.columns]


def shown(rows: pl.DataFrame) -> list[list[str]]:
    """The first SHOWN rows as texts."""
    return [["" if cell is None else _text(cell) for cell in row] for row in rows.head(SHOWN).iter_rows()]


def _text(cell: object) -> str:
    return f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
