"""A folded question of which, bit by bit, what is understood is struck out; every sign keeps its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.answers.index import Mention, stands_alone
from briefing.answers.vocabulary import vocabulary

GONE, ORG, INDICATOR = "\ue000", "\ue001", "\ue002"
WORDS = re.compile(f"[^{GONE}{ORG}]+")
SEVERAL = 2


@dataclass(frozen=True)
class Run:
    """A stretch that is not struck out; `named` where an indicator stands in it, `rest` what is unclear."""

    start: int
    end: int
    text: str
    named: bool
    rest: str


class Struck:
    """`whole` is the question; `text` what is left of it, marks in place of what is gone."""

    def __init__(self, whole: str, lang: str) -> None:
        self.whole = self.text = whole
        self.lang = lang

    def strike(self, start: int, end: int, mark: str = GONE) -> None:
        self.text = self.text[:start] + mark * (end - start) + self.text[end:]

    def take(self, pattern: re.Pattern[str]) -> bool:
        """Strike out all that matches; whether anything did."""
        found = [match.span() for match in pattern.finditer(self.text)]
        for span in found:
            self.strike(*span)
        return bool(found)

    def strike_others(self) -> None:
        """Strike out the words that say nothing."""
        self.take(vocabulary().others[self.lang])

    def runs(self) -> Iterator[Run]:
        """What is left and may mean something."""
        for found in WORDS.finditer(self.text):
            start, end = _trimmed(self.text, *found.span())
            rest = self.text[start:end].replace(INDICATOR, " ").strip()
            if start < end:
                yield Run(start, end, self.whole[start:end], INDICATOR in self.text[start:end], self._meant(rest))

    def _meant(self, rest: str) -> str:
        empty = not rest or vocabulary().fillers[self.lang].fullmatch(rest) or len(rest) < SEVERAL
        return "" if empty else rest


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the spaces around."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def replaced(text: str, mention: Mention, name: str) -> str:
    """The question with another name in a mention's place."""
    joined = not stands_alone(text[: mention.start] + name, mention.start, mention.start)
    return f"{text[: mention.start]}{' ' if joined else ''}{name}{text[mention.end :]}"
