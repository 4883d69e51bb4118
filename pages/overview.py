"""Overview: the headlines of a class with pace, months, ranking and warnings; or the headlines of all at once."""

from typing import Any

import streamlit as st

from cockpit import charts, view
from cockpit.cards import cards
from cockpit.panel import panel
from cockpit.places import crumbs, tabs
from cockpit.session import Session, current
from cockpit.spots import status_map

CHART_PX = 280
TALL_PX = 600
ALL = "all"


def page(session: Session) -> None:
    if st.query_params.get("show") == ALL:
        everything(session)
        return
    head(session)
    left, middle, right = st.columns([5, 5, 4])
    with left:
        curves(session)
    with middle:
        below(session)
    with right.container(key="card-warnings"):
        panel(session, "warnings.html.j2", "warnings", cards=cards(session), wide=False)


def head(session: Session) -> None:
    tiles = view.tiles(session, session.shown.cls, "overview")
    panel(session, "overview_head.html.j2", "overview-head", tiles=tiles, **around(session))


def everything(session: Session) -> None:
    """The headlines of every class at a glance, in one piece, so that all are painted together."""
    classes = [(cls, view.tiles(session, cls, "overview")) for cls in view.CLASSES]
    panel(session, "overview_all.html.j2", "overview-all", classes=classes, **around(session))


def around(session: Session) -> dict[str, Any]:
    """Where one is, and the ways to the classes and to all of them."""
    steps, classes = crumbs(session, "overview"), tabs(session, "overview")
    return {"steps": steps, "tabs": classes, "all": session.link("overview", show=ALL)}


def curves(session: Session) -> None:
    """This month against its expected path, where the indicator has one, and the thirteen months."""
    name, indicator = view.indicator_name(session, session.indicator), session.shown
    days = session.sight.month_path(session.org, indicator.id)
    months = session.sight.trend(session.org, indicator.id)
    if not days.is_empty():
        with st.container(key="card-path"):
            title = session.say("overview.path", name=name)
            charts.show(session, "path", title, charts.month_path(session, indicator, days, CHART_PX))
    with st.container(key="card-trend"):
        title = session.say("overview.trend", name=name)
        charts.show(
            session, "trend", title, charts.trend(session, indicator, months, TALL_PX if days.is_empty() else CHART_PX)
        )


def below(session: Session) -> None:
    """The children: ranked in the chosen indicator, and at a glance in all of its class."""
    with st.container(key="card-ranking"):
        name = view.indicator_name(session, session.indicator)
        panel(session, "ranking.html.j2", "ranking", rows=view.rows(session), name=name)
    spots = status_map(session, session.shown.cls)
    if spots:
        with st.container(key="card-map"):
            names = [view.indicator_name(session, entry.id) for entry in session.headlines(session.shown.cls)]
            panel(session, "map.html.j2", "map", rows=spots, names=names)


page(current())
