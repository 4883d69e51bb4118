"""Export: any view as a file, the long ones made in the background."""

import streamlit as st

from cockpit.export import FUNNEL, LONG, VIEWS, Ask
from cockpit.funnel_table import COHORTS
from cockpit.panel import panel
from cockpit.parcels import Parcels
from cockpit.places import crumbs
from cockpit.session import Session, current, reception
from cockpit.sheets import TYPES, WRITERS
from cockpit.view import indicator_name
from data.calendar import PERIODS

WAIT_S = 2


def page(session: Session) -> None:
    panel(session, "cases_head.html.j2", "export-head", steps=crumbs(session, "export"))
    left, right = st.columns([6, 7])
    with left.container(key="card-ask"):
        panel(session, "chart_head.html.j2", "ask-head", title=session.say("export.title"), note="", view="")
        choose(session)
    with right.container(key="card-parcels"):
        panel(session, "chart_head.html.j2", "parcels-head", title=session.say("export.mine"), note="", view="")
        mine(session)


def choose(session: Session) -> None:
    """What, of which indicator and period, as which kind of file."""
    view = st.selectbox(
        session.say("export.view"), list(VIEWS), format_func=lambda name: session.say(f"export.views.{name}")
    )
    ask = funnel(session) if view == FUNNEL else cells(session, view)
    if ask is None:
        st.info(session.say("funnels.none"))
        return
    kind = st.selectbox(session.say("export.format"), list(WRITERS), format_func=str.upper)
    (order if view in LONG else fetch)(session, ask, kind)


def cells(session: Session, view: str) -> Ask:
    """Of which indicator and period."""
    ids = [entry.id for entry in session.catalogue]
    left, right = st.columns(2)
    indicator = left.selectbox(
        session.say("export.indicator"), ids, ids.index(session.indicator), lambda name: indicator_name(session, name)
    )
    period = right.selectbox(
        session.say("export.period"), PERIODS, PERIODS.index(session.period), lambda name: session.say(f"period.{name}")
    )
    return Ask(view, session.org, indicator, period, session.lang)


def funnel(session: Session) -> Ask | None:
    """Of which campaign, month of entry and cohort; None before anybody entered any."""
    funnels = session.sight.snapshot.funnels
    known = {one.id: one.name(session.lang) for one in funnels.campaigns if funnels.months(one.id)}
    if not known:
        return None
    left, middle, right = st.columns(3)
    name = left.selectbox(session.say("export.campaign"), list(known), format_func=known.__getitem__)
    months = [f"{month:%Y-%m}" for month in reversed(funnels.months(name))]
    newest = f"{funnels.newest_closed(name):%Y-%m}"
    month = middle.selectbox(session.say("export.month"), months, months.index(newest))
    cohort = right.selectbox(
        session.say("export.cohort"), COHORTS, format_func=lambda word: session.say(f"funnels.{word}")
    )
    return Ask(FUNNEL, session.org, "", "", session.lang, name, month, cohort)


def fetch(session: Session, ask: Ask, kind: str) -> None:
    """A short export, made when the button is pressed."""

    def made() -> bytes:
        frame = VIEWS[ask.view](session.sight, session.catalogue, ask)
        reception().note(session.user, "export", f"{ask.view}.{kind}", ask.place, len(frame))
        return WRITERS[kind](frame)

    label = session.say("export.download")
    st.download_button(
        label, made, f"{ask.name}.{kind}", TYPES[kind], type="primary", width="stretch", on_click="ignore"
    )


def order(session: Session, ask: Ask, kind: str) -> None:
    """A long export, for those who may."""
    if not session.user.export:
        st.info(session.say("export.not_yours"))
        return
    if st.button(session.say("export.order"), type="primary", width="stretch"):
        now = reception().settings.clock.now()
        reception().parcels.place(session.user.name, session.user.orgs, ask, kind, now)
        reception().note(session.user, "export", f"{ask.view}.{kind}", ask.place)


@st.fragment(run_every=WAIT_S)
def mine(session: Session) -> None:
    """One's own long exports: being made, or ready to fetch."""
    parcels: Parcels = reception().parcels
    own = parcels.of(session.user.name)
    step = reception().step()
    rows = [(one, parcels.file(one).exists()) for one in own]
    panel(session, "parcels.html.j2", "parcels", rows=rows, step=step if any(not done for _, done in rows) else None)


page(current())
