"""The lexicon: how words are said that no rule tells from their letters; a house adds its own."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from data.errors import UserError
from data.messages import LANGUAGES

OWN = Path(__file__).with_name("lexicon.toml")
SHAPE = 'Write [zh] and [en] with lines such as NBEV = "N B E V".'
Words = Mapping[str, str]


@dataclass(frozen=True)
class Lexicon:
    """By language how words are said. A word in Latin letters stands alone, or it is not that word."""

    words: Mapping[str, Words]

    def applied(self, text: str, lang: str) -> str:
        """The text with its words as they are said; the longest word counts."""
        pattern = self._patterns[lang]
        return pattern.sub(lambda match: self.words[lang][match[0]], text) if pattern else text

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str] | None]:
        return {lang: _pattern(self.words.get(lang, {})) for lang in LANGUAGES}


def _pattern(words: Words) -> re.Pattern[str] | None:
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(_alone, longest))) if words else None


def _alone(word: str) -> str:
    before = r"(?<![A-Za-z])" if word[:1].isascii() else ""
    return before + re.escape(word) + (r"(?![A-Za-z])" if word[-1:].isascii() else "")


@cache
def lexicon(own: Path | None = None) -> Lexicon:
    """The program's lexicon, a house's own words before it.

    Raises:
        UserError: the house's file cannot be read.
    """
    added = _read(own) if own else {}
    return Lexicon({lang: {**_read(OWN).get(lang, {}), **added.get(lang, {})} for lang in LANGUAGES})


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(str(path), f"cannot be read ({error.strerror})", "Name a file, or leave it out.") from error
    except ValueError as error:
        raise UserError(str(path), f"is not TOML ({error})", SHAPE) from error
    if strange := next((name for name, words in tables.items() if not _sound(name, words)), None):
        raise UserError(str(path), f"has the part {strange!r} that cannot be used", SHAPE)
    return tables


def _sound(name: str, words: object) -> bool:
    return (
        name in LANGUAGES
        and isinstance(words, dict)
        and all(word.strip() and isinstance(said, str) for word, said in words.items())
    )
