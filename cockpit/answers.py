"""Answers to typed questions: read and answered within the asker's scope, spoken by the voice that never waits."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from briefing.answers.articles import FOLDER, Library
from briefing.answers.model import understood
from briefing.answers.question import Asker
from briefing.answers.reader import Reader
from briefing.answers.reply import Answer, Replier
from briefing.answers.texts import texts
from briefing.refs import Ref, Sources
from briefing.script import Script
from briefing.speech.clip import clip, starts
from briefing.speech.engine import SpeechError
from cockpit.scope import Sight
from cockpit.settings import Settings
from cockpit.transcript import Piece, pieces
from cockpit.voices import Voices
from metrics.catalogue import Catalogue
from metrics.memo import Memo

READERS = 8
TITLE = "Daybreak, AI-made voice"


@dataclass(frozen=True)
class Said:
    """A sentence of an answer; `start` in seconds of its sound."""

    start: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Reply:
    """An answer for a page: its sentences, its sound in base64, and why there is none."""

    answer: Answer
    lines: tuple[Said, ...]
    sound: str
    silent: str


class Answers:
    """One per process: the articles, the readers of the last scopes, and the voice."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self.settings, self.catalogue = settings, catalogue
        self.voices = Voices(settings)
        self._readers: Memo[tuple[str, ...], list[Reader]] = Memo(READERS)
        self._lock = Lock()

    @cached_property
    def library(self) -> Library:
        """Our articles and those of the house."""
        own = self.settings.articles
        return Library((FOLDER, own) if own else (FOLDER,))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        return texts(self.catalogue, self.library)

    def answer(self, sight: Sight, asker: Asker, question: str) -> Answer:
        """The answer of the snapshot that is seen.

        Raises:
            OutOfScopeError: the asker stands, or the answer leads, where they may not look.
        """
        sight.require(asker.org)
        sources = Sources(sight.snapshot, self.settings.clock.today(), self.settings.calendar, self.texts)
        reader = self._reader(sight)
        read = reader.read(question, asker)
        if read.intent == "unknown" and self.settings.model:
            read = understood(self.settings.model, read, reader, asker)
        found = Replier(sources, self.catalogue, self.library).answer(read)
        for org in _named(found):
            sight.require(org)
        return found

    def _reader(self, sight: Sight) -> Reader:
        """The reader of what is seen; it outlives a version that has the same organisations."""
        tree, roots = sight.snapshot.orgs, sight.scope.roots
        with self._lock:
            kept = self._readers.get(roots, lambda: [Reader(tree, roots, self.catalogue, self.library)])
            if kept[0].tree is not tree and list(kept[0].tree) != list(tree):
                kept[0] = Reader(tree, roots, self.catalogue, self.library)
            return kept[0]

    def reply(self, sight: Sight, asker: Asker, question: str) -> Reply:
        """The answer with its sound; without it, and with the reason, where the voice does not speak."""
        found = self.answer(sight, asker, question)
        sound, begins, silent = self._spoken(found.script)
        lines = zip(begins, found.script.sentences, strict=True)
        said = tuple(Said(start, tuple(pieces(one.to_json()))) for start, one in lines)
        return Reply(found, said, base64.b64encode(sound).decode(), silent)

    def _spoken(self, script: Script) -> tuple[bytes, list[float], str]:
        """The sound, when each sentence begins in it, and why there is none."""
        lines = [(one.spoken, script.lang) for one in script.sentences]
        try:
            speeches = self.voices.answers.speak_all(lines).speeches
        except SpeechError as error:
            return b"", [0.0 for _ in lines], error.what
        return clip(speeches, TITLE), starts(speeches), ""


def _named(answer: Answer) -> Sequence[str]:
    refs: list[Ref] = [ref for sentence in answer.script.sentences for ref in sentence.refs]
    return [*answer.question.orgs, *(ref.org for ref in refs if ref.org)]
