"""Where a line of Chinese or English may end.

A line never starts with closing punctuation nor ends with an opening mark; a number stays with its unit; a Latin
word stays whole unless it is longer than a line.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

Measure = Callable[[str], float]

UNITS = "万亿|亿|万|千|百"
COUNTERS = "个百分点|百分点|个工作日|工作日|元|人次|人|次|件|份|个|家|天|日|月|年|号|点|项|位|周|倍|成|岁|时|分|秒|期"
SCALES = "million|billion|thousand|percent|points?|pp|yuan"
NUMBER = r"[+\-−¥￥$]?\d[\d,.:/\-]*\d|[+\-−¥￥$]?\d"
ATOM = re.compile(
    rf"(?:{NUMBER})(?:%|％|‰)?(?:\s?(?:{UNITS})?(?:{COUNTERS})|\s?(?:{UNITS})|\s(?:{SCALES})(?![A-Za-z]))?\s*"
    r"|[A-Za-zÀ-ɏ0-9'’&@#_+.]+[\-/]?\s*|\s+|."
)
CLOSING = frozenset("，。；：！？、）》」』】〕”’％%…—·,.;:!?)]}～")
OPENING = frozenset("（《「『【〔“‘([{¥￥$")
ELLIPSIS = "…"

FULL_STOPS = frozenset("。；！？;!?")
COMMAS = frozenset("，,：:—")
MARKS = FULL_STOPS | COMMAS | {"、", "."}
# What a break between two lines costs, in lines of raggedness.
SPLIT_WORD = 0.9  # inside a spoken word
AT_MARK, AT_STOP = -0.5, -0.7  # after a comma, after the end of a clause
TOP_HEAVY = 0.15  # a second line longer than the first
LONELY = 0.28  # of the other line: a shorter one looks lost


def atoms(text: str) -> list[str]:
    """The pieces of a text between which a line may end; joined they are the text with its spaces evened out."""
    pieces: list[str] = []
    for match in ATOM.finditer(" ".join(text.split())):
        piece = match.group()
        if pieces and (piece[0] in CLOSING or piece.isspace() or pieces[-1].rstrip()[-1:] in OPENING):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def fitting(pieces: Iterable[str], limit: float, measure: Measure) -> list[str]:
    """The same pieces, with those wider than a line cut by characters."""
    cut: list[str] = []
    for piece in pieces:
        cut += [piece] if measure(piece.rstrip()) <= limit else _chopped(piece, limit, measure)
    return cut


def _chopped(piece: str, limit: float, measure: Measure) -> list[str]:
    parts = [""]
    for char in piece:
        if parts[-1] and measure((parts[-1] + char).rstrip()) > limit:
            parts.append("")
        parts[-1] += char
    return parts


def breaks_words(text: str, limit: float, measure: Measure) -> bool:
    """Whether a word or number is wider than a line, so that it would be cut."""
    return any(measure(piece.rstrip()) > limit for piece in atoms(text))


def wrap(text: str, limit: float, measure: Measure) -> list[str]:
    """Lines no wider than `limit`, each as full as possible; one empty line for an empty text."""
    lines = [""]
    for piece in fitting(atoms(text), limit, measure):
        if lines[-1] and measure((lines[-1] + piece).rstrip()) > limit:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def halves(pieces: Sequence[str], limit: float, measure: Measure, bad: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The best two lines of a text given as atoms, or () where it needs more; `bad` are places inside a word."""
    text, found = "".join(pieces).rstrip(), []
    for end in list(accumulate(map(len, pieces)))[:-1]:
        first, second = text[:end].rstrip(), text[end:]
        a, b = measure(first), measure(second)
        if max(a, b) <= limit:
            cost = abs(a - b) / limit + (TOP_HEAVY if b > a else 0) + (SPLIT_WORD if end in bad else 0)
            cost += _pause(first[-1:]) + (1 if min(a, b) < LONELY * max(a, b) else 0)
            found.append((cost, first, second))
    return min(found)[1:] if found else ()


def _pause(mark: str) -> float:
    return AT_STOP if mark in FULL_STOPS else AT_MARK if mark in MARKS else 0.0


def clipped(text: str, limit: float, measure: Measure) -> str:
    """The text, or as much of its start as fits before an ellipsis; empty where not even that fits."""
    if measure(text) <= limit:
        return text
    for end in range(len(text) - 1, 0, -1):
        if measure(short := text[:end].rstrip() + ELLIPSIS) <= limit:
            return short
    return ELLIPSIS if measure(ELLIPSIS) <= limit else ""
