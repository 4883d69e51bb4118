"""The studio: takes in, a film out."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import cv2

from avatar import board, cards, foot, motion
from avatar.captions import Part
from avatar.easel import Easel, art_version
from avatar.encoder import Encoder
from avatar.files import replacing
from avatar.glyphs import Faces
from avatar.pose import Pose
from avatar.presenters import presenter as named
from avatar.rig import Rig
from avatar.scene import Scene, rig_origin
from avatar.segments import LEAD, Segment, SegmentCache
from avatar.splice import splice
from avatar.sprites import Pixels, Sprite, from_bgra, put
from avatar.stage import Captions, Entrance
from avatar.types import FilmInfo, Frame, Shot, Take, Viseme
from data.errors import UserError

Progress = Callable[[int, int], None]

MOODS = {"risk": -1.0, "watch": -0.5, "good": 1.0}
EVERY = 12  # frames between two calls of progress
STILL_AT = 0.62  # where in a sentence its still is taken


class Studio:
    """Films one presenter; sprites and segments are kept under `cache`, fonts are read from `fonts`."""

    def __init__(self, presenter: str, fonts: Path, cache: Path) -> None:
        self._easel = Easel(named(presenter), Faces(fonts), cache / "sprites")
        self._segments = SegmentCache(cache / "segments")

    @property
    def renderer(self) -> str:
        """What draws, for the film's metadata."""
        return f"drawn presenter {self._easel.presenter.key}, art {art_version()}"

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

    def still(self, take: Take, path: Path, frame: Frame | None = None) -> None:
        """A PNG of the take, its cards standing and its caption shown."""
        segment = self._plan([take], frame)[0]
        poses = _poses(segment)
        at = min(round(len(poses) * STILL_AT), len(poses) - 1)
        picture = self._scene(segment).bgr(at, replace(poses[at], blink=0.0))
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
        key = segment.key(f"{art_version()} {self._easel.faces.digest} {self._easel.presenter.key}")
        start = counter.done
        found = self._segments.get(key, segment.frames, lambda path: self._render(segment, path, counter))
        counter.reach(start + segment.frames)
        return found

    def _render(self, segment: Segment, path: Path, counter: "_Counter") -> None:
        scene, start = self._scene(segment), counter.done
        with Encoder(path) as encoder:
            for index, pose in enumerate(_poses(segment)):
                encoder.show(scene.frame(index, pose))
                if index % EVERY == 0:
                    counter.reach(start + index)
            encoder.sound(segment.pcm)

    def _scene(self, segment: Segment) -> Scene:
        drawn = [cards.card(self._easel, block) for block in segment.blocks]
        entrances = [
            Entrance(card, order, card.block not in segment.before, card.block not in segment.after, segment.frames)
            for order, card in enumerate(drawn)
        ]
        parts = foot.caption_parts(segment.take, self._easel)
        sprites = tuple(foot.caption(self._easel, part) for part in parts)
        rig = Rig(self._easel, *rig_origin())
        captions = Captions(parts, sprites, LEAD, segment.frames)
        return Scene(self._behind(segment.frame), self._fronts(segment), rig, entrances, captions)

    def _behind(self, frame: Frame | None) -> Pixels:
        picture = self._backdrop.copy()
        if frame and (frame.name or frame.role):
            put(picture, foot.nameplate(self._easel, frame))
        return picture

    def _fronts(self, segment: Segment) -> list[Sprite]:
        """The desk, and on it the date line with the marks of the chapters."""
        chapters, chapter, frame = segment.chapters, segment.take.chapter, segment.frame
        if not (chapters or (frame and frame.ticker)):
            return [self._desk]
        now = chapters.index(chapter) if chapter in chapters else -1
        return [self._desk, foot.ticker(self._easel, frame.ticker if frame else "", chapters, now)]

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


def _mood(shot: Shot) -> float:
    tones = [card.tone for card in (shot.chart, shot.listing) if card] or [figure.tone for figure in shot.figures[:1]]
    return MOODS.get(tones[0], 0.0) if tones else 0.0


def _poses(segment: Segment) -> list[Pose]:
    speech, shot = segment.take.speech, segment.take.shot
    visemes = tuple(Viseme(v.shape, v.start + LEAD, v.end + LEAD) for v in speech.visemes)
    appears = any(block not in segment.before for block in segment.blocks)
    seed = zlib.crc32(speech.pcm.tobytes())
    act = motion.Act(visemes, motion.loudness(segment.pcm), seed, _mood(shot), glance=shot.glance and appears)
    return motion.poses(act)
