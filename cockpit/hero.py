"""One cell in full: its value, its neighbours in time, its definition, and the sum over the children."""

from typing import Any

from cockpit import figures
from cockpit.session import Session
from cockpit.sums import sums
from cockpit.view import indicator_name, mark, reason, share_bar


def hero(session: Session) -> dict[str, Any]:
    """What the template drill_hero shows."""
    sight, indicator, lang = session.sight, session.shown, session.lang
    cell = sight.cell(session.org, indicator.id, session.period)
    children = sight.children(session.org, indicator.id, session.period)
    share = figures.attainment(cell, indicator)
    return {
        "cell": cell,
        "name": indicator_name(session, indicator.id),
        "value": figures.figure(cell.value, indicator.unit, lang),
        "reason": reason(session, cell),
        "target": figures.figure(cell.target, indicator.unit, lang) if cell.target else None,
        "attained": None if share is None else figures.percent(share, lang, 1),
        "bar": None if share is None else share_bar(share),
        "mark": None if share is None else mark(session, session.org, indicator),
        "last_year": figures.figure(cell.last_year, indicator.unit, lang),
        "previous": figures.figure(cell.previous, indicator.unit, lang),
        "yoy": figures.change(cell.value, cell.last_year, indicator, lang),
        "mom": figures.change(cell.value, cell.previous, indicator, lang),
        "sums": sums(session, cell, children),
        "has_children": bool(children),
    }
