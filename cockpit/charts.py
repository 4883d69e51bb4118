"""The pages' charts, drawn by Plotly in the house's colours."""

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from cockpit import figures
from cockpit.panel import panel
from cockpit.session import Session
from cockpit.view import Row
from metrics.catalogue import Indicator
from metrics.snapshot import Cell

INK, QUIET, GRID = "#e8effd", "#8fa3cc", "#16244a"
BLUE, CYAN, VIOLET, AMBER, SHADE = "#4c8dff", "#25c7e8", "#8b7bff", "#ffb547", "#1a2a55"
TONES = {"green": "#2bd4a0", "yellow": "#ffb547", "red": "#ff6b7a", "grey": "#7f8db0"}
FONT = "Noto Sans SC, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
TICKS = 4
BAR_PX = (38, 76)
BARS_PX = 360
BAR_WIDE = 0.66
APART = 1e-6
"""How far a bar lies beside the shade of its target, in bars: of bars in one place Plotly rounds only the longest."""
ROOM = 1.16
"""How far the axis of bars goes beyond the longest below zero, for the figure at its end; else the margin has it."""
GLOW = {"type": "vertical", "colorscale": [[0, "rgba(37,199,232,0)"], [1, "rgba(37,199,232,.28)"]]}
Spec = dict[str, Any]


def layout(height: int, **more: Any) -> Spec:
    """A transparent chart: legend above on the left, hover over the whole day."""
    return {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": QUIET},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": "#c3d1f2"}},
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "#0f1a36", "bordercolor": "#24386e", "font": {"family": FONT, "color": INK}},
        "dragmode": False,
    } | more


def figure(data: list[Spec], look: Spec) -> go.Figure:
    """The chart; Streamlit hands it to Plotly twice, which draws one revision once, but one with a template twice."""
    revision = blake2b(repr((data, look)).encode(), digest_size=8).hexdigest()
    chart = go.Figure({"data": data, "layout": look | {"datarevision": revision}})
    chart.layout.template = None
    return chart


def x_axis(**more: Any) -> Spec:
    return {
        "showgrid": False,
        "zeroline": False,
        "color": QUIET,
        "fixedrange": True,
        "linecolor": GRID,
        "tickangle": 0,
        "ticklabelstandoff": 4,
    } | more


def y_axis(**more: Any) -> Spec:
    return {"gridcolor": GRID, "color": QUIET, "fixedrange": True, "zeroline": False} | more


def beside(texts: Collection[str], size: int = 13) -> int:
    """The margin for such labels, in pixels; said here, because a chart that must find it out draws itself twice."""
    widths = [sum(1.0 if sign >= "\u2e80" else 0.58 for sign in text) * size for text in texts]
    return int(max(widths, default=0.0)) + 12


def show(session: Session, key: str, title: str, chart: go.Figure) -> None:
    """A chart under its title; `key` is the view that its export asks for."""
    panel(session, "chart_head.html.j2", f"{key}-head", title=title, note="", view=key)
    st.plotly_chart(chart, theme=None, config=CONFIG, key=f"{key}-chart", alt=title)


def month_path(session: Session, indicator: Indicator, rows: pl.DataFrame, height: int) -> go.Figure:
    """This month by day: actual over expected and last year."""
    days = rows["day"].to_list()
    lines: dict[str, Spec] = {
        "last_year": {"line": {"color": "#64779f", "width": 2, "dash": "dot"}},
        "expected": {"line": {"color": VIOLET, "width": 2.5, "dash": "dash"}},
        "actual": {"line": {"color": CYAN, "width": 3.5}, "fill": "tozeroy", "fillgradient": GLOW},
    }
    drawn = [_line(session, indicator, days, rows[name], name, **look) for name, look in lines.items()]
    scale = _scale(session, indicator, [rows[name] for name in lines])
    days_axis = x_axis(tickformat="%-m月%-d日" if session.lang == "zh" else "%-d %b", nticks=6)
    look = layout(height, margin=_margin(scale), xaxis=days_axis, yaxis=y_axis(**scale))
    return figure(drawn, look)


def trend(session: Session, indicator: Indicator, rows: pl.DataFrame, height: int) -> go.Figure:
    """Thirteen months against target; the running month is lighter."""
    months: list[date] = rows["month"].to_list()
    places = list(range(len(months)))
    bars = {
        "type": "bar",
        "x": places,
        "y": rows["value"].to_list(),
        "name": session.say("chart.actual"),
        "marker": {"color": [BLUE] * (len(months) - 1) + [CYAN], "cornerradius": 5, "line": {"width": 0}},
        "customdata": _shown(session, indicator, rows["value"]),
        "hovertemplate": "%{customdata}",
    }
    dashed = {"color": AMBER, "width": 2, "dash": "dash"}
    planned = rows["target"].is_not_null().any()
    target = [_line(session, indicator, places, rows["target"], "target", line=dashed)] if planned else []
    labels = _month_labels(months, session.lang)
    months_axis = x_axis(tickvals=list(labels), ticktext=list(labels.values()))
    scale = _scale(session, indicator, [rows["value"], rows["target"]])
    look = layout(height, margin=_margin(scale, lines=2), bargap=0.38, xaxis=months_axis, yaxis=y_axis(**scale))
    return figure([bars, *target], look)


