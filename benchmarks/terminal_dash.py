"""The peer in Dash: the same drill over the same table, one callback a click that gives the whole page.

python -m benchmarks.terminal_dash TABLE ROOT PORT
"""

import sys
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from dash import ALL, Dash, Input, Output, ctx, dcc, html

from benchmarks.terminal_plots import bars, stages
from benchmarks.terminal_table import Table

BESIDE = {"display": "grid", "gridTemplateColumns": "2fr 1fr", "height": "620px"}
TILES = {"display": "grid", "gridTemplateColumns": "repeat(6, 1fr)"}
QUIET: Any = {"displayModeBar": False}


def head(table: Table, org: str) -> list[Any]:
    steps = [html.Button(one.name, id={"step": one.org}, className="step") for one in table.way(org)]
    return [html.Div(steps), html.H1(table.places[org].name), html.Div(tiles(table, org), style=TILES)]


def tiles(table: Table, org: str) -> list[Any]:
    told = zip(table.tiles, table.figures(org), strict=True)
    return [
        html.Div([html.Div(name), html.B(figure.figure), html.Small(figure.unit)], className="tile")
        for (name, _), figure in told
    ]


def page(table: Table, org: str) -> tuple[list[Any], go.Figure, go.Figure]:
    return head(table, org), bars(table, org), stages(table, org)


def app(table: Table, root: str) -> Dash:
    made = Dash(__name__, title="peer", update_title="")
    first, below, funnel = page(table, root)
    made.layout = html.Div(
        [
            html.Div(first, id="head"),
            html.Div(
                [dcc.Graph("bars", figure=below, config=QUIET), dcc.Graph("funnel", figure=funnel, config=QUIET)],
                style=BESIDE,
            ),
        ]
    )

    def go_to(clicked: Any, _steps: Any) -> Any:
        asked = ctx.triggered_id
        return page(table, clicked["points"][0]["customdata"] if asked == "bars" else asked["step"])

    shown = [Output("head", "children"), Output("bars", "figure"), Output("funnel", "figure")]
    presses = [Input("bars", "clickData"), Input({"step": ALL}, "n_clicks")]
    made.callback(*shown, *presses, prevent_initial_call=True)(go_to)
    return made


if __name__ == "__main__":
    read, top, port = sys.argv[1:]
    app(Table.read(Path(read)), top).run(port=port)
