"""The script of every page: who looks, the frame around the page, and the page itself."""

from pathlib import Path

import streamlit as st

from cockpit import shell
from cockpit.panel import GOING
from cockpit.session import reception, signed_in
from cockpit.shell import NAMES

PAGES = Path(__file__).resolve().parent.parent / "pages"


def main() -> None:
    st.set_page_config(page_title="Daybreak", page_icon=shell.icon(), layout="wide")
    pages = {name: st.Page(PAGES / f"{name}.py", title=name, default=name == NAMES[0]) for name in NAMES}
    page = st.navigation(list(pages.values()), position="hidden")
    going = st.session_state.pop(GOING, None)
    if going is not None and (target := pages.get(going or NAMES[0])) and target != page:
        st.switch_page(target, query_params=st.session_state.pop("place", {}))
    user = signed_in()
    if user is None:
        shell.send_to_sign_in()
        return
    sight = reception().sight(user)
    if sight is None:
        shell.wait()
        return
    shell.run(page, user, sight)


main()
