"""The board in a page: the terminals' bundle in place of Streamlit elements; it draws, drills and fetches by itself."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from cockpit.session import Session, reception
from cockpit.templating import style
from cockpit.terminal.bundle import bundle
from cockpit.terminal.screen import context
from data.errors import UserError


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("board", html='<div class="mount"></div>', js=style("board.js"))


def board(session: Session) -> None:
    """Show the board of the person who looks.

    Raises:
        UserError: it is not built.
    """
    built = bundle()
    if built is None:
        raise UserError("the board", "is not built", "Run `make setup`.")
    told = context(reception(), session.user, session.lang) | {"embedded": True}
    _component()(key="board", data={"script": built.script, "context": told})
