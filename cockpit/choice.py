"""The searchable choice among all indicators: by class, by name, in Chinese by initials too."""

import streamlit as st

from cockpit.initials import initials
from cockpit.panel import follow
from cockpit.session import Session
from cockpit.view import CLASSES, indicator_name


def choice(session: Session) -> None:
    """Choose any indicator; the drill opens it."""
    known = options(session)
    key = f"choice-{session.org}-{session.indicator}-{session.period}"
    st.selectbox(
        session.say("drill.choose"),
        known,
        index=known.index(session.indicator),
        format_func=lambda indicator: label(session, indicator),
        key=key,
        on_change=lambda: follow(session.link("drill", indicator=st.session_state[key])),
        label_visibility="collapsed",
        filter_mode="contains",
    )


def options(session: Session) -> list[str]:
    """Every indicator, class by class, the headlines of each first."""
    return [entry.id for cls in CLASSES for entry in session.of_class(cls)]


def label(session: Session, indicator: str) -> str:
    """What is shown and searched: class and name, and the initials of a Chinese name."""
    name = indicator_name(session, indicator)
    shown = f"{session.say(f'class.{session.catalogue[indicator].cls}')} · {name}"
    return f"{shown}  {initials(name)}" if session.lang == "zh" else shown