def children(rows: Sequence[Row], cells: Sequence[Cell], target: str) -> go.Figure:
    """One bar an organisation over the shade of its target, the first on top; a click on a bar selects it."""
    orgs = [row.org for row in rows]
    shades = _bars(orgs, [cell.target for cell in cells], SHADE, [f"{target} {row.target}" for row in rows])
    colours = [TONES.get(row.status or "", BLUE) for row in rows]
    bars = _bars(orgs, [cell.value for cell in cells], colours, [f"{row.name} {row.value}" for row in rows])
    text = [f"<b>{row.value}</b>  {row.attained}" for row in rows]
    labels = [f"{row.value}  {row.attained}" for row in rows]
    told = {"text": text, "textposition": "outside", "cliponaxis": False, "textfont": {"color": INK, "size": 13}}
    known = [value for cell in cells for value in (cell.value, cell.target) if value is not None]
    least, most = min(known, default=0.0), max(known, default=1.0)
    names = {"tickvals": orgs, "ticktext": [f"{row.name}  " for row in rows], "tickfont": {"size": 14, "color": INK}}
    look = layout(
        int(20 + len(rows) * min(BAR_PX[1], max(BAR_PX[0], BARS_PX / max(1, len(rows))))),
        barmode="overlay",
        bargap=1 - BAR_WIDE,
        hovermode="closest",
        showlegend=False,
        clickmode="event+select",
        dragmode="pan",
        margin={"l": beside(names["ticktext"], 14), "r": beside(labels, 14), "t": 6, "b": 4},
        xaxis=x_axis(showticklabels=False, range=[min(0.0, least * ROOM), max(0.0, most) or 1.0]),
        yaxis=y_axis(range=[len(rows) - 0.5, -0.5], type="category", showgrid=False, **names),
    )
    beside_bars = {"width": BAR_WIDE, "offset": APART - BAR_WIDE / 2}
    return figure([shades | beside_bars, bars | told], look)


def _bars(orgs: list[str], values: list[float | None], colour: str | list[str], hover: list[str]) -> Spec:
    return {
        "type": "bar",
        "y": orgs,
        "x": values,
        "orientation": "h",
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": colour, "cornerradius": 6, "line": {"width": 0}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _line(session: Session, indicator: Indicator, x: list[Any], y: pl.Series, key: str, **look: Any) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y.to_list(),
        "name": session.say(f"chart.{key}"),
        "customdata": _shown(session, indicator, y),
        "hovertemplate": "%{customdata}",
    } | look


def _shown(session: Session, indicator: Indicator, values: pl.Series) -> list[str]:
    return [str(figures.figure(value, indicator.unit, session.lang)) for value in values]


def _scale(session: Session, indicator: Indicator, series: Sequence[pl.Series]) -> Spec:
    """Range and ticks of a value axis, in the words of the house: 万 and 亿, K and M; without what a mean is per."""
    known = [value for values in series for value in values.drop_nulls()]
    if not known:
        return {}
    low, high = min(known), max(known)
    bottom = min(0.0, low)
    ticks = nice_ticks(bottom, high * 1.06 if high > 0 else 1.0)
    unit = indicator.unit.partition("/")[0]
    texts = [str(figures.figure(tick, unit, session.lang)) for tick in ticks]
    return {"range": [bottom, max(high * 1.08, ticks[-1])], "tickvals": ticks, "ticktext": texts}


def _margin(scale: Spec, lines: int = 1) -> Spec:
    """The margin of a chart over an axis whose labels have so many lines, with a legend on top."""
    return {"l": beside(scale.get("ticktext", ())), "r": 14, "t": 34, "b": 10 + 18 * lines}


def nice_ticks(low: float, high: float) -> list[float]:
    """About TICKS round numbers between low and high."""
    span = (high - low) / TICKS
    if span <= 0:
        return [low]
    power = 10.0 ** len(f"{int(span)}") / 10 if span >= 1 else 10.0 ** -_leading_zeros(span)
    step = next((factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= span), 10 * power)
    first = int(low // step) + (0 if low % step == 0 else 1)
    count = int(high // step)
    return [at * step for at in range(first, count + 1)] or [low]


def _leading_zeros(span: float) -> int:
    digits = 1
    while span * 10**digits < 1:
        digits += 1
    return digits


def _month_labels(months: Sequence[date], lang: str) -> dict[int, str]:
    """Every other month counted from the last, by place; the first and the last with their year."""
    last = len(months) - 1
    shown = {at: months[at] for at in range(last % 2, len(months), 2)}
    names = {at: f"{month.month}月" if lang == "zh" else f"{month:%b}" for at, month in shown.items()}
    return {at: f"{name}<br>{months[at].year}" if at in (min(shown), last) else name for at, name in names.items()}
