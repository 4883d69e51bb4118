"""The question on the brief page: typed, answered at once in text and sound, every number a link to its source."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from briefing import numbers
from briefing.answers.question import Asker
from briefing.answers.reply import EXAMPLES
from cockpit.answers import Answers, Reply
from cockpit.panel import follow
from cockpit.session import Session, reception
from cockpit.templating import render, style

ASKED, ANSWERED = "asked", "answered"


@cache
def answers() -> Answers:
    """The one of this process."""
    return Answers(reception().settings, reception().catalogue)


@cache
def _component() -> Callable[..., Any]:
    sheet = style("panel.css") + style("ask.css")
    return st.components.v2.component("ask", html='<div class="panel"></div>', css=sheet, js=style("ask.js"))


def ask(session: Session) -> None:
    """Show the line for a question, and the answer to the last one."""
    reply = _reply(session)
    examples = [session.say(f"briefing.example.{name}") for name in EXAMPLES]
    form = render("ask.html.j2", session.lang, examples=examples)
    told = (
        render("answer.html.j2", session.lang, session=session, reply=reply, note=_note(session, reply))
        if reply
        else ""
    )
    data = {"form": form, "answer": told, "sound": reply.sound if reply else "", "key": _asked()}
    _component()(key="ask", data=data, on_ask_change=_take, on_go_change=lambda: follow(st.session_state["ask"].go))


def _take() -> None:
    """Keep the question that was sent; the number tells two of the same words apart."""
    text = str(st.session_state["ask"].ask or "").strip()
    if text:
        number = st.session_state.get(ASKED, ("", 0))[1]
        st.session_state[ASKED] = (text, number + 1)


def _asked() -> str:
    return "-".join(map(str, st.session_state.get(ASKED, ("", 0))))


def _reply(session: Session) -> Reply | None:
    """The answer to what was asked last, made once for as long as person, place and snapshot stay."""
    asked = st.session_state.get(ASKED)
    if asked is None:
        return None
    key = (asked, session.user.name, session.user.orgs, session.org, session.lang, session.sight.snapshot.version)
    if st.session_state.get(ANSWERED, (None, None))[0] != key:
        asker = Asker(session.user.orgs, session.org, session.lang)
        reply = answers().reply(session.sight, asker, asked[0])
        question = reply.answer.question
        place = question.orgs[0], next(iter(question.indicators), ""), ""
        reception().note(session.user, "view", f"answer.{question.intent}", place)
        st.session_state[ANSWERED] = (key, reply)
    found: Reply = st.session_state[ANSWERED][1]
    return found


def _note(session: Session, reply: Reply) -> str:
    """Who speaks, and on what data; why nobody speaks."""
    if reply.silent:
        return session.say("ask.silent", reason=reply.silent)
    snapshot = session.sight.snapshot
    return session.say("ask.sound", day=numbers.day(snapshot.as_of, session.lang).shown, version=snapshot.version)
