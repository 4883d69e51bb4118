"""What is known besides numbers: Markdown articles, searched by their words, quoted passage by passage.

An article is `NAME.LANG.md`: a title (`# …`), and under each heading (`## …`) a passage and its source (`> …`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

from briefing.answers.fold import LANGUAGE, fold
from briefing.answers.vocabulary import vocabulary
from data.errors import UserError
from data.messages import LANGUAGES

FOLDER = Path(__file__).parent.parent / "articles"
SHAPE = "Write `# Title`, then for each passage `## Heading`, its text and `> Source`."
WEIGHT = 3
"""How much more a word counts in a title or heading than in the text."""
K, B = 1.2, 0.75
"""Okapi BM25's usual constants (Robertson and Zaragoza, 2009)."""
ENOUGH = 0.5
"""The share of a question's words, by their weight, that a passage must have to answer it."""
LONG = re.compile("几天|多少天|多长时间|多长|几日|多少日|几年|多少年")
"""How long, in other words: 多久."""
WORD = re.compile("[a-z]+|[0-9]+|[^a-z0-9 %]+")


@dataclass(frozen=True)
class Passage:
    """One passage of an article: where it stands (`free-look.zh.2`), under what heading, and who says so."""

    id: str
    lang: str
    title: str
    heading: str
    text: str
    source: str

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word is there."""
        return Counter(tokens(self.text)) + Counter(dict.fromkeys(self.subject, WEIGHT))

    @cached_property
    def subject(self) -> frozenset[str]:
        """The words of title and heading: a question that the passage answers has one of them."""
        return frozenset((*tokens(self.title), *tokens(self.heading)))


class Library:
    """The articles of some folders; one of a later folder takes the place of its namesake."""

    def __init__(self, folders: Sequence[Path] = (FOLDER,)) -> None:
        """Read all articles.

        Raises:
            UserError: a folder is missing, or an article has not the shape of one.
        """
        files = {path.name: path for folder in folders for path in _files(folder)}
        self.passages = [passage for name in sorted(files) for passage in read(files[name])]
        self._by_id = {passage.id: passage for passage in self.passages}
        self._counts = {lang: self._count(lang) for lang in LANGUAGES}

    def __getitem__(self, id_: str) -> Passage:
        return self._by_id[id_]

    def get(self, id_: str) -> Passage | None:
        return self._by_id.get(id_)

    def search(self, parts: Iterable[str], question: str, lang: str) -> Passage | None:
        """The passage that answers a question best; None where none has enough of the parts that matter in it."""
        empty = vocabulary().fillers[lang]
        needed = {word for part in parts for word in tokens(part) if not empty.fullmatch(word)}
        asked = set(tokens(question))
        fit = [one for one in self._of(lang) if needed & one.subject and self._share(needed, one) >= ENOUGH]
        return max(fit, key=lambda one: self._score(asked, one), default=None)

    def _of(self, lang: str) -> Iterator[Passage]:
        return (passage for passage in self.passages if passage.lang == lang)

    def _count(self, lang: str) -> Counter[str]:
        """In how many passages each word is."""
        return Counter(word for passage in self._of(lang) for word in passage.words)

    def _weight(self, word: str, lang: str) -> float:
        total, found = sum(1 for _ in self._of(lang)), self._counts[lang][word]
        return log(1 + (total - found + 0.5) / (found + 0.5))

    def _share(self, asked: set[str], passage: Passage) -> float:
        weights = {word: self._weight(word, passage.lang) for word in asked}
        return sum(weights[word] for word in asked if word in passage.words) / sum(weights.values())

    def _score(self, asked: set[str], passage: Passage) -> float:
        size = passage.words.total() / self._mean(passage.lang)
        counts = {word: passage.words[word] for word in asked}
        return sum(
            self._weight(word, passage.lang) * count * (K + 1) / (count + K * (1 - B + B * size))
            for word, count in counts.items()
        )

    def _mean(self, lang: str) -> float:
        sizes = [passage.words.total() for passage in self._of(lang)]
        return sum(sizes) / len(sizes)


def tokens(text: str) -> list[str]:
    """Latin words without their plural, numbers, and the pairs of neighbouring Chinese characters."""
    found: list[str] = []
    for word in WORD.findall(LONG.sub("多久", fold(text))):
        if LANGUAGE.match(word):
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(word.removesuffix("s"))
    return found


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UserError(str(folder), "is no folder of articles", "Name a folder, or leave it out.")
    return sorted(path for lang in LANGUAGES for path in folder.glob(f"*.{lang}.md"))


def read(path: Path) -> Iterator[Passage]:
    """The passages of an article.

    Raises:
        UserError: it has not the shape of one.
    """
    name, lang = path.name.removesuffix(".md").rsplit(".", 1)
    head, *parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    title = head.strip().removeprefix("# ").strip()
    if not head.startswith("# ") or "\n" in title or not parts:
        raise UserError(str(path), "has no title or no passage", SHAPE)
    for number, part in enumerate(parts, start=1):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        sources = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
        text = [line for line in lines[1:] if not line.startswith("> ")]
        if not text or not sources:
            raise UserError(f"{path}, {lines[0] if lines else number}", "has no text or no source", SHAPE)
        joint = "" if lang == "zh" else " "
        yield Passage(f"{name}.{lang}.{number}", lang, title, lines[0], joint.join(text), joint.join(sources))
