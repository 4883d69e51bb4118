"""Cards as sprites: the still part, and the part that is drawn from left to right while the presenter speaks."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from avatar import curve, listing
from avatar.board import CHARTLESS, Block, Heading
from avatar.easel import Easel
from avatar.sprites import Sprite
from avatar.types import ChartCard, Figure, ListCard

TINTS = {"plain": "#6FB1FF", "good": "#3DDC97", "watch": "#FFB547", "risk": "#FF5D6C", "grey": "#9AA8BF"}
COMPACT = 262  # a chart lower than this has a smaller figure above it
LARGE = {"value": 60, "value_y": 136, "legend_y": 170}
SMALL = {"value": 46, "value_y": 117, "legend_y": 143}
DOT = 12  # half the size of the dot's drawing


@dataclass(frozen=True)
class Drawing:
    """Which template draws a block, with which parameters; `reveal` is the template of its moving part."""

    template: str
    params: dict[str, Any]
    reveal: str = ""
    ride: tuple[curve.Point, ...] = ()


@dataclass(frozen=True, eq=False)
class Card:
    """A block as drawn; `ride` are the points in the picture along which the dot travels with the reveal."""

    block: Block
    still: Sprite
    reveal: Sprite | None = None
    dot: Sprite | None = None
    ride: tuple[curve.Point, ...] = ()


def tint(tone: str) -> str:
    return TINTS.get(tone, TINTS["plain"])


@singledispatch
def drawing(content: object, block: Block) -> Drawing:
    """How a block's content is drawn."""
    raise TypeError(f"no template draws a {type(content).__name__} at {block.x}, {block.y}")


@drawing.register
def _(content: Heading, block: Block) -> Drawing:
    template = "opening" if content.alone else "header"
    return Drawing(template, {"k": content, "w": block.w, "h": block.h})


@drawing.register
def _(content: Figure, block: Block) -> Drawing:
    return Drawing("figure_card", {"f": content, "tint": tint(content.tone), "w": block.w, "h": block.h})


@drawing.register
def _(content: ChartCard, block: Block) -> Drawing:
    metrics = SMALL if block.h < (COMPACT if content.lines else CHARTLESS) else LARGE
    bottom = block.h - (32 if content.ticks else 18)
    plot = curve.plot(content, block.w, metrics["legend_y"] + 10, bottom)
    params = {"k": content, "plot": plot, "m": metrics, "tint": tint(content.tone), "w": block.w, "h": block.h}
    moving = plot is not None and bool(plot.solid)
    return Drawing("chart_card", params, "chart_curve" if moving else "", plot.ride if plot else ())


@drawing.register
def _(content: ListCard, block: Block) -> Drawing:
    placed = listing.place(content, block.h)
    params = {"k": content, "list": placed, "tint": tint(content.tone), "w": block.w, "h": block.h}
    return Drawing("list_card", params, "list_bars" if placed.barred else "")


def card(easel: Easel, block: Block) -> Card:
    """The sprites of a block at its place in the picture."""
    plan = drawing(block.content, block)
    still = easel.graphic(plan.template, block.x, block.y, **plan.params)
    if not plan.reveal:
        return Card(block, still)
    reveal = easel.graphic(plan.reveal, block.x, block.y, **plan.params)
    ride = tuple((block.x + x, block.y + y) for x, y in plan.ride)
    dot = easel.graphic("dot", tint=plan.params["tint"]) if ride else None
    return Card(block, still, reveal, dot, ride)
