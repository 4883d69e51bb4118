"""Morning brief: the film with its transcript, and the warnings behind it."""

import streamlit as st

from cockpit import ask, film
from cockpit.cards import cards
from cockpit.orders import Order
from cockpit.panel import panel
from cockpit.places import below, crumbs
from cockpit.player import player
from cockpit.session import Session, current, reception


def page(session: Session) -> None:
    order = Order(session.org, reception().today, session.lang)
    day = film.morning(order)
    panel(session, "brief_head.html.j2", "brief-head", steps=crumbs(session, ""), below=below(session, ""), day=day)
    edition = film.edition(session, order, live=st.query_params.get("play") == "live")
    if edition:
        player(session, order, edition)
    else:
        film.waiting(session, order)
    ask.ask(session)
    with st.container(key="card-warnings"):
        panel(session, "warnings.html.j2", "warnings", cards=cards(session), wide=True)


page(current())
