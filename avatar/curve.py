"""The geometry of a card's chart: values to smooth paths, areas, ticks and legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from avatar.types import ChartCard, Line

Point = tuple[float, float]

PAD = 0.14  # of the range of values, above and below
MARGIN = 26.0
TICK_ROOM = 58.0  # width of a tick's label
NOTHING = 1e-9  # a smaller range is none
GRID_LINES = 3
FLATTEST = 24.0  # pixels: a lower chart says nothing
SAMPLES = 12  # per step of a curve


@dataclass(frozen=True)
class Tick:
    """A label under the axis, at most `room` pixels wide."""

    text: str
    x: float
    room: float
    anchor: str


@dataclass(frozen=True)
class LegendItem:
    """A line's sample and name, the name at most `room` pixels wide."""

    label: str
    x: float
    room: float
    solid: bool


@dataclass(frozen=True)
class Plot:
    """SVG path data and places in pixels of the card; `ride` is the track of the solid curve's leading dot."""

    top: float
    bottom: float
    solid: tuple[str, ...]
    areas: tuple[str, ...]
    dashed: tuple[str, ...]
    grid: tuple[float, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[LegendItem, ...]
    ride: tuple[Point, ...]


def known(values: Sequence[float | None]) -> list[float]:
    return [v for v in values if v is not None and np.isfinite(v)]


def plot(card: ChartCard, width: float, top: float, bottom: float) -> Plot | None:
    """The chart of a card `width` wide between two heights; None where no line has a value, or no room."""
    values = [v for line in card.lines for v in known(line.values)]
    if not values or bottom - top < FLATTEST:
        return None
    low, high = min(values), max(values)
    pad = PAD * next(room for room in (high - low, abs(high), 1.0) if room > NOTHING)
    scale = (low - pad, high + pad)
    drawn = [(line, _runs(line, width, (top, bottom), scale)) for line in card.lines]
    solid = [run for line, runs in drawn if line.style == "solid" for run in runs]
    return Plot(
        top, bottom,
        solid=tuple(_path(run) for run in solid),
        areas=tuple(_area(run, bottom) for run in solid if len(run) > 1),
        dashed=tuple(_path(run) for line, runs in drawn if line.style != "solid" for run in runs),
        grid=tuple(np.linspace(top, bottom, GRID_LINES).tolist()),
        ticks=_ticks(card.ticks, width), legend=_legend(card.lines, width),
        ride=tuple(point for run in solid[-1:] for point in _sampled(run)),
    )  # fmt: skip


def _runs(line: Line, width: float, span: Point, scale: Point) -> list[list[Point]]:
    """The points of a line, cut where values are missing."""
    (top, bottom), (low, high) = span, scale
    step = (width - 2 * MARGIN) / max(len(line.values) - 1, 1)
    points = [
        (MARGIN + i * step, top + (bottom - top) * (high - v) / (high - low))
        if v is not None and np.isfinite(v)
        else None
        for i, v in enumerate(line.values)
    ]
    return [[p for p in run if p] for there, run in groupby(points, key=lambda p: p is not None) if there]


def _slopes(run: Sequence[Point]) -> list[float]:
    """The slope at every point: gentle between equal signs, flat at a turn, so the curve never overshoots a value.

    Source: F. Fritsch, R. Carlson, Monotone Piecewise Cubic Interpolation, 1980 (harmonic mean of the neighbours).
    """
    steps = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(run)]
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(steps)]
    return [*steps[:1], *inner, *steps[-1:]] if steps else [0.0]


def _path(run: Sequence[Point]) -> str:
    """A smooth path through the points."""
    path, slopes = f"M{run[0][0]:.1f} {run[0][1]:.1f}" + ("h0.1" if len(run) == 1 else ""), _slopes(run)
    for ((x0, y0), (x1, y1)), (m0, m1) in zip(pairwise(run), pairwise(slopes), strict=True):
        third = (x1 - x0) / 3
        path += f"C{x0 + third:.1f} {y0 + m0 * third:.1f} {x1 - third:.1f} {y1 - m1 * third:.1f} {x1:.1f} {y1:.1f}"
    return path


def _area(run: Sequence[Point], bottom: float) -> str:
    return f"{_path(run)}L{run[-1][0]:.1f} {bottom}L{run[0][0]:.1f} {bottom}Z"


def _sampled(run: Sequence[Point]) -> list[Point]:
    """Points along the same path, close enough to ride on."""
    points, slopes = [run[0]], _slopes(run)
    for ((x0, y0), (x1, y1)), (m0, m1) in zip(pairwise(run), pairwise(slopes), strict=True):
        dx = x1 - x0
        for t in np.linspace(0, 1, SAMPLES + 1)[1:].tolist():
            rest = (1 - t) * (1 - t) * t * m0 * dx - (1 - t) * t * t * m1 * dx
            points.append((x0 + t * dx, y0 + (3 * t * t - 2 * t**3) * (y1 - y0) + rest))
    return points


def _ticks(texts: Sequence[str], width: float) -> tuple[Tick, ...]:
    """Labels evenly under the axis; where they would touch, only every second, third … is shown."""
    inner, count = width - 2 * MARGIN, len(texts)
    if count < 2:  # noqa: PLR2004  # one label stands at the end
        return tuple(Tick(text, width - MARGIN, inner, "end") for text in texts)
    step = inner / (count - 1)
    every = max(1, int(np.ceil(TICK_ROOM / step)))
    shown = [i for i in range(count) if (count - 1 - i) % every == 0]
    anchors = {0: "start", count - 1: "end"}
    room = (step * every - 6) * (0.66 if len(shown) > 2 else 0.5)  # noqa: PLR2004  # two grow towards each other
    return tuple(Tick(texts[i], MARGIN + i * step, room, anchors.get(i, "middle")) for i in shown)


def _legend(lines: Sequence[Line], width: float) -> tuple[LegendItem, ...]:
    """One sample and label for every named line, in equal columns from the left."""
    named = [line for line in lines if line.label and known(line.values)]
    column = (width - 2 * MARGIN) / max(len(named), 3)
    return tuple(
        LegendItem(line.label, MARGIN + i * column, column - 38, line.style == "solid") for i, line in enumerate(named)
    )
