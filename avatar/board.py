"""Where the cards stand: a shot becomes blocks in a column beside the presenter, as high as they need and fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from avatar.types import ChartCard, Figure, ListCard, Shot

X, TOP, WIDTH, BOTTOM = 706, 44, 514, 580
GAP = 14
HEADER = 62
OPENING_Y, OPENING = 190, 210
ROW_MOST, ROW_LEAST = 84, 26  # height of a row of a list
LIST_HEAD, LIST_FOOT = 56, 12
FIGURE, FIGURE_LEAST = 126, 92
CHART, CHART_LEAST, CHART_MOST, CHARTLESS = 300, 216, 420, 168
ALONE = 3  # so many figures with nothing above them stand as full-width rows
COLUMNS = 3


@dataclass(frozen=True)
class Heading:
    """The headline of the board; `alone` where no card stands under it, so that it may fill the space."""

    title: str
    subtitle: str
    alone: bool


Content = Heading | ChartCard | ListCard | Figure


@dataclass(frozen=True)
class Block:
    """A card and its rectangle in the picture, in pixels."""

    content: Content
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Need:
    """A card or a row of cards: the height it should have, and may be pressed or stretched to."""

    contents: tuple[Content, ...]
    least: int
    wish: int
    most: int


def layout(shot: Shot) -> tuple[Block, ...]:
    """The blocks of a shot from top to bottom; they never overlap nor leave the column."""
    needs = _needs(shot)
    blocks, y = _headline(shot, alone=not needs), TOP
    y += HEADER + GAP if blocks else 0
    heights = _heights(needs, BOTTOM - y)
    y += 0 if blocks else (BOTTOM - y - sum(heights) - GAP * (len(heights) - 1)) // 3
    for need, height in zip(needs, heights, strict=True):
        blocks += _row(need.contents, y, height)
        y += height + GAP
    return tuple(blocks)


def _headline(shot: Shot, *, alone: bool) -> list[Block]:
    heading = Heading(shot.title, shot.subtitle, alone)
    if not (shot.title or shot.subtitle):
        return []
    return [Block(heading, X, OPENING_Y, WIDTH, OPENING)] if alone else [Block(heading, X, TOP, WIDTH, HEADER)]


def _needs(shot: Shot) -> list[Need]:
    needs = []
    if shot.chart:
        needs.append(_chart_need(shot.chart))
    if shot.listing:
        needs.append(_list_need(shot.listing))
    columns = _columns(len(shot.figures), alone=not needs)
    rows = (shot.figures[start : start + columns] for start in range(0, len(shot.figures), columns))
    return [*needs, *(Need(row, FIGURE_LEAST, FIGURE, FIGURE + 24) for row in rows)]


def _columns(figures: int, *, alone: bool) -> int:
    if alone and figures <= ALONE:
        return 1
    rows = ceil(figures / COLUMNS)
    return 2 if alone and figures == ALONE + 1 else ceil(figures / max(rows, 1)) or 1


def _chart_need(card: ChartCard) -> Need:
    has_lines = any(v is not None for line in card.lines for v in line.values)
    return (
        Need((card,), CHART_LEAST, CHART, CHART_MOST) if has_lines else Need((card,), CHARTLESS, CHARTLESS, CHARTLESS)
    )


def _list_need(card: ListCard) -> Need:
    frame, rows = (LIST_HEAD if card.title else LIST_FOOT) + LIST_FOOT, len(card.rows)
    return Need((card,), frame + min(rows, 3) * ROW_LEAST, frame + rows * 46, frame + rows * ROW_MOST)


def _heights(needs: Sequence[Need], room: int) -> list[int]:
    """Every height between its bounds: pressed or stretched by one share; too much is pressed further."""
    room -= GAP * (len(needs) - 1)
    least, wish, most = (sum(getattr(need, name) for need in needs) for name in ("least", "wish", "most"))
    if least > room:
        return [need.least * room // least for need in needs]
    if wish >= room:
        share = (room - least) / (wish - least) if wish > least else 0.0
        return [int(need.least + share * (need.wish - need.least)) for need in needs]
    share = min((room - wish) / (most - wish), 1.0) if most > wish else 0.0
    return [int(need.wish + share * (need.most - need.wish)) for need in needs]


def _row(contents: Sequence[Content], y: int, height: int) -> list[Block]:
    width = (WIDTH - GAP * (len(contents) - 1)) // len(contents)
    return [Block(content, X + i * (width + GAP), y, width, height) for i, content in enumerate(contents)]
