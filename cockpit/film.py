"""The film of an edition on the brief page: ready to play, being made, or to be asked for."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from briefing import numbers
from briefing.folder import LIVE, MARK, SCRIPT, captions
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
    """A finished edition: its timed transcript, what must be said about its making, and whether it is played live."""

    lines: list[Line]
    notice: list[str]
    live: bool
    other: bool
    """Whether it is there the other way too."""


def morning(order: Order) -> str:
    """The edition's day as it is read in its language."""
    return numbers.day(order.day, order.lang).shown


def edition(session: Session, order: Order, *, live: bool = False) -> Shown | None:
    """The edition if it is complete: as a film, or live where that is wished or there is no film yet."""
    ways = {way: found for way in (live, not live) if (found := _told(order, LIVE if way else "."))}
    if not ways:
        return None
    way, (made, script, cues) = next(iter(ways.items()))
    known = {str(sentence["id"]): float(sentence["start"]) for sentence in made.get("sentences", [])}
    return Shown(lines(script, cues, known), notice(session, made), way, len(ways) > 1)


def _told(order: Order, folder: str) -> tuple[dict[str, Any], dict[str, Any], str] | None:
    """edition.json, script.json and the captions of a folder; None until they are all there."""
    shelf = Shelf(reception().settings.editions)
    made, script = (shelf.read(order, f"{folder}/{name}") for name in (MARK, SCRIPT))
    shown = shelf.folder(order) / folder / captions(order.lang)
    return (made, script, shown.read_text("utf-8")) if made and script and shown.is_file() else None


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
