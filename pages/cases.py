"""Warnings: what is at risk, who acts on it and until when, and what was done."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from cockpit import cases, notice
from cockpit.cards import card
from cockpit.cases import STATES, Case
from cockpit.followups import Entry, Ledger
from cockpit.panel import panel
from cockpit.places import crumbs
from cockpit.session import Session, current, reception

LABELS = {"acknowledged": "acknowledge", "closed": "close", "reopened": "reopen"}
LONGEST = 500


def page(session: Session) -> None:
    ledger = reception().followups
    found = cases.cases(session, ledger.followups())
    asked = st.query_params.get("case", "")
    chosen = next((one for one in found if one.key == asked), None)
    state = chosen.state if chosen else st.query_params.get("state", STATES[0])
    chosen = chosen or next((one for one in found if one.state == state), None)
    panel(session, "cases_head.html.j2", "cases-head", steps=crumbs(session, "cases"))
    left, right = st.columns([7, 6])
    with left.container(key="card-cases"):
        tabs = [(name, count, session.link("cases", state=name)) for name, count in cases.counts(found).items()]
        rows = cases.rows(session, found, state, chosen.key if chosen else "", reception().today)
        panel(session, "cases.html.j2", "cases", tabs=tabs, rows=rows, state=state)
    with right.container(key="card-case"):
        if chosen:
            detail(session, ledger, chosen)
        else:
            panel(session, "case.html.j2", "case", card=None, notes=(), case=None)


def detail(session: Session, ledger: Ledger, case: Case) -> None:
    shown = card(session, case.warning) if case.warning else None
    notes = cases.history(session, case)
    panel(
        session, "case.html.j2", "case", card=shown, notes=notes, case=cases.row(session, case, "", reception().today)
    )
    for column, act in zip(st.columns(3), cases.acts(case), strict=False):
        label = session.say(f"followup.{LABELS[act]}")
        if column.button(
            label, key=f"{act}-{case.key}", width="stretch", type="primary" if act == "acknowledged" else "secondary"
        ):
            write(session, ledger, cases.done(session, case, act, reception().settings.clock.now()))
    if case.state != "closed":
        form(session, ledger, case)


def form(session: Session, ledger: Ledger, case: Case) -> None:
    """Owner, due day, snooze and note; only what was filled in is written."""
    today = reception().today
    with st.form(f"follow-{case.key}", clear_on_submit=True, border=False):
        left, middle, right = st.columns(3)
        owner = left.text_input(session.say("followup.owner"), max_chars=80)
        due = middle.date_input(session.say("followup.by"), value=None, min_value=today)
        until = right.date_input(session.say("followup.until"), value=None, min_value=today + timedelta(days=1))
        note = st.text_area(
            session.say("followup.note"), placeholder=session.say("followup.note_hint"), max_chars=LONGEST, height=80
        )
        if st.form_submit_button(session.say("followup.save"), width="stretch"):
            at, who = reception().settings.clock.now(), session.user.name
            entries = [
                *([Entry(at, case.key, "assigned", who, owner=owner.strip(), due=due)] if owner.strip() or due else []),
                *([Entry(at, case.key, "snoozed", who, until=until)] if until else []),
                *([Entry(at, case.key, "noted", who, note=note.strip())] if note.strip() else []),
            ]
            if entries:
                write(session, ledger, [*cases.first(case, at), *entries])
            else:
                st.info(session.say("followup.empty"))


def write(session: Session, ledger: Ledger, entries: Sequence[Entry]) -> None:
    """Note it, say so, and show the case as it now stands; the scope is asked once more."""
    session.sight.require(entries[0].key.split("-", 1)[0])
    ledger.add(entries)
    notice.renew(session.say("followup.saved"))


page(current())
