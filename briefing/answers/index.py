"""Names found in a text: the longest first, Latin words only where they stand alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.answers.fold import fold


@dataclass(frozen=True)
class Mention:
    """A stretch of the folded text that names something: one id, or several that share the name."""

    start: int
    end: int
    ids: tuple[str, ...]

    @property
    def length(self) -> int:
        return self.end - self.start


class Index:
    """Ids by their folded names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """From pairs of name and id."""
        found: dict[str, dict[str, None]] = {}
        for name, id_ in names:
            if key := fold(name):
                found.setdefault(key, {})[id_] = None
        self.ids = {key: tuple(ids) for key, ids in found.items()}
        self._longest = max(map(len, self.ids), default=0)

    def find(self, text: str) -> list[Mention]:
        """Every name in a folded text, those within others too."""
        spans = (
            (start, end)
            for start in range(len(text))
            for end in range(start + 1, min(start + self._longest, len(text)) + 1)
        )
        return [Mention(*span, self.ids[text[slice(*span)]]) for span in spans if self._named(text, *span)]

    def _named(self, text: str, start: int, end: int) -> bool:
        return text[start:end] in self.ids and stands_alone(text, start, end)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin word or number is cut at the ends."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return not any(len(pair) > 1 and pair.isascii() and pair.isalnum() for pair in (before, after))


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions that do not overlap, the longest of each place, in the order of the text."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (-one.length, one.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda one: one.start)
