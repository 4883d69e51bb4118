"""The chart of a funnel: a bar a stage with its step rate; of a campaign with exits also what became of those in it."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cockpit import charts, figures
from cockpit.funnels import ways
from cockpit.session import Session
from metrics.funnels import Campaign, Funnel, Step

STAGE_PX = 54
SHADES = ("#4c8dff", "#3f9bf7", "#32aaf0", "#25b9e8", "#25c7e8", "#28cdc8", "#2bd4a0")
EXITS = ("#8b7bff", "#c58bff", "#64779f", "#ffb547")
LOST = "#7a3550"
BESIDE_PX = 8
NARROW = 0.2
"""Of the widest bar: what is narrower has no room for its figures on a phone."""


def funnel(session: Session, shown: Funnel, *, closed: bool) -> go.Figure:
    """`closed`: whether no window runs any more of those who are shown."""
    names = [step.stage.name(session.lang) for step in shown.steps]
    parts = keys(session, shown.campaign, closed=closed)
    look = charts.layout(
        STAGE_PX * len(names) + 16,
        margin={"l": charts.beside(names, 14), "r": 14, "t": 6, "b": 4},
        hovermode="closest",
        showlegend=False,
        xaxis=charts.x_axis(showticklabels=False),
        yaxis=charts.y_axis(showgrid=False, tickfont={"size": 14, "color": charts.INK}),
        funnelgap=0.28,
    )
    said = [_said(session, name, step, shown.steps[0]) for name, step in zip(names, shown.steps, strict=True)]
    bars = _split(shown, names, parts) if parts else [_whole(shown, names)]
    return charts.figure(bars, look | {"annotations": said})


def _said(session: Session, name: str, step: Step, first: Step) -> charts.Spec:
    """A stage's figure and rate in the middle of its bar, beside one that is too narrow for them."""
    narrow = step.entities < NARROW * first.entities
    place = {"x": step.entities / 2, "xanchor": "left", "xshift": BESIDE_PX} if narrow else {"x": 0}
    plain = {"showarrow": False, "font": {"color": charts.INK, "size": 14}}
    return {"y": name, "text": _text(session, step)} | place | plain


def _whole(shown: Funnel, names: Sequence[str]) -> charts.Spec:
    """One bar a stage."""
    return {
        "type": "funnel",
        "y": names,
        "x": [step.entities for step in shown.steps],
        "textinfo": "none",
        "marker": {"color": [SHADES[at % len(SHADES)] for at in range(len(names))]},
        "connector": {"fillcolor": charts.SHADE, "line": {"width": 0}},
        "hovertemplate": "%{y} %{x:,}<extra></extra>",
    }


def keys(session: Session, campaign: Campaign, *, closed: bool) -> list[tuple[str, str]]:
    """What the parts of a bar mean, and their colours: who went on, each exit, who was lost. None without exits."""
    names = ways(session, campaign, closed=closed)
    if not names:
        return []
    colours = [SHADES[0], *(EXITS[at % len(EXITS)] for at in range(len(campaign.exits))), LOST]
    return list(zip([session.say("funnels.onward"), *names], colours, strict=True))


def _split(shown: Funnel, names: Sequence[str], parts: Sequence[tuple[str, str]]) -> list[charts.Spec]:
    """Each bar in its parts; at the last stage all have arrived."""
    onward = [step.entities - step.lost - sum(step.left) for step in shown.steps]
    left = [[step.left[at] for step in shown.steps] for at in range(len(shown.campaign.exits))]
    counted = zip(parts, [onward, *left, [step.lost for step in shown.steps]], strict=True)
    return [
        {
            "type": "funnel",
            "name": name,
            "y": names,
            "x": counts,
            "textinfo": "none",
            "marker": {"color": colour},
            "connector": {"visible": False},
            "hovertemplate": f"%{{y}} · {name} %{{x:,}}<extra></extra>",
        }
        for (name, colour), counts in counted
    ]


def _text(session: Session, step: Step) -> str:
    """How many, and what share of the stage before."""
    share = "" if step.rate is None else f"  {figures.percent(step.rate, session.lang, 1)}"
    return f"<b>{step.entities:,}</b>{share}"
