"""An edition: one morning, one organisation, one language, as film, captions, script and its own description."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from avatar.film import Studio
from avatar.sound import write_sound
from avatar.types import Frame, Take
from briefing.broadcast import Broadcast, broadcast
from briefing.captions import Cue, clipped, webvtt
from briefing.facts import Morning
from briefing.folder import FILM, MARK, PICTURES, SCRIPT, SOUND, captions
from briefing.phrases import say
from briefing.pictures import org_name
from briefing.refs import Sources
from briefing.rundown import late_sources, source_name
from briefing.shots import shot
from briefing.speech.speaker import Speaker
from data.calendar import WorkCalendar
from data.clock import Clock
from data.errors import UserError
from data.messages import text
from metrics.catalogue import Catalogue
from metrics.snapshot import Snapshot

Progress = Callable[[int, int], None]
FILMED, DRAWN = (FILM, SCRIPT), (PICTURES, SOUND, SCRIPT)
"""The files of an edition and of a live one, beside the captions and MARK."""
LEVEL = 5  # of compression: the next ones take as long again for a hundredth


@dataclass(frozen=True)
class Edition:
    """A finished edition in its `folder`; `facts` is edition.json, `reused` says that it stood there already."""

    folder: Path
    facts: Mapping[str, Any]
    reused: bool

    @property
    def duration_s(self) -> float:
        return float(self.facts["duration_s"])

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self.facts["notes"])


def prepare(
    snapshot: Snapshot,
    org: str,
    day: date,
    lang: str,
    calendar: WorkCalendar,
    catalogue: Catalogue,
    speaker: Speaker,
    studio: Studio,
) -> "Maker":
    """What is said, in whose voice, and what is shown with it.

    The same snapshot, org, day, language, voice and art make the same edition, which is then left as it is.

    Raises:
        UserError: the org is unknown, or no voice can speak.
        UntrueScriptError: the script says what the snapshot does not.
    """
    morning = Morning(Sources(snapshot, day, calendar), snapshot.orgs[org].id, lang, catalogue)
    spoken = broadcast(morning, speaker)
    takes = [
        Take(speech, shot(sentence.cue, morning), sentence.text, chapter_title(sentence.chapter, lang))
        for sentence, speech in zip(spoken.script.sentences, spoken.film.speeches, strict=True)
    ]
    return Maker(morning, spoken, takes, studio)


def make_edition(maker: "Maker", out: Path, progress: Progress | None, clock: Clock) -> Edition:
    """Make film.mp4, captions.LANG.vtt, script.json and, last, edition.json in the folder `out`.

    `progress(done, total)` counts pictures. UserError where the folder cannot be written.
    """
    return _made(maker, FILMED, out, lambda draft, made_at: maker.film(draft, progress, made_at), clock)


def make_live(maker: "Maker", out: Path, clock: Clock) -> Edition:
    """Make live.json.gz, sound.webm, captions.LANG.vtt, script.json and, last, edition.json in the folder `out`.

    For a terminal that draws the pictures itself: nothing is rendered, so it takes a second. Raises as `make_edition`.
    """
    return _made(maker, DRAWN, out, maker.live, clock)


def _made(
    maker: "Maker", names: Sequence[str], out: Path, write: Callable[[Path, str], dict[str, Any]], clock: Clock
) -> Edition:
    """The edition in its folder, written unless it stands there."""
    if found := maker.standing(out, names):
        return Edition(out, found, reused=True)
    with _draft(out) as draft:
        facts = write(draft, clock.now().isoformat(timespec="seconds"))
        _publish(draft, out)
    return Edition(out, facts, reused=False)


def chapter_title(chapter: str, lang: str) -> str:
    return text(lang, f"briefing.chapter.{chapter}")


@dataclass(frozen=True)
class Maker:
    """The parts of one edition on their way to files."""

    morning: Morning
    spoken: Broadcast
    takes: Sequence[Take]
    studio: Studio

    @property
    def key(self) -> str:
        """The digest of all that makes the edition what it is."""
        parts = (self.spoken.script.to_json(), self._voice(), self.studio.renderer, self._frame(), self._shots())
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _shots(self) -> list[str]:
        return [repr(take.shot) for take in self.takes]

    def standing(self, out: Path, names: Sequence[str]) -> dict[str, Any] | None:
        """edition.json of the folder, if it is whole and is this very edition."""
        if not all((out / name).is_file() for name in (*names, self._captions)):
            return None
        try:
            found = json.loads((out / MARK).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and found.get("key") == self.key else None

    def film(self, folder: Path, progress: Progress | None, made_at: str) -> dict[str, Any]:
        """All four files; returns edition.json."""
        tags = {"title": self._title(), "voice": f"{self.spoken.film.engine} {self.spoken.film.voice}"}
        info = self.studio.film(self.takes, folder / FILM, tags, progress, self._frame())
        return self._told(folder, info.duration_s, info.starts, made_at)

    def live(self, folder: Path, made_at: str) -> dict[str, Any]:
        """All five files; returns edition.json."""
        live = self.studio.live(self.takes, self._frame())
        (folder / PICTURES).write_bytes(gzip.compress(json.dumps(live.document).encode(), LEVEL, mtime=0))
        write_sound(live.pcm, folder / SOUND, self._title())
        return self._told(folder, live.seconds, live.starts, made_at)

    def _told(self, folder: Path, seconds: float, starts: Sequence[float], made_at: str) -> dict[str, Any]:
        """What goes with the pictures: captions, script, edition.json, which is returned."""
        (folder / self._captions).write_text(webvtt(self._cues(starts)), "utf-8")
        _write(folder / SCRIPT, self._script(starts))
        facts = self._facts(seconds, starts, made_at)
        _write(folder / MARK, facts)
        return facts

    @property
    def _captions(self) -> str:
        return captions(self.morning.lang)

    def _title(self) -> str:
        org, day = org_name(self.morning, self.morning.org), self.spoken.script.date
        return f"{text(self.morning.lang, 'briefing.title.brief')} · {org} · {day}"

    def _cues(self, starts: Sequence[float]) -> list[Cue]:
        """What the film shows, with the film's times."""
        cues = [
            Cue(start + part.start, start + part.end, part.lines)
            for take, start in zip(self.takes, starts, strict=True)
            for part in self.studio.caption_parts(take)
        ]
        return clipped(cues)

    def _script(self, starts: Sequence[float]) -> dict[str, Any]:
        """script.json with the chapters' titles and the sentences' seconds."""
        made = self.spoken.script.to_json()
        for sentence, take, start in zip(made["sentences"], self.takes, starts, strict=True):
            sentence |= {"chapter": take.chapter, "start": round(start, 3)}
        return made

    def _facts(self, duration: float, starts: Sequence[float], made_at: str) -> dict[str, Any]:
        script = self.spoken.script
        head = {"org": script.org, "date": script.date.isoformat(), "lang": script.lang, "snapshot": script.snapshot}
        sentences = [
            {"id": sentence.id, "start": round(start, 3)}
            for sentence, start in zip(script.sentences, starts, strict=True)
        ]
        return {
            **head,
            "voice": self._voice(),
            "renderer": self.studio.renderer.split()[0],
            "duration_s": round(duration, 3),
            "made_at": made_at,
            "notes": [*self.spoken.film.notes, *_gaps(self.morning)],
            "as_of": self.morning.sources.snapshot.as_of.isoformat(),
            "art": self.studio.renderer,
            "chapters": _chapters(self.takes, starts),
            "sentences": sentences,
            "key": self.key,
        }

    def _voice(self) -> dict[str, str]:
        return {"engine": self.spoken.film.engine, "name": self.spoken.film.voice}

    def _frame(self) -> Frame:
        lang = self.morning.lang
        day = say(self.morning.sources.today(), lang).shown
        org = org_name(self.morning, self.morning.org)
        ticker = text(lang, "briefing.title.ticker", org=org, day=day, voice=self.spoken.film.engine)
        return Frame(text(lang, "briefing.title.presenter"), text(lang, "product.tagline"), ticker)


