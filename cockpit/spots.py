"""The status map: the children of an org against the headlines of a class."""

from dataclasses import dataclass

from cockpit import figures
from cockpit.session import Session
from metrics.catalogue import Indicator


@dataclass(frozen=True)
class Spot:
    """One field of the status map: attainment, or the value where there is no target."""

    text: str
    status: str | None
    href: str


@dataclass(frozen=True)
class Spots:
    """One child on the status map."""

    name: str
    href: str
    spots: tuple[Spot, ...]


def status_map(session: Session, cls: str) -> list[Spots]:
    """The children against the headlines of a class."""
    orgs = session.sight.snapshot.orgs.children(session.sight.require(session.org))
    entries = session.headlines(cls)
    return [
        Spots(
            session.sight.name(org, session.lang),
            session.link("overview", org=org),
            tuple(spot(session, org, entry) for entry in entries),
        )
        for org in orgs
    ]


def spot(session: Session, org: str, indicator: Indicator) -> Spot:
    cell = session.sight.cell(org, indicator.id, session.period)
    share = figures.attainment(cell, indicator) if indicator.unit != "%" else None
    value = figures.figure(cell.value, indicator.unit, session.lang)
    text = figures.percent(share, session.lang) if share is not None else str(value)
    return Spot(text, cell.status, session.link("drill", org=org, indicator=indicator.id))
