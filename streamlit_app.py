"""What `streamlit run` opens: the whole web application, pages and routes."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from cockpit import server, session  # noqa: E402 - the root must be importable first

reception = session.reception()
app = st.App(
    server.SCRIPT,
    routes=server.routes(reception),
    middleware=server.middleware(reception),
    lifespan=server.lifespan(reception),
)
