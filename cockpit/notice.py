"""A word in passing, said once the page stands anew: what one run of a page shows is gone when the next begins."""

from typing import NoReturn

import streamlit as st

SAID = "said"


def renew(said: str) -> NoReturn:
    """Run the page again, for something was written, and say so there."""
    st.session_state[SAID] = said
    st.rerun()


def show() -> None:
    """Say what the run before left to be said."""
    if said := st.session_state.pop(SAID, None):
        st.toast(said)
