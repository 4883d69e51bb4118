"""The peer in Streamlit: the same drill over the same table; the table is read once, a click runs a fragment again.

It runs from a launcher elsewhere: Streamlit lets a script import what lies beside it, such as our data.py, first.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from benchmarks.terminal_plots import bars, stages
from benchmarks.terminal_table import Table

ACROSS = 6
WIDTHS = (2, 1)


@st.cache_resource
def read(path: str) -> Table:
    return Table.read(Path(path))


def go(org: str) -> None:
    st.session_state["org"] = org


def chosen(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        go(points[0]["customdata"])


@st.fragment
def page(table: Table, root: str) -> None:
    org = st.session_state.get("org", root)
    with st.container(horizontal=True):
        for one in table.way(org):
            st.button(one.name, key=f"step_{one.org}", on_click=go, args=(one.org,))
    st.title(table.places[org].name, anchor=False)
    tiles(table, org)
    left, right = st.columns(WIDTHS)
    key = f"bars_{org}"
    options: dict[str, Any] = {"on_select": lambda: chosen(key), "selection_mode": "points", "key": key}
    left.plotly_chart(bars(table, org), **options)
    right.plotly_chart(stages(table, org), key="funnel")


def tiles(table: Table, org: str) -> None:
    columns = [column for _ in range(0, len(table.tiles), ACROSS) for column in st.columns(ACROSS)]
    for column, (name, _), figure in zip(columns, table.tiles, table.figures(org), strict=True):
        column.metric(f"{name} {figure.unit}", figure.figure)


def show(path: str, root: str) -> None:
    st.set_page_config("peer", layout="wide")
    page(read(path), root)
