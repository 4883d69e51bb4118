"""Data health: what each source delivered and when, which days are not whole, and the rows that were refused."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from cockpit import deliveries
from cockpit.checks import Checks
from cockpit.panel import panel
from cockpit.session import Session, current, reception
from data.health import delivered_days
from data.repairs import Repairs


def page(session: Session) -> None:
    days = delivered_days(reception().settings.tables, reception().today)
    title = session.say("health.title")
    panel(session, "health_head.html.j2", "health-head", title=title, notes=deliveries.notes(session, days))
    left, right = st.columns([6, 7])
    with left.container(key="card-sources"):
        panel(session, "sources.html.j2", "sources", sources=deliveries.sources(session))
    with right.container(key="card-days"):
        panel(session, "days.html.j2", "days", lines=deliveries.grid(session, days))
    with st.container(key="card-recount"):
        last = Checks(reception().settings.checks).last()
        panel(session, "recount.html.j2", "recount", recount=deliveries.recount(session, last))
    with st.container(key="card-quarantine"):
        quarantine(session)


def quarantine(session: Session) -> None:
    """Kinds of refused rows, and one at a time to mend; for those who may see the whole company."""
    whole = session.sight.covers(session.sight.snapshot.orgs.root.id)
    refused = reception().settings.tables.scan("quarantine").collect() if whole else None
    kinds = [] if refused is None else deliveries.refused_kinds(session, refused)
    panel(session, "quarantine.html.j2", "quarantine", kinds=kinds, whole=whole)
    if refused is not None and len(refused):
        mend(session, deliveries.choices(refused))


def mend(session: Session, rows: list[dict[str, Any]]) -> None:
    orders = Repairs(reception().settings.repairs)
    chosen = st.selectbox(
        session.say("health.choose"), range(len(rows)), format_func=lambda at: label(session, rows[at])
    )
    text = st.text_area(
        session.say("health.mend"), value=readable(rows[chosen]["row"]), height=180, key=f"row-{chosen}"
    )
    one, every = st.columns(2)
    if one.button(session.say("health.replay_one"), type="primary", width="stretch"):
        repair = deliveries.repair(rows[chosen], text)
        if repair:
            orders.place([repair])
        else:
            st.error(session.say("health.no_json"))
    if every.button(session.say("health.replay_all"), width="stretch"):
        orders.place()
    if orders.waiting():
        st.info(session.say("health.waiting"))


def label(session: Session, row: Mapping[str, Any]) -> str:
    return f"{session.say('table.' + row['table'])} · {row['file']} · {row['rule']}"


def readable(row: str) -> str:
    """The row spread over lines, as it stands where it is no JSON."""
    try:
        return json.dumps(json.loads(row), ensure_ascii=False, indent=1)
    except ValueError:
        return row


page(current())
