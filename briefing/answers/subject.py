"""What a question is about: the indicators that it names, more or less, or an article that has its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from briefing.answers import names
from briefing.answers.articles import Library
from briefing.answers.fold import LANGUAGE
from briefing.answers.index import Index, Mention
from briefing.answers.question import Choice
from briefing.answers.sounds import Sounds
from briefing.answers.struck import Run, Struck, replaced
from metrics.catalogue import Catalogue

CHOICES = 4
FEW = 6
"""Of more indicators than these a name says nothing."""
ALIKE = 0.8
TYPO = 5
"""Latin words of this length and more may be mistyped."""


@dataclass(frozen=True)
class About:
    """The indicators, or those among which to choose, or a passage; `stray` is what belongs to none of them."""

    indicators: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    passage: str | None = None
    stray: Run | None = None


class Subject:
    """Finds what questions are about."""

    def __init__(self, catalogue: Catalogue, index: Index, library: Library) -> None:
        self.catalogue, self.library = catalogue, library
        self.sounds = Sounds(index.ids)
        self.words = sorted(names.words(index))

    def of(self, struck: Struck, runs: Sequence[Run], mentions: Sequence[Mention]) -> About:
        """Names first; then articles, where the question has words that are in no name; then what is nearly a name."""
        exact = tuple(dict.fromkeys(one.ids[0] for one in mentions))
        if not runs:
            shared = next((one for one in mentions if len(one.ids) > 1), None)
            return self._among(struck, shared) if shared else About(exact)
        near = next((found for run in runs if run.named and (found := self._near(struck, run))), None)
        if near:
            return near
        if passage := self.library.search([run.text for run in runs], struck.whole, struck.lang):
            return About(passage=passage.id)
        if exact:
            return About(exact, stray=runs[0])
        near = self._near(struck, runs[0]) if len(runs) == 1 else None
        return near or About(stray=runs[0])

    def _near(self, struck: Struck, run: Run) -> About | None:
        """The indicators that a part of the question nearly names, or spells in pinyin."""
        found = list(self.sounds.typed(run.text.replace(" ", ""))) or names.like(run.text, self.catalogue)
        if not found or len(found) > FEW:
            return None
        if len(found) == 1:
            return About((found[0],))
        return self._among(struck, Mention(run.start, run.end, tuple(found)))

    def _among(self, struck: Struck, mention: Mention) -> About:
        named = [(one, self.catalogue[one].name(struck.lang)) for one in mention.ids[:CHOICES]]
        return About(choices=tuple(Choice(one, replaced(struck.whole, mention, name)) for one, name in named))


def mended(whole: str, words: Sequence[str]) -> str:
    """A question with its mistyped Latin words as they are written in the names of indicators."""
    return " ".join(_mended(word, words) for word in whole.split())


def _mended(word: str, words: Sequence[str]) -> str:
    if len(word) < TYPO or LANGUAGE.search(word):
        return word
    return next(iter(get_close_matches(word, words, 1, ALIKE)), word)