def _chapters(takes: Sequence[Take], starts: Sequence[float]) -> list[dict[str, Any]]:
    """The title and first second of each chapter."""
    grouped = groupby(zip(takes, starts, strict=True), key=lambda pair: pair[0].chapter)
    return [{"title": title, "start": round(next(pairs)[1], 3)} for title, pairs in grouped]


def _gaps(morning: Morning) -> list[str]:
    names = [source_name(source, morning.lang) for source in late_sources(morning)]
    return [text(morning.lang, "briefing.note.late", source=name) for name in names]


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """JSON that stays harmless where a page holds it in a script element."""
    body = json.dumps(content, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    path.write_text(body + "\n", "utf-8")


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """A folder beside `out` that is gone afterwards; what the disk refuses becomes a plain message."""
    draft: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
        yield draft
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(str(out), f"the edition cannot be written ({reason})", "Free some space or mend it.") from error
    finally:
        if draft:
            shutil.rmtree(draft, ignore_errors=True)


def _publish(draft: Path, out: Path) -> None:
    """The finished files to their place: at once if it is new, else one by one, and edition.json only with the last."""
    if not out.exists():
        draft.chmod(0o755)
        draft.rename(out)
        return
    (out / MARK).unlink(missing_ok=True)
    for file in sorted(draft.iterdir(), key=lambda path: path.name == MARK):
        file.replace(out / file.name)
