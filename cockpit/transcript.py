"""The transcript beside a film: when each sentence is spoken, and where each number leads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from typing import Any

TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> ")
SOUNDLESS = re.compile(r"[\W_]+")
LINKED = ("cell", "warning", "derived")
DEFINED = "catalogue"


@dataclass(frozen=True)
class Cue:
    """A caption: when it appears, in seconds, and its words."""

    start: float
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; a number that has a source names the org, indicator and period to open."""

    text: str
    place: Mapping[str, str] | None = None
    number: bool = False
    page: str = "drill"


@dataclass(frozen=True)
class Line:
    """A sentence of the transcript; `start` in seconds, `chapter` only where a new one begins."""

    id: str
    start: float
    chapter: str
    pieces: tuple[Piece, ...]


def lines(script: Mapping[str, Any], captions: str, known: Mapping[str, float] | None = None) -> list[Line]:
    """The sentences of script.json timed by what is `known` of the film, else by its captions."""
    sentences: Sequence[Mapping[str, Any]] = script["sentences"]
    heard = times([str(sentence["text"]) for sentence in sentences], cues(captions))
    starts = [(known or {}).get(str(said["id"]), start) for said, start in zip(sentences, heard, strict=True)]
    chapters = [str(sentence.get("chapter", "")) for sentence in sentences]
    opening = [name if at == 0 or name != chapters[at - 1] else "" for at, name in enumerate(chapters)]
    return [
        Line(str(sentence["id"]), start, chapter, tuple(pieces(sentence)))
        for sentence, start, chapter in zip(sentences, starts, opening, strict=True)
    ]


def cues(captions: str) -> list[Cue]:
    """The cues of a WebVTT text, in their order."""
    return [cue for block in re.split(r"\n\s*\n", captions.replace("\r\n", "\n")) if (cue := _cue(block))]


def times(sentences: Sequence[str], captions: Sequence[Cue]) -> list[float]:
    """When each sentence begins: a long one has several captions, so places are found by letters, not by count."""
    ends = list(accumulate(len(_letters(cue.text)) for cue in captions))
    before = [0, *accumulate(len(_letters(sentence)) for sentence in sentences)][:-1]
    if not captions:
        return [0.0] * len(sentences)
    at = [next((index for index, end in enumerate(ends) if end > count), len(captions) - 1) for count in before]
    return [captions[index].start for index in at]


def pieces(sentence: Mapping[str, Any]) -> list[Piece]:
    """The sentence cut at its numbers."""
    text, done, cut = str(sentence["text"]), 0, []
    for ref in sorted(sentence["refs"], key=lambda ref: int(ref.get("start", 0))):
        start = text.find(str(ref["text"]), max(done, int(ref.get("start", 0)) - 1))
        if start < 0 or not ref["text"]:
            continue
        end = start + len(str(ref["text"]))
        page = "indicators" if ref["kind"] == DEFINED else "drill"
        cut += [Piece(text[done:start]), Piece(text[start:end], _place(ref), number=True, page=page)]
        done = end
    return [piece for piece in [*cut, Piece(text[done:])] if piece.text]


def _place(ref: Mapping[str, Any]) -> Mapping[str, str] | None:
    if ref["kind"] == DEFINED:
        return {"indicator": str(ref["indicator"])}
    named = {name: str(ref[name]) for name in ("org", "indicator", "period") if ref.get(name)}
    return named if ref["kind"] in LINKED and "org" in named and "indicator" in named else None


def _cue(block: str) -> Cue | None:
    found = TIMES.search(block)
    if not found:
        return None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups())
    words = block[found.start() :].split("\n")[1:]
    return Cue(hours * 3600 + minutes * 60 + seconds + thousandths / 1000, unescape(" ".join(words).strip()))


def _letters(text: str) -> str:
    return SOUNDLESS.sub("", text)
