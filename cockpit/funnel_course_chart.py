"""The chart of a course: a bar a day of entry, and above each week how many of its entrants came to the end."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import plotly.graph_objects as go

from cockpit import charts, figures
from cockpit.funnel_course import Span
from cockpit.session import Session
from metrics.funnels import Course, Week

HEIGHT_PX = 300
PENDING = "#35508f"
LOWER, UPPER = [0, 0.64], [0.72, 1]
"""The parts of the height for those who entered, and for how many of them came to the end."""
HALF = timedelta(hours=10)
"""From the middle of a day's bar to its edge."""
ASIDE = timedelta(hours=14)
FILL = "rgba(37,199,232,.14)"
BAR_MS = 2 * HALF / timedelta(milliseconds=1)
ROOM = 1.6
"""How far the axis of the rates goes beyond the best, for the figure above it."""


def keys(session: Session, own: Course) -> list[tuple[str, str]]:
    """What bars and steps mean, and their colours; of those whose windows run only where there are any."""
    running = [("that_day_running", PENDING)] if any(day.running for day in own.days.values()) else []
    step = "dotted" if any(week.running and week.entities[0] for week in own.weeks.values()) else "week_whole"
    named = [("that_day", charts.BLUE), *running, (step, charts.CYAN)]
    return [(session.say(f"funnels.{name}"), colour) for name, colour in named]


def course(session: Session, own: Course, known: Mapping[int, Span]) -> go.Figure:
    """`known`: the campaign's weeks; who was carried over is not drawn."""
    rated = {number: (week, rate) for number, week in own.weeks.items()
             if number in known and (rate := week.whole(-1)) is not None}  # fmt: skip
    most = max((day.entered for turn, day in own.days.items() if turn), default=0)
    ticks = {"dtick": 1} if most < charts.TICKS else {"nticks": charts.TICKS}  # there is no half an entrant
    first, last = _middle(known[1].first) - ASIDE, _middle(max(span.last for span in known.values())) + ASIDE
    look = charts.layout(
        HEIGHT_PX,
        margin={"l": charts.beside([f"{most:,}"]), "r": 6, "t": 6, "b": 24},
        barmode="stack",
        annotations=_figures(session, rated, known),
        hovermode="closest",
        showlegend=False,
        xaxis=charts.x_axis(
            tickformat="%-m月%-d日" if session.lang == "zh" else "%-d %b", nticks=8, range=[first, last]
        ),
        yaxis=charts.y_axis(domain=LOWER, tickformat=",d", rangemode="tozero", **ticks),
        yaxis2=charts.y_axis(
            domain=UPPER,
            showticklabels=False,
            showgrid=False,
            range=[0, ROOM * max((rate for _, rate in rated.values()), default=0) or 1],
        ),
    )
    return charts.figure([*_bars(session, own, known[1].first), *_lines(rated, known)], look)


def _bars(session: Session, own: Course, begin: date) -> list[charts.Spec]:
    """Those whose windows are all over, and on top of them those whose windows run."""
    drawn = {turn: day for turn, day in own.days.items() if turn}
    days = [begin + timedelta(turn - 1) for turn in drawn]
    parts = {"that_day": ([day.closed for day in drawn.values()], charts.BLUE),
             "that_day_running": ([day.running for day in drawn.values()], PENDING)}  # fmt: skip
    return [
        {
            "type": "bar",
            "x": days,
            "y": counts,
            "width": BAR_MS,
            "marker": {"color": colour, "line": {"width": 0}},
            "hovertemplate": f"%{{x|%m-%d}} · {session.say(f'funnels.{name}')} %{{y:,}}<extra></extra>",
        }
        for name, (counts, colour) in parts.items()
    ]


def _lines(own: Mapping[int, tuple[Week, float]], known: Mapping[int, Span]) -> list[charts.Spec]:
    """A step over each week's bars, dotted where windows still run."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [_middle(known[number].first) - HALF, _middle(known[number].last) + HALF],
            "y": [rate] * 2,
            "yaxis": "y2",
            "line": {"color": charts.CYAN, "width": 3, "dash": "dot" if week.running else "solid"},
            "fill": "tozeroy",
            "fillcolor": FILL,
            "hoverinfo": "skip",
        }
        for number, (week, rate) in own.items()
    ]


def _figures(session: Session, own: Mapping[int, tuple[Week, float]], known: Mapping[int, Span]) -> list[charts.Spec]:
    """The rate over the middle of each step."""
    return [
        {
            "x": _middle(known[number].first) + (known[number].last - known[number].first) / 2,
            "y": rate,
            "yref": "y2",
            "yanchor": "bottom",
            "yshift": 2,
            "text": figures.percent(rate, session.lang, 1),
            "showarrow": False,
            "font": {"color": charts.INK, "size": 13},
        }
        for number, (_, rate) in own.items()
    ]


def _middle(day: date) -> datetime:
    """Where the bar of a day stands in its middle."""
    return datetime.combine(day, datetime.min.time())
