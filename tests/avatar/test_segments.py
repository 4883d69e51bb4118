import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from avatar import board, splice
from avatar.encoder import GRID_SAMPLES, Encoder
from avatar.scene import Screen
from avatar.segments import LEAD, Segment, SegmentCache
from avatar.types import FPS, RATE, Frame, Shot, Speech, Take, Viseme, Word

SHOT = Shot("风险提示")
BLOCKS = board.layout(SHOT)
NONE = frozenset[board.Block]()


def speech(seconds=0.5, level=1000):
    pcm = np.full(round(seconds * RATE), level, np.int16)
    return Speech(pcm, (Word("早", 0.0, 0.2),), (Viseme("aa", 0.0, 0.2),))


def segment(**more):
    take = Take(
        more.pop("speech", speech()), more.pop("shot", SHOT), more.pop("caption", "早上好"), more.pop("chapter", "概况")
    )
    given = {
        "blocks": BLOCKS,
        "before": NONE,
        "after": NONE,
        "frame": Frame("晓晨", "早报"),
        "chapters": ("概况", "风险"),
    }
    return Segment(take, **(given | more))


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.56, 0.5601, 1.0, 2.345])
def test_a_segment_lasts_a_whole_number_of_grid_steps(seconds):
    found = segment(speech=speech(seconds))
    assert len(found.pcm) % GRID_SAMPLES == 0
    assert found.frames * RATE == len(found.pcm) * FPS
    assert found.seconds >= seconds + 0.4 - 1e-9


def test_speech_stands_between_silences_and_starts_softly():
    pcm = segment().pcm
    lead = round(LEAD * RATE)
    assert not pcm[:lead].any()
    assert not pcm[-round(0.28 * RATE) :].any()
    assert abs(int(pcm[lead + 1])) < 50
    assert (pcm[lead + 300 : lead + 20_000] == 1000).all()


CHANGES = {
    "speech": {"speech": speech(level=1001)},
    "visemes": {"speech": replace(speech(), visemes=(Viseme("E", 0.0, 0.2),))},
    "words": {"speech": replace(speech(), words=())},
    "caption": {"caption": "晚上好"},
    "shot": {"shot": Shot("别的"), "blocks": board.layout(Shot("别的"))},
    "chapter": {"chapter": "风险"},
    "chapters": {"chapters": ("概况",)},
    "frame": {"frame": None},
    "before": {"before": frozenset(BLOCKS)},
    "after": {"after": frozenset(BLOCKS)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_shows_or_sounds_changes_the_key(change):
    assert segment(**CHANGES[change]).key("v1") != segment().key("v1")


def test_equal_segments_share_a_key_and_another_version_does_not():
    assert segment().key("v1") == segment().key("v1")
    assert segment().key("v1") != segment().key("v2")


def filmed(path, frames=8, slow=0.0):
    screen = Screen()
    with Encoder(path) as encoder:
        for _ in range(frames):
            encoder.show(screen.frame)
        encoder.sound(np.zeros(frames * RATE // FPS, np.int16))
    time.sleep(slow)


def test_asked_twice_at_once_it_is_made_once(tmp_path):
    cache, made = SegmentCache(tmp_path), []

    def render(path):
        made.append(path)
        filmed(path, slow=0.1)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: cache.get("ab" * 32, 8, render), range(4)))
    assert len(made) == 1
    assert sorted(new for _, new in found) == [False, False, False, True]


def test_a_crash_leaves_no_file_and_the_next_one_makes_it(tmp_path):
    cache = SegmentCache(tmp_path)

    def crash(path):
        path.write_bytes(b"half a film")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.get("ab" * 32, 8, crash)
    assert not list(tmp_path.rglob("*.mp4*"))
    assert cache.get("ab" * 32, 8, filmed)[1]


def test_a_segment_that_was_cut_short_is_made_again(tmp_path):
    cache = SegmentCache(tmp_path)
    path, _ = cache.get("ab" * 32, 8, filmed)
    path.write_bytes(path.read_bytes()[:2000])
    (path.parent / f"{path.name}.dead.part").write_bytes(b"left by a killed process")
    assert cache.get("ab" * 32, 8, filmed) == (path, True)
    assert splice.frames_in(path) == 8
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_what_no_film_has_used_for_long_is_forgotten(tmp_path):
    cache = SegmentCache(tmp_path)
    paths = [cache.get(key * 32, 8, filmed)[0] for key in ("ab", "cd")]
    for path in paths:
        os.utime(path, (1_000_000, 1_000_000))
    cache.get("cd" * 32, 8, filmed)
    assert cache.forget(datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert [path.exists() for path in paths] == [False, True]
