"""The chart of a funnel: a bar a stage, the widest on top, with its step and overall rate."""

import plotly.graph_objects as go

from cockpit import charts, figures
from cockpit.session import Session
from metrics.funnels import Funnel, Step

STAGE_PX = 54
SHADES = ("#4c8dff", "#3f9bf7", "#32aaf0", "#25b9e8", "#25c7e8", "#28cdc8", "#2bd4a0")


def funnel(session: Session, shown: Funnel) -> go.Figure:
    names = [step.stage.name(session.lang) for step in shown.steps]
    stages = {
        "type": "funnel",
        "y": names,
        "x": [step.entities for step in shown.steps],
        "text": [_text(session, step) for step in shown.steps],
        "textinfo": "text",
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textfont": {"color": charts.INK, "size": 14},
        "marker": {"color": [SHADES[at % len(SHADES)] for at in range(len(names))]},
        "connector": {"fillcolor": charts.SHADE, "line": {"width": 0}},
        "hoverinfo": "y+text",
        "constraintext": "none",
    }
    look = charts.layout(
        STAGE_PX * len(names) + 16,
        margin={"l": charts.beside(names, 14), "r": 14, "t": 6, "b": 4},
        hovermode="closest",
        showlegend=False,
        xaxis=charts.x_axis(showticklabels=False),
        yaxis=charts.y_axis(showgrid=False, tickfont={"size": 14, "color": charts.INK}),
        funnelgap=0.28,
    )
    return charts.figure([stages], look)


def _text(session: Session, step: Step) -> str:
    """How many, and what share of the stage before."""
    share = "" if step.rate is None else f"  {figures.percent(step.rate, session.lang, 1)}"
    return f"<b>{step.entities:,}</b>{share}"
