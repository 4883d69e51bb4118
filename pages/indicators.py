"""Indicators: find any of them, read what it means, see where it is red, and trace its number to the facts."""

from functools import partial

import streamlit as st

from cockpit import indicators
from cockpit.lineage import traced
from cockpit.panel import panel
from cockpit.places import crumbs
from cockpit.session import Session, current, reception
from cockpit.sheets import TYPES, WRITERS
from data.calendar import PERIODS
from metrics.lineage import SHOWN, Ask, Lineage, Part

FILES = ("csv", "xlsx")
HELD = "traced"


def page(session: Session) -> None:
    panel(session, "indicators_head.html.j2", "indicators-head", steps=crumbs(session, "indicators"))
    left, right = st.columns([5, 8])
    with left.container(key="card-catalogue"):
        words = st.text_input(
            session.say("indicators.search"), placeholder=session.say("indicators.hint"), max_chars=60
        )
        panel(session, "indicators.html.j2", "catalogue", entries=indicators.entries(session, words))
    with right:
        with st.container(key="card-meaning"):
            reds, count = indicators.reds(session)
            panel(session, "indicator.html.j2", "meaning", says=indicators.meaning(session), reds=reds, count=count)
        with st.container(key="card-lineage"):
            lineage(session)


def lineage(session: Session) -> None:
    """The facts behind the number of the org; they are read only when the person asks for it."""
    found = held(session)
    panel(session, "lineage.html.j2", "lineage", lines=indicators.lines(session, found) if found else None)
    if not found:
        if st.button(session.say("indicators.trace"), type="primary"):
            with st.spinner(session.say("indicators.reading")):
                st.session_state[HELD] = (key(session), trace(session))
            st.rerun()
        return
    parts = [part for part in found.parts if part.rows is not None]
    if parts:
        names = [part.name for part in parts]
        chosen = st.selectbox(session.say("indicators.measure"), names, key=f"measure-{session.indicator}")
        facts(session, parts[names.index(chosen)])


def facts(session: Session, part: Part) -> None:
    """The first rows of a measure, and all of them as a file."""
    if part.rows is None:
        return
    note = session.say("indicators.first", shown=min(SHOWN, len(part.rows)), count=len(part.rows))
    heads, rows = indicators.heads(session, part.rows), indicators.shown(part.rows)
    panel(session, "facts.html.j2", "facts", heads=heads, rows=rows, note=note)
    for column, kind in zip(st.columns(len(FILES)), FILES, strict=True):
        name = f"{part.name}-{session.org}-{session.period}.{kind}"
        column.download_button(
            kind.upper(), partial(taken, session, part, kind), name, TYPES[kind], on_click="ignore", width="stretch"
        )


def taken(session: Session, part: Part, kind: str) -> bytes:
    """All rows as a file, noted as an export; the scope is asked once more."""
    if part.rows is None:
        return b""
    place = session.sight.require(session.org), session.indicator, session.period
    reception().note(session.user, "export", f"lineage.{part.name}.{kind}", place, len(part.rows))
    return WRITERS[kind](part.rows)


def trace(session: Session) -> Lineage:
    """Counted anew from the tables; the scope is asked before they are read."""
    period = PERIODS[PERIODS.index(session.period)]
    ask = Ask(session.shown, session.sight.require(session.org), period, session.sight.as_of)
    return traced(reception().settings, session.catalogue, ask, session.sight.snapshot)


def held(session: Session) -> Lineage | None:
    """What was traced last, if it is this number; the scope is asked last."""
    which, found = st.session_state.get(HELD, (None, None))
    session.sight.require(session.org)
    return found if which == key(session) else None


def key(session: Session) -> tuple[str, ...]:
    return session.user.name, session.sight.snapshot.version, session.org, session.indicator, session.period


page(current())
