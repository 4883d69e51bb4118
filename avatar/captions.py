"""A caption in parts of at most two lines, each shown while its words are spoken.

The caption's digits and the voice's words differ ("1,216 万元" is spoken as eleven syllables), so both are aligned on
the characters that they share, and the time of what lies between is interpolated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

import numpy as np

from avatar.linebreak import COMMAS, FULL_STOPS, MARKS, Measure, atoms, fitting, halves
from avatar.types import Word

SHORTEST = 1.1  # seconds that a part is shown at least
NEW_PART = 1.0  # cost of every part


@dataclass(frozen=True)
class Part:
    """One or two lines and the seconds, from the start of the sentence, during which they are shown."""

    lines: tuple[str, ...]
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """What a caption is laid out on: the widest line in pixels, and how text is measured."""

    limit: float
    measure: Measure


def _spoken(words: Sequence[Word]) -> tuple[str, list[float], list[int]]:
    """All characters of the words, when each begins, and to which word it belongs."""
    text, times, owners = "", [], []
    for number, word in enumerate(words):
        step = (word.end - word.start) / max(len(word.text), 1)
        text += word.text
        times += [word.start + step * i for i in range(len(word.text))]
        owners += [number] * len(word.text)
    return text, times, owners


def _matches(text: str, spoken: str) -> list[tuple[int, int]]:
    """Pairs of positions, growing in both, at which the caption and the voice say the same character."""
    blocks = SequenceMatcher(None, text.lower(), spoken.lower(), autojunk=False).get_matching_blocks()
    pairs = [(block.a + i, block.b + i) for block in blocks for i in range(block.size)]
    return [(a, b) for a, b in pairs if spoken[b].isalnum()]


def onsets(text: str, words: Sequence[Word], seconds: float) -> list[float]:
    """When each character of a caption is spoken, never decreasing; evenly spread where there are no words."""
    spoken, times, _ = _spoken(words)
    anchors = [(a, times[b]) for a, b in _matches(text, spoken)]
    first, last = (words[0].start, words[-1].end) if words else (0.0, seconds)
    places = [-1.0, *(a for a, _ in anchors), float(len(text))]
    moments = np.maximum.accumulate([first, *(t for _, t in anchors), last])
    onset: list[float] = np.interp(np.arange(len(text)), places, moments).tolist()
    return onset


def glued(text: str, words: Sequence[Word]) -> set[int]:
    """The positions of a caption before which a line should not end, for they are inside a spoken word."""
    spoken, _, owners = _spoken(words)
    pairs = _matches(text, spoken)
    return {a2 for (a1, b1), (a2, b2) in pairwise(pairs) if a2 == a1 + 1 and owners[b1] == owners[b2]}


def _phrases(pieces: Sequence[str], page: Page) -> list[list[str]]:
    """Runs of pieces that end at a mark, none longer than two lines."""
    phrases: list[list[str]] = [[]]
    for piece in pieces:
        phrase = phrases[-1]
        ended = bool(phrase) and phrase[-1].rstrip()[-1:] in MARKS
        if phrase and (ended or not _lines([*phrase, piece], page)):
            phrases.append([])
        phrases[-1].append(piece)
    return phrases


def _lines(pieces: Sequence[str], page: Page, bad: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The pieces on one line, else on the two best lines, else nothing."""
    text = "".join(pieces).rstrip()
    return (text,) if page.measure(text) <= page.limit else halves(pieces, page.limit, page.measure, bad)


def _ending(phrase: Sequence[str]) -> float:
    mark = phrase[-1].rstrip()[-1:]
    return 0.0 if mark in FULL_STOPS else 0.2 if mark in COMMAS else 0.7 if mark in MARKS else 1.6


def _parted(phrases: Sequence[list[str]], page: Page) -> list[list[str]]:
    """Phrases gathered into parts: as few as fit, evenly filled, ending where the sentence pauses."""
    widths = [page.measure("".join(phrase)) for phrase in phrases]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(phrases) + 1):
        options = []
        for start in range(end):
            pieces = [piece for phrase in phrases[start:end] for piece in phrase]
            if start == end - 1 or _lines(pieces, page):
                empty = 1 - min(sum(widths[start:end]) / (2 * page.limit), 1)
                last = end == len(phrases)
                cost = best[start][0] + NEW_PART + empty**2 + (0 if last else _ending(phrases[end - 1]))
                options.append((cost, start))
        best.append(min(options))
    cuts, end = [len(phrases)], len(phrases)
    while end:
        end = best[end][1]
        cuts.insert(0, end)
    return [[piece for phrase in phrases[a:b] for piece in phrase] for a, b in pairwise(cuts)]


def _spaced(starts: Sequence[float], seconds: float) -> list[float]:
    """The starts, moved where a part would be too short to read."""
    least = min(SHORTEST, 0.6 * seconds / len(starts))
    spaced = list(accumulate(starts, lambda before, start: max(start, before + least)))
    return [min(start, seconds - least * (len(starts) - i)) if i else start for i, start in enumerate(spaced)]


def parts(caption: str, words: Sequence[Word], seconds: float, page: Page) -> tuple[Part, ...]:
    """The caption of a sentence that lasts `seconds`, in order, without gaps between its parts."""
    pieces = fitting(atoms(caption), page.limit, page.measure)
    if not pieces:
        return ()
    text = "".join(pieces)
    onset, inside = onsets(text, words, seconds), glued(text, words)
    found, at = [], 0
    for group in _parted(_phrases(pieces, page), page):
        bad = frozenset(place - at for place in inside)
        found.append((onset[at] if at else 0.0, _lines(group, page, bad)))
        at += sum(map(len, group))
    starts = _spaced([start for start, _ in found], seconds)
    shown = zip(found, starts, [*starts[1:], seconds], strict=True)
    return tuple(Part(lines, start, end) for (_, lines), start, end in shown)
