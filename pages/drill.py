"""Drill: one indicator of one organisation, its children, its months, and the sum that must agree."""

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from cockpit import charts, view, whys
from cockpit.cards import cards
from cockpit.choice import choice
from cockpit.hero import hero
from cockpit.panel import follow, panel
from cockpit.places import chips, crumbs, tabs
from cockpit.session import Session, current
from metrics.why import AGAINST

CHART_PX = 346
TALL_PX = 640
WARNINGS = 2


def page(session: Session) -> None:
    head(session)
    rows = view.rows(session)
    path = session.sight.month_path(session.org, session.indicator)
    if rows:
        branch(session, rows, path)
    else:
        leaf(session, path)
    with st.container(key="card-why"):
        why(session)


def why(session: Session) -> None:
    """What the children and the links of the chain add to the difference."""
    held = whys.against(st.query_params.get("against"))
    children, factors = whys.children(session, held), whys.factors(session, held) if session.shown.factors else None
    panel(session, "why.html.j2", "why", held=held, choices=AGAINST, children=children, factors=factors)


def branch(session: Session, rows: list[view.Row], path: pl.DataFrame) -> None:
    """An org with children: they stand in the middle."""
    left, middle, right = st.columns([4, 6, 5])
    with left:
        own(session)
    with middle.container(key="card-children"):
        children(session, rows)
    with right.container(key="card-curves"):
        months(session, CHART_PX)
        if not path.is_empty():
            days(session, path, CHART_PX)


def leaf(session: Session, path: pl.DataFrame) -> None:
    """A unit: its curves have the room."""
    left, right = st.columns([4, 11])
    with left:
        own(session)
    with right.container(key="card-curves"):
        months(session, TALL_PX if path.is_empty() else CHART_PX)
        if not path.is_empty():
            days(session, path, CHART_PX)


def head(session: Session) -> None:
    """Where one is, the classes and periods; the headlines of the class, and beside them the choice among all."""
    steps, classes = crumbs(session, "drill"), tabs(session, "drill")
    panel(session, "drill_head.html.j2", "drill-head", steps=steps, tabs=classes)
    left, right = st.columns([11, 4], vertical_alignment="center")
    with left:
        panel(session, "chips.html.j2", "chips", chips=chips(session))
    with right:
        choice(session)


def own(session: Session) -> None:
    """The org's own cell, and the warnings of its subtree."""
    with st.container(key="card-hero"):
        panel(session, "drill_hero.html.j2", "hero", **hero(session))
    with st.container(key="card-warnings"):
        panel(session, "warnings.html.j2", "warnings", cards=cards(session, WARNINGS), wide=False)


def children(session: Session, rows: list[view.Row]) -> None:
    """The children as bars and as a table; both go one level down."""
    name = view.indicator_name(session, session.indicator)
    title, note = session.say("drill.children"), session.say("drill.hint")
    panel(session, "chart_head.html.j2", "children-head", title=title, note=note, view="children")
    cells = {cell.org: cell for cell in session.sight.children(session.org, session.indicator, session.period)}
    if any(cell.value is not None for cell in cells.values()):
        bars(session, charts.children(rows, [cells[row.org] for row in rows], session.say("cell.target")), name)
    panel(session, "children.html.j2", "children", rows=rows, name=name)


def bars(session: Session, chart: go.Figure, name: str) -> None:
    key = f"bars-{session.org}-{session.indicator}-{session.period}"
    st.plotly_chart(
        chart,
        theme=None,
        config=charts.CONFIG,
        alt=name,
        key=key,
        on_select=lambda: take(session, key),
        selection_mode="points",
    )


def take(session: Session, key: str) -> None:
    """Go down to the organisation whose bar was chosen."""
    points = st.session_state[key].selection.points
    if points:
        follow(session.link("drill", org=str(points[0]["y"])))


def months(session: Session, height: int) -> None:
    name = view.indicator_name(session, session.indicator)
    chart = charts.trend(session, session.shown, session.sight.trend(session.org, session.indicator), height)
    charts.show(session, "trend", session.say("overview.trend", name=name), chart)


def days(session: Session, path: pl.DataFrame, height: int) -> None:
    name = view.indicator_name(session, session.indicator)
    chart = charts.month_path(session, session.shown, path, height)
    charts.show(session, "path", session.say("overview.path", name=name), chart)


page(current())
