"""The film of an edition on the brief page: ready to play, being made, or to be asked for."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from briefing import numbers
from cockpit.orders import Order
from cockpit.panel import mount
from cockpit.reception import Shelf
from cockpit.session import Session, reception, signed_in
from cockpit.templating import render
from cockpit.transcript import Line, lines

ONLINE = ("edge",)
REFRESH_S = 2


@dataclass(frozen=True)
class Shown:
    """A finished edition: its timed transcript, and what must be said about its making."""

    lines: list[Line]
    notice: list[str]


def morning(order: Order) -> str:
    """The edition's day as it is read in its language."""
    return numbers.day(order.day, order.lang).shown


def edition(session: Session, order: Order) -> Shown | None:
    """The edition if it is complete."""
    shelf = Shelf(reception().settings.editions)
    made, script = shelf.edition(order), shelf.read(order, "script.json")
    captions = shelf.folder(order) / f"captions.{order.lang}.vtt"
    if made is None or script is None or not captions.is_file():
        return None
    known = {str(sentence["id"]): float(sentence["start"]) for sentence in made.get("sentences", [])}
    return Shown(lines(script, captions.read_text("utf-8"), known), notice(session, made))


def notice(session: Session, made: dict[str, Any]) -> list[str]:
    """Who speaks and what drew it; whether the text left the house; what the makers noted."""
    voice = made["voice"]
    engine, renderer = session.label("engine", voice["engine"]), session.label("renderer", made["renderer"])
    said = [session.say("brief.made_by", voice=f"{engine} {voice['name']}", renderer=renderer)]
    online = [session.say("brief.online")] if str(voice["engine"]).startswith(ONLINE) else []
    return [*said, *online, *(str(note) for note in made.get("notes", []))]


@st.fragment(run_every=REFRESH_S)
def waiting(session: Session, order: Order) -> None:
    """Offer to make the film, or show how far it is; the page starts anew once it is there."""
    user, sight = signed_in(), session.sight
    if user is None or not sight.covers(order.org) or edition(session, order):
        st.rerun()
    orders = reception().orders
    asked = order in orders.open()
    step = reception().step()
    share = step.done / step.total if step and step.total else None
    html = render("absent.html.j2", session.lang, asked=asked, step=step, share=share)
    mount("absent", html, lambda _address: orders.place(order))
