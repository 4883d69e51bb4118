"""The studio: takes in, a film out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import cv2

from avatar import board, cards, foot, live
from avatar.captions import Part
from avatar.drawn import Drawn
from avatar.easel import Easel, art_version
from avatar.encoder import Encoder
from avatar.files import replacing
from avatar.glyphs import Faces
from avatar.performer import Performer
from avatar.presenters import presenter as named
from avatar.scene import Scene
from avatar.segments import LEAD, Segment, SegmentCache
from avatar.splice import splice
from avatar.sprites import Pixels, Sprite, from_bgra, put
from avatar.stage import Captions, Entrance
from avatar.types import FilmInfo, Frame, Take
from data.errors import UserError

Progress = Callable[[int, int], None]

EVERY = 12  # frames between two calls of progress
STILL_AT = 0.62  # where in a sentence its still is taken


class Studio:
    """Films one presenter; sprites and segments are kept under `cache`, fonts are read from `fonts`."""

    def __init__(self, presenter: str, fonts: Path, cache: Path, performer: Performer | None = None) -> None:
        """`performer` stands in the place of the drawn presenter."""
        self._easel = Easel(named(presenter), Faces(fonts), cache / "sprites")
        self._performer = performer or Drawn(self._easel)
        self._segments = SegmentCache(cache / "segments")

    @property
    def renderer(self) -> str:
        """What draws, for the film's metadata."""
        return self._performer.name

    def film(
        self, takes: Sequence[Take], path: Path, metadata: Mapping[str, str], progress: Progress | None = None,
        frame: Frame | None = None,
    ) -> FilmInfo:  # fmt: skip
        """Make an MP4 of `takes` at `path`, which appears when it is whole.

        `metadata` holds `title`, `voice` and any other tag; the renderer and the voice go into `comment`.
        `progress(done, total)` counts pictures. Raises UserError where there is nothing to film.
        """
        segments = self._plan(takes, frame)
        counter = _Counter(progress, sum(segment.frames for segment in segments))
        made = [self._filmed(segment, counter) for segment in segments]
        with replacing(path) as part:
            splice([file for file, _ in made], part, self._tags(metadata))
        new = sum(is_new for _, is_new in made)
        begins = [0.0, *accumulate(segment.seconds for segment in segments)]
        return FilmInfo(begins[-1], tuple(begin + LEAD for begin in begins[:-1]), new, len(made) - new)

    def live(self, takes: Sequence[Take], frame: Frame | None = None) -> live.Live:
        """The same pictures and sound for a terminal that draws them itself.

        Raises:
            UserError: there is nothing to show.
        """
        return live.live(self._easel, self._plan(takes, frame))

    def still(self, take: Take, path: Path, frame: Frame | None = None) -> None:
        """A PNG of the take, its cards standing and its caption shown."""
        segment = self._plan([take], frame)[0]
        at = min(round(segment.frames * STILL_AT), segment.frames - 1)
        picture = self._scene(segment).bgr(at, self._performer.still(segment, at))
        _, data = cv2.imencode(".png", picture)
        with replacing(path) as part:
            part.write_bytes(data.tobytes())

    def caption_parts(self, take: Take) -> tuple[Part, ...]:
        """The lines of a take's caption as shown, with their seconds from the start of its speech."""
        return foot.caption_parts(take, self._easel)

    def forget(self, before: datetime) -> int:
        """Remove the cached segments that no film has used since `before` (aware or local); returns how many."""
        return self._segments.forget(before)

    def _plan(self, takes: Sequence[Take], frame: Frame | None) -> list[Segment]:
        if not takes:
            raise UserError("film", "there is no sentence to film", "Give at least one take.")
        chapters = tuple(dict.fromkeys(take.chapter for take in takes if take.chapter))
        shown = [board.layout(take.shot) for take in takes]
        around = [frozenset[board.Block](), *map(frozenset, shown), frozenset[board.Block]()]
        return [
            Segment(take, blocks, before, after, frame, chapters)
            for take, blocks, before, after in zip(takes, shown, around, around[2:], strict=False)
        ]

    def _filmed(self, segment: Segment, counter: "_Counter") -> tuple[Path, bool]:
        key = segment.key(f"{art_version()} {self._easel.faces.digest} {self._performer.key}")
        start = counter.done
        found = self._segments.get(key, segment.frames, lambda path: self._render(segment, path, counter))
        counter.reach(start + segment.frames)
        return found

    def _render(self, segment: Segment, path: Path, counter: "_Counter") -> None:
        scene, start = self._scene(segment), counter.done
        with Encoder(path) as encoder:
            for index, drawing in enumerate(self._performer.drawings(segment)):
                encoder.show(scene.frame(index, drawing))
                if index % EVERY == 0:
                    counter.reach(start + index)
            encoder.sound(segment.pcm)

    def _scene(self, segment: Segment) -> Scene:
        drawn = [cards.card(self._easel, block) for block in segment.blocks]
        entrances = [Entrance(card, timing) for card, timing in zip(drawn, segment.timings, strict=True)]
        parts = foot.caption_parts(segment.take, self._easel)
        sprites = tuple(foot.caption(self._easel, part) for part in parts)
        captions = Captions(parts, sprites, LEAD, segment.frames)
        return Scene(self._behind(segment.frame), self._fronts(segment), entrances, captions)

    def _behind(self, frame: Frame | None) -> Pixels:
        picture = self._backdrop.copy()
        if frame and (plate := foot.nameplate(self._easel, frame)):
            put(picture, self._easel.graphic("nameplate", *foot.NAMEPLATE, **plate))
        return picture

    def _fronts(self, segment: Segment) -> list[Sprite]:
        """The desk, and on it the date line with the marks of the chapters."""
        line = foot.ticker(segment.line, segment.chapters, segment.take.chapter)
        return [self._desk, *([self._easel.graphic("ticker", *foot.FOOT, **line)] if line else [])]

    @cached_property
    def _backdrop(self) -> Pixels:
        return self._easel.scenery("backdrop")

    @cached_property
    def _desk(self) -> Sprite:
        return from_bgra(self._easel.scenery("desk"))

    def _tags(self, metadata: Mapping[str, str]) -> dict[str, str]:
        notes = {"renderer": self.renderer, "voice": metadata.get("voice", ""), "": metadata.get("comment", "")}
        comment = "; ".join(f"{name}: {note}" if name else note for name, note in notes.items() if note)
        return {name: text for name, text in metadata.items() if name != "voice"} | {"comment": comment}


class _Counter:
    """Tells how many pictures of how many are done, never going back."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.done, self._total, self._tell = 0, total, progress

    def reach(self, done: int) -> None:
        self.done = done
        if self._tell:
            self._tell(done, self._total)
