"""Names by their sound: for whoever types pinyin, initials, or another character of the same sound."""

from collections.abc import Iterable, Mapping
from functools import cache

from pypinyin import lazy_pinyin

from briefing.answers.fold import LANGUAGE

LONGEST = 12
SHORTEST = 2
INITIALS = 3
UMLAUT = str.maketrans({"ü": "v"})


@cache
def syllable(sign: str) -> str:
    """A Chinese character's sound without its tone; any other sign as it is."""
    return lazy_pinyin(sign)[0].translate(UMLAUT)


def sound(text: str) -> tuple[str, ...]:
    return tuple(map(syllable, text))


class Sounds:
    """Names by their sound, as it is heard and as it is typed."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """From ids by folded names."""
        self._heard: dict[tuple[str, ...], str] = {}
        self._typed: dict[str, dict[str, None]] = {}
        for name, ids in names.items():
            if LANGUAGE.search(name) and len(name) >= SHORTEST:
                self._add(name, sound(name), dict.fromkeys(ids))

    def _add(self, name: str, said: tuple[str, ...], ids: dict[str, None]) -> None:
        self._heard.setdefault(said, name)
        self._typed.setdefault("".join(said), {}).update(ids)
        if len(said) >= INITIALS:
            self._typed.setdefault("".join(one[0] for one in said), {}).update(ids)

    def typed(self, word: str) -> tuple[str, ...]:
        """The ids whose name is spelled so, in whole syllables or initials."""
        return tuple(self._typed.get(word, ()))

    def heard(self, text: str) -> tuple[int, int, str] | None:
        """The longest part of a text that sounds like a name of three characters or more, and that name."""
        said = sound(text)
        for length in range(min(LONGEST, len(said)), SHORTEST, -1):
            for start in range(len(said) - length + 1):
                if name := self._heard.get(said[start : start + length]):
                    return start, start + length, name
        return None
