"""The script: facts become sentences through templates, shown and spoken from one text, every number referenced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from briefing.facts import Fact
from briefing.phrases import Place, say
from briefing.refs import Ref, Sources

TEMPLATES = Path(__file__).parent / "templates"
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z0-9%]")


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text` for the eye, `spoken` for the voice, `refs` for every number, `cue` for the picture."""

    id: str
    text: str
    spoken: str
    refs: tuple[Ref, ...]
    cue: Fact

    @property
    def chapter(self) -> str:
        return self.cue.chapter

    @property
    def numbers(self) -> int:
        """How many numbers are heard; those in names do not count, a date in digits counts each of them."""
        return sum(len(DIGITS.findall(ref.text)) for ref in self.refs if ref.kind != "name")

    def to_json(self) -> dict[str, Any]:
        refs = [ref.to_json() for ref in self.refs]
        return {"id": self.id, "text": self.text, "refs": refs, "spoken": self.spoken, "chapter": self.chapter}


@dataclass(frozen=True)
class Script:
    """An edition's sentences in their order."""

    org: str
    date: date
    lang: str
    snapshot: str
    sentences: tuple[Sentence, ...]

    @property
    def numbers(self) -> int:
        return sum(sentence.numbers for sentence in self.sentences)

    def to_json(self) -> dict[str, Any]:
        """script.json as the contract has it; `spoken` and `chapter` are ours."""
        head = {"org": self.org, "date": self.date.isoformat(), "lang": self.lang, "snapshot": self.snapshot}
        return {**head, "sentences": [sentence.to_json() for sentence in self.sentences]}


class _Marks:
    """What a template printed: each value becomes a numbered mark, to be resolved for eye and voice alike."""

    def __init__(self, sources: Sources, lang: str) -> None:
        self.refs: list[Ref] = []
        self._sources = sources
        self._lang = lang

    def __call__(self, value: object) -> object:
        if isinstance(value, Place):
            value = self._sources.name(value.org, self._lang)
        if isinstance(value, Ref):
            self.refs.append(value)
            return f"{OPEN}{len(self.refs) - 1}{CLOSE}"
        if isinstance(value, int | float) or value is None:
            raise TypeError(f"a template printed {value!r}: every number is a reference")
        return value


@jinja2.pass_context
def _printed(context: jinja2.runtime.Context, value: object) -> object:
    """What a template prints goes to the marks of the sentence that it is rendered for."""
    return context["marks"](value)


@cache
def _templates(lang: str) -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701 - plain text; what shows it as HTML escapes it
        loader=jinja2.FileSystemLoader(TEMPLATES / lang), undefined=jinja2.StrictUndefined, finalize=_printed
    )


def sentence(fact: Fact, sources: Sources, lang: str) -> Sentence:
    """A fact as a sentence."""
    marks = _Marks(sources, lang)
    template = _templates(lang).get_template(f"{fact.template}.j2")
    pieces = MARK.split(template.render(fact.data, detail=fact.detail, marks=marks).strip())
    shown, spoken, refs = "", "", []
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            shown += _gap(shown, piece) + piece
            spoken += piece
            continue
        ref = marks.refs[int(piece)]
        number = say(ref, lang)
        shown += _gap(shown, number.shown)
        refs.append(replace(ref, text=number.shown, start=len(shown)))
        shown, spoken = shown + number.shown, spoken + number.spoken
    return Sentence(fact.id, shown, spoken, tuple(ref for ref in refs if _counts(ref)), fact)


def _counts(ref: Ref) -> bool:
    """Names without digits need no reference."""
    return ref.kind != "name" or bool(DIGITS.search(ref.text))


def _gap(before: str, after: str) -> str:
    """Chinese sets a space between an ideograph and a Latin letter or a figure."""
    if not before or not after:
        return ""
    pairs = ((IDEOGRAPH, LATIN), (LATIN, IDEOGRAPH))
    return " " if any(left.match(before[-1]) and right.match(after[0]) for left, right in pairs) else ""


def write(facts: Sequence[Fact], sources: Sources, org: str, lang: str) -> Script:
    """All facts as they stand, without a limit."""
    sentences = tuple(sentence(fact, sources, lang) for fact in facts)
    return Script(org, sources.date, lang, sources.snapshot.version, sentences)
