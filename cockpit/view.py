"""What the pages show, as plain records: the tiles of a class and the rows of a ranking."""

from dataclasses import dataclass

from cockpit import figures
from cockpit.figures import Change, Figure
from cockpit.session import Session
from cockpit.sparkline import sparkline
from metrics.catalogue import Indicator
from metrics.snapshot import Cell

CLASSES = ("performance", "process", "workforce")
FULL_BAR = 1.2


@dataclass(frozen=True)
class Mark:
    """A line across a bar: where it should be by now, or the full target; `at` in 0..1 of the bar."""

    at: float
    title: str


@dataclass(frozen=True)
class Tile:
    """One indicator of one org at a glance."""

    name: str
    value: Figure
    status: str | None
    target: str
    attained: str
    bar: float | None
    mark: Mark | None
    yoy: Change | None
    reason: str
    spark: str
    href: str
    drill: str
    selected: bool


@dataclass(frozen=True)
class Row:
    """One organisation of a list; `bar` in 0..1, full at 120 % of target, or at the largest value without target."""

    org: str
    name: str
    value: Figure
    target: str
    attained: str
    bar: float | None
    mark: Mark | None
    status: str | None
    yoy: Change | None
    reason: str
    href: str


def indicator_name(session: Session, indicator: str) -> str:
    found = session.catalogue[indicator]
    return found.name_zh if session.lang == "zh" else found.name_en


def reason(session: Session, cell: Cell) -> str:
    return session.say(f"reason.{cell.reason}") if cell.value is None and cell.reason else ""


def tile(session: Session, indicator: Indicator, page: str) -> Tile:
    cell = session.sight.cell(session.org, indicator.id, session.period)
    share = figures.attainment(cell, indicator)
    months = session.sight.trend(session.org, indicator.id)["value"].to_list()
    return Tile(
        indicator_name(session, indicator.id),
        figures.figure(cell.value, indicator.unit, session.lang),
        cell.status,
        str(figures.figure(cell.target, indicator.unit, session.lang)) if cell.target else "",
        figures.percent(share, session.lang) if share is not None else "",
        None if share is None else share_bar(share),
        None if share is None else mark(session, session.org, indicator),
        figures.change(cell.value, cell.last_year, indicator, session.lang),
        reason(session, cell),
        sparkline(months[:-1]),  # the month that runs would look like a fall
        session.link(page, indicator=indicator.id),
        session.link("drill", indicator=indicator.id),
        indicator.id == session.indicator,
    )


def tiles(session: Session, cls: str, page: str) -> list[Tile]:
    """The headlines of a class; any other indicator is a choice away on the drill."""
    return [tile(session, indicator, page) for indicator in session.headlines(cls)]


def rows(session: Session) -> list[Row]:
    """The children in the chosen indicator and period, best first; those without a value last."""
    cells = session.sight.children(session.org, session.indicator, session.period)
    values = [cell.value for cell in cells if cell.value is not None]
    most = max(values, default=0.0)
    return [row(session, cell, most) for cell in sorted(cells, key=lambda cell: rank_key(session, cell))]


def rank_key(session: Session, cell: Cell) -> tuple[bool, float]:
    """Sorts by attainment where there is one, else by value, the good end first."""
    share = figures.attainment(cell, session.shown)
    measure = share if share is not None else cell.value
    sign = 1 if session.shown.direction == "lower" else -1
    return cell.value is None, sign * (measure or 0.0)


def row(session: Session, cell: Cell, most: float) -> Row:
    indicator, lang = session.shown, session.lang
    share = figures.attainment(cell, indicator)
    return Row(
        cell.org,
        session.sight.name(cell.org, lang),
        figures.figure(cell.value, indicator.unit, lang),
        str(figures.figure(cell.target, indicator.unit, lang)) if cell.target else "",
        figures.percent(share, lang) if share is not None else "",
        bar(cell, share, most),
        None if share is None else mark(session, cell.org, indicator),
        cell.status,
        figures.change(cell.value, cell.last_year, indicator, lang),
        reason(session, cell),
        session.link("drill", org=cell.org),
    )


def share_bar(share: float) -> float:
    """How far a bar reaches that is full at FULL_BAR of the target."""
    return max(0.0, min(share / FULL_BAR, 1.0))


def mark(session: Session, org: str, indicator: Indicator) -> Mark:
    """Where the bar of an attainment should be by now in this month; elsewhere the full target."""
    days = session.sight.month_path(org, indicator.id) if session.period == "mtd" else None
    last = days.row(-1, named=True) if days is not None and not days.is_empty() else {}
    if not last.get("target") or last.get("expected") is None:
        return Mark(1 / FULL_BAR, session.say("cell.full"))
    share = last["expected"] / last["target"]
    return Mark(share_bar(share), session.say("cell.pace", share=figures.percent(share, session.lang)))


def bar(cell: Cell, share: float | None, most: float) -> float | None:
    if share is not None:
        return share_bar(share)
    return None if cell.value is None or most <= 0 else max(0.0, cell.value / most)
