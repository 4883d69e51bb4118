"""A curve the size of a word, as the points of an SVG path."""

from collections.abc import Sequence

WIDTH, HEIGHT = 120.0, 34.0
PAD = 3.0


def sparkline(values: Sequence[float | None]) -> str:
    """The `d` of a path in a box of WIDTH x HEIGHT; gaps are left out, a flat curve runs in the middle."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if not known:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    step = WIDTH / max(1, len(values) - 1)
    points = [(at * step, _height(value, low, high)) for at, value in known]
    if len(points) == 1:
        points = [(0.0, points[0][1]), (WIDTH, points[0][1])]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - PAD - share * (HEIGHT - 2 * PAD)
