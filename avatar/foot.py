"""Captions on the front of the desk; the date line and the marks of the chapters below; the nameplate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from avatar import captions
from avatar.captions import Page, Part
from avatar.easel import Easel
from avatar.sprites import Sprite
from avatar.types import HEIGHT, WIDTH, Frame, Take

BAND = 616  # below this line the desk covers the presenter
TICKER_HEIGHT = 26
CAPTION_SIZE = 26.0
CAPTION_LIMIT = 1080.0
NAMEPLATE = (44, 36)
NAMEPLATE_MOST = 420.0
FOOT = (0, HEIGHT - TICKER_HEIGHT)
MARGIN = 44
MARK_LEAST, MARK_MOST = 64.0, 120.0  # width of a chapter's mark
MARKS_MOST = 760.0
Params = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """A chapter in the foot; `state` is past, now or next."""

    text: str
    x: float
    w: float
    state: str


def caption_parts(take: Take, easel: Easel) -> tuple[Part, ...]:
    """The parts of a take's caption with their times in seconds from the start of its speech."""
    page = Page(CAPTION_LIMIT, lambda text: easel.faces.width(text, CAPTION_SIZE, bold=True))
    return captions.parts(take.caption, take.speech.words, take.speech.seconds, page)


def caption(easel: Easel, part: Part) -> Sprite:
    height = HEIGHT - TICKER_HEIGHT - BAND
    return easel.graphic("caption", 0, BAND, lines=part.lines, size=CAPTION_SIZE, w=WIDTH, h=height)


def nameplate(easel: Easel, frame: Frame) -> Params:
    """What the template of the nameplate is given; nothing where nobody is named."""
    widths = (easel.faces.width(frame.name, 17, bold=True), easel.faces.width(frame.role, 13.5))
    width = min(max(*widths) + 44, NAMEPLATE_MOST)
    return {"name": frame.name, "role": frame.role, "w": round(width), "h": 58} if frame.name or frame.role else {}


def marks(chapters: Sequence[str], now: int) -> tuple[Mark, ...]:
    """One mark for every chapter, from the right edge; `now` is the present one, -1 before the first."""
    if not chapters:
        return ()
    width = min(max(MARKS_MOST / len(chapters), MARK_LEAST), MARK_MOST)
    left = WIDTH - MARGIN - width * len(chapters)
    states = ["past" if i < now else "now" if i == now else "next" for i in range(len(chapters))]
    return tuple(
        Mark(text, left + i * width + 3, width - 6, state)
        for i, (text, state) in enumerate(zip(chapters, states, strict=True))
    )


def ticker(text: str, chapters: Sequence[str], chapter: str) -> Params:
    """What the template of the foot is given; nothing where there is nothing to say."""
    found = marks(chapters, chapters.index(chapter) if chapter in chapters else -1)
    room = (found[0].x if found else WIDTH - MARGIN) - 62 - 24
    given = {"ticker": text, "marks": found, "room": room, "w": WIDTH, "h": TICKER_HEIGHT}
    return given if text or chapters else {}
