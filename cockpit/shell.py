"""The frame around every page: its style, the bar on top, and what stands there when the page cannot."""

import logging
import secrets
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page

from cockpit import notice
from cockpit.panel import mount, panel
from cockpit.scope import OutOfScopeError, Sight
from cockpit.session import CURRENT, Session, language, reception
from cockpit.templating import render
from cockpit.users import User
from data.errors import UserError

log = logging.getLogger(__name__)
MARK = Path(__file__).parent / "templates" / "mark.svg"
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
NAMES = ("brief", "overview", "board", "drill", "indicators", "cases", "funnels", "export", "health")


def icon() -> str:
    """The page's icon; a file of ours, since Streamlit's own would be fetched from the internet."""
    return str(MARK)


def send_to_sign_in() -> None:
    mount("away", '<span data-away="/signin"></span>')


@st.fragment(run_every=2)
def wait() -> None:
    """What the worker is doing, until the first snapshot is there."""
    step = reception().step()
    share = step.done / step.total if step and step.total else None
    degraded = reception().degraded()
    mount("wait", render("wait.html.j2", language(), step=step, share=share, degraded=degraded))
    if reception().snapshot():
        st.rerun()


def run(page: Page, user: User, sight: Sight) -> None:
    """Show the bar and the page; what goes wrong is said in one plain sentence."""
    try:
        session = Session.open(user, sight)
    except OutOfScopeError:
        refuse(user, sight)
        return
    CURRENT.set(session)
    bar(session, page.url_path or NAMES[0])
    notice.show()
    note_view(session, page.url_path or NAMES[0])
    try:
        page.run()
    except OutOfScopeError:
        refuse(user, sight)
    except UserError as error:
        st.error(str(error))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("page failed, number %s", number)
        st.error(session.say("refused.broken", number=number))


def refuse(user: User, sight: Sight) -> None:
    """Say why a page stays closed: what one may see, and whom to ask; never whether the organisation exists."""
    reception().note(user, "refused", "page", ("", "", ""))
    lang = language()
    seen = [sight.name(root, lang) for root in user.orgs if sight.covers(root)]
    mount("refused", render("refused.html.j2", lang, user=user, seen=seen))


def note_view(session: Session, page: str) -> None:
    """Write down what is looked at, once for as long as it stays on the screen."""
    place = session.org, session.indicator, session.period
    seen = (page, *place, session.sight.snapshot.version)
    if st.session_state.get("noted") != seen:
        st.session_state["noted"] = seen
        reception().note(session.user, "view", page, place)


def bar(session: Session, page: str) -> None:
    other = "en" if session.lang == "zh" else "zh"
    back = session.link("" if page == NAMES[0] else page)
    switch = f"/language/{other}?{urlencode({'next': back})}"
    link = partial(address, session)
    state = {"age": age(session), "degraded": reception().degraded(), "switch": switch}
    panel(session, "bar.html.j2", "bar", names=NAMES, page=page, link=link, **state)


def address(session: Session, page: str) -> str:
    return session.link("" if page == NAMES[0] else page)


def age(session: Session) -> str:
    """How long ago the figures were computed, in words."""
    seconds = reception().age_s(session.sight.snapshot)
    if seconds < 2 * MINUTE_S:
        return session.say("data.now")
    for limit, unit, key in ((2 * HOUR_S, MINUTE_S, "minutes"), (2 * DAY_S, HOUR_S, "hours")):
        if seconds < limit:
            return session.say(f"data.{key}", count=int(seconds // unit))
    return session.say("data.days", count=int(seconds // DAY_S))
