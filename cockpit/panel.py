"""A piece of page drawn from a template; its links change the page in place, without loading it anew."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from cockpit.session import Session
from cockpit.templating import render, style

KEPT = ("org", "indicator", "period", "case", "state", "against", "campaign", "month", "cohort", "show", "play")
GOING = "going"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "panel", html='<div class="panel"></div>', css=style("panel.css"), js=style("panel.js")
    )


def mount(key: str, html: str, taken: Callable[[str | None], None] | None = None) -> None:
    """Show HTML that a template made; `taken` gets the address of a link that is chosen (follow by default)."""
    take = taken or follow
    _component()(key=key, data=html, on_go_change=lambda: take(st.session_state[key].go))


def panel(session: Session, template: str, key: str, **values: Any) -> None:
    """Show a template of this session; the template sees the session and the values."""
    mount(key, render(template, session.lang, session=session, **values))


def follow(address: str | None) -> None:
    """Take a link: note the page, and put the rest into the address before the page runs."""
    parts = urlsplit(address or "/")
    st.session_state[GOING] = parts.path.strip("/")
    place = {name: value for name, value in parse_qsl(parts.query) if name in KEPT}
    st.query_params.from_dict(place)
    st.session_state["place"] = place
