"""Captions as WebVTT: a cue for every part of a sentence that the film shows at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise


@dataclass(frozen=True)
class Cue:
    """Lines of text and the seconds of the film during which they stand."""

    start: float
    end: float
    lines: tuple[str, ...]


def webvtt(cues: Iterable[Cue]) -> str:
    """The file's text. Markup in a line is shown, never obeyed."""
    blocks = [
        f"{number}\n{_time(cue.start)} --> {_time(cue.end)}\n{_text(cue.lines)}" for number, cue in enumerate(cues, 1)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def clipped(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without overlap: each ends at the latest where the next begins; none without length."""
    ends = [min(cue.end, following.start) for cue, following in pairwise(cues)]
    limits = [*ends, cues[-1].end] if cues else []
    kept = [Cue(cue.start, end, cue.lines) for cue, end in zip(cues, limits, strict=True)]
    return [cue for cue in kept if cue.end > cue.start]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(escape(" ".join(line.split()), quote=False) for line in lines)


def _time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
