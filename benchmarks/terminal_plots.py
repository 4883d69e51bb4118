"""The two charts that both peers show, by Plotly."""

import plotly.graph_objects as go

from benchmarks.terminal_table import Table

HEIGHT = 600
BLUE = "#4c8dff"
MARGIN = {"l": 10, "r": 10, "t": 10, "b": 10}


def bars(table: Table, org: str) -> go.Figure:
    """What lies below an org, in its order; `customdata` are the orgs."""
    below = table.below(org)
    figure = go.Figure(
        go.Bar(
            x=[one.values[table.main] for one in below],
            y=[one.name for one in below],
            customdata=[one.org for one in below],
            orientation="h",
        )
    )
    return _dressed(figure)


def stages(table: Table, org: str) -> go.Figure:
    """The funnel, each stage with its number."""
    numbers, entrants = table.numbers(org), table.places[org].entrants
    figure = go.Figure(go.Funnel(y=table.stages[: len(numbers)], x=entrants[: len(numbers)], text=numbers))
    figure.update_traces(textinfo="text", textposition="inside")
    return _dressed(figure)


def _dressed(figure: go.Figure) -> go.Figure:
    figure.update_traces(marker_color=BLUE)
    figure.update_layout(height=HEIGHT, margin=MARGIN)
    return figure.update_yaxes(tickmode="linear", type="category", automargin=True)
