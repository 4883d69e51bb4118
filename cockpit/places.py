"""Where one can go: up the tree, down to the children, across to another indicator."""

from dataclasses import dataclass

from cockpit.session import Session
from cockpit.view import CLASSES, indicator_name


@dataclass(frozen=True)
class Crumb:
    """One step of the way down to an org."""

    name: str
    level: str
    href: str
    current: bool


@dataclass(frozen=True)
class Chip:
    """An indicator that may be chosen."""

    name: str
    status: str | None
    href: str
    on: bool


def crumbs(session: Session, page: str) -> list[Crumb]:
    sight = session.sight
    return [
        Crumb(
            sight.name(org, session.lang),
            session.say(f"level.{sight.level(org)}"),
            session.link(page, org=org),
            org == session.org,
        )
        for org in sight.path(session.org)
    ]


def below(session: Session, page: str) -> list[Crumb]:
    """The children of the org."""
    orgs = session.sight.snapshot.orgs.children(session.sight.require(session.org))
    level = session.say(f"level.{session.sight.level(orgs[0])}") if orgs else ""
    return [
        Crumb(session.sight.name(org, session.lang), level, session.link(page, org=org), current=False) for org in orgs
    ]


def tabs(session: Session, page: str) -> list[tuple[str, str]]:
    """Each class with the address of its first headline."""
    return [(cls, session.link(page, indicator=session.headlines(cls)[0].id)) for cls in CLASSES]


def chips(session: Session) -> list[Chip]:
    """The headlines of the class that is shown, and the chosen indicator if it is none of them."""
    shown, headlines = session.shown, session.headlines(session.shown.cls)
    return [
        Chip(
            indicator_name(session, entry.id),
            session.sight.cell(session.org, entry.id, session.period).status,
            session.link("drill", indicator=entry.id),
            entry.id == session.indicator,
        )
        for entry in (headlines if shown in headlines else [*headlines, shown])
    ]
