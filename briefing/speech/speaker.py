"""One voice for a whole film: the first engine that can speak all of it, and what to say if it was not the first."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from avatar.types import Speech
from briefing.lexicon import Lexicon, lexicon
from briefing.speech.breaker import Breaker
from briefing.speech.cache import LIMIT, Cache
from briefing.speech.engine import Engine, SpeechError
from briefing.wording import normalise
from data.clock import Clock
from data.messages import text as message

Line = tuple[str, str]  # text, language
Progress = Callable[[int, int], None]  # sentences spoken, of how many


@dataclass(frozen=True, eq=False)
class SpokenFilm:
    """A speech for every line, all by one engine; `notes` say in the film's language what was not as configured."""

    speeches: tuple[Speech, ...]
    engine: str
    voice: str
    notes: tuple[str, ...] = ()


@dataclass
class _Job:
    """The lines of one film and how far they are."""

    lines: list[Line]
    progress: Progress | None
    notes: list[str] = field(default_factory=list)
    done: int = 0

    @property
    def lang(self) -> str:
        return self.lines[0][1]

    def note(self, key: str, **values: object) -> None:
        said = message(self.lang, f"speech.{key}", **values)
        if said not in self.notes:
            self.notes.append(said)

    def advance(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, len(self.lines))


class Speaker:
    """Engines in order of preference. `clock` must run, also where the demo's day stands still."""

    def __init__(
        self,
        engines: Sequence[Engine],
        cache_dir: Path,
        clock: Clock,
        *,
        words: Lexicon | None = None,
        cache_bytes: int = LIMIT,
    ) -> None:
        if not engines:
            raise SpeechError("speech", "no engine is configured", "Name at least espeak-ng in the settings.")
        self.engines = tuple(engines)
        self.words = words or lexicon()
        self.cache = Cache(cache_dir, cache_bytes)
        self.breaker = Breaker(cache_dir / "breaker.json", clock)

    def speak_all(self, lines: Sequence[Line], progress: Progress | None = None) -> SpokenFilm:
        """Speak a film's lines. SpeechError where no engine can. Not for use inside an event loop."""
        return asyncio.run(self.speak_film(lines, progress))

    async def speak_film(self, lines: Sequence[Line], progress: Progress | None = None) -> SpokenFilm:
        """As `speak_all`, inside an event loop."""
        if not lines:
            raise SpeechError("speech", "the film has no sentence", "Check the script.")
        job = _Job([(normalise(text, lang, self.words), lang) for text, lang in lines], progress)
        failures = []
        for place, engine in enumerate(self.engines):
            following = self.engines[place + 1].name if place + 1 < len(self.engines) else ""
            if following and self._resting(engine, job, following):
                continue
            try:
                return await self._film(engine, job)
            except SpeechError as error:
                failures.append(f"{engine.name}: {error.what}")
                self._give_up(engine, error, job, following)
        raise SpeechError("speech", f"no engine could speak ({'; '.join(failures)})", "Run `python -m cockpit check`.")

    def _resting(self, engine: Engine, job: _Job, following: str) -> bool:
        """Whether to pass over the engine; what it has spoken before may be heard again."""
        rest = self.breaker.rest(engine.name)
        if rest is None or all(self._heard(engine, line) for line in job.lines):
            return False
        job.note("resting", engine=engine.name, until=f"{rest.until:%H:%M}", reason=rest.reason, next=following)
        return True

    def _give_up(self, engine: Engine, error: SpeechError, job: _Job, following: str) -> None:
        job.done = 0
        if not following:
            return
        job.note("switched", engine=engine.name, reason=error.what, next=following)
        try:
            self.breaker.open(engine.name, error.what)
        except OSError as full:
            job.note("uncached", reason=full.strerror)

    async def _film(self, engine: Engine, job: _Job) -> SpokenFilm:
        gate = asyncio.Semaphore(engine.concurrency)
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._line(engine, line, job, gate)) for line in job.lines]
        except ExceptionGroup as errors:  # not except*, which wraps what it raises in a group on Python 3.11.2
            first = next((error for error in errors.exceptions if isinstance(error, SpeechError)), None)
            raise first or errors from None
        self.cache.trim()
        voices = dict.fromkeys(engine.voice(lang) for _, lang in job.lines)
        return SpokenFilm(tuple(task.result() for task in tasks), engine.name, ", ".join(voices), tuple(job.notes))

    async def _line(self, engine: Engine, line: Line, job: _Job, gate: asyncio.Semaphore) -> Speech:
        async with gate:
            speech = self._heard(engine, line)
            if speech is None:
                speech = await engine.speak(*line)
                self._remember(engine, line, speech, job)
        job.advance()
        return speech

    def _heard(self, engine: Engine, line: Line) -> Speech | None:
        return self.cache.get(line[0], engine.signature(line[1]))

    def _remember(self, engine: Engine, line: Line, speech: Speech, job: _Job) -> None:
        try:
            self.cache.put(line[0], engine.signature(line[1]), speech)
        except OSError as error:
            job.note("uncached", reason=error.strerror)
