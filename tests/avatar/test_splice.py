from itertools import pairwise

import av
import numpy as np
import pytest

from avatar.encoder import GRID_SAMPLES, Encoder
from avatar.scene import WHOLE, Screen
from avatar.splice import frames_in, splice
from avatar.types import FPS, RATE
from data.errors import UserError

STEPS = (3, 2, 4)  # of 0.32 s in each segment
FLASH = 4  # frame of each segment that is white and begins to sound
STARTS = [sum(STEPS[:i]) * 0.32 for i in range(len(STEPS))]


def filmed(path, steps):
    """Dark and silent, but white and loud for two frames from FLASH on."""
    screen = Screen()
    pcm = np.zeros(steps * GRID_SAMPLES, np.int16)
    burst = np.s_[FLASH * RATE // FPS : (FLASH + 2) * RATE // FPS]
    pcm[burst] = np.sin(np.arange(2 * RATE // FPS) * 2 * np.pi * 1000 / RATE) * 12_000
    with Encoder(path) as encoder:
        for index in range(steps * 8):
            value = 240 if FLASH <= index < FLASH + 2 else 20
            screen.show(WHOLE, np.full((720, 1280, 4), value, np.uint8))
            encoder.show(screen.frame)
        encoder.sound(pcm)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("splice")
    segments = [folder / f"{i}.mp4" for i in range(len(STEPS))]
    for path, steps in zip(segments, STEPS, strict=True):
        filmed(path, steps)
    splice(segments, folder / "film.mp4", {"title": "早报", "comment": "renderer: drawn"})
    return folder / "film.mp4"


def packets(path, kind, **options):
    with av.open(str(path), options=options) as source:
        stream = source.streams.best(kind)
        return [(p.pts, p.dts, p.duration, p.is_keyframe) for p in source.demux(stream) if p.size], stream.time_base


def test_pictures_are_40_ms_apart(film):
    found, base = packets(film, "video")
    times = sorted(pts for pts, *_ in found)
    assert {b - a for a, b in pairwise(times)} == {0.04 / base}
    assert len(found) == sum(STEPS) * 8


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_timestamps_only_grow(film, kind):
    found, _ = packets(film, kind)
    assert all(a[1] < b[1] for a, b in pairwise(found))
    assert all(pts >= dts for pts, dts, *_ in found)


def test_every_segment_starts_with_a_key_frame(film):
    found, base = packets(film, "video")
    keys = sorted(float(pts * base) for pts, _, _, key in found if key)
    assert keys == pytest.approx(STARTS, abs=0.001)


def test_sound_has_no_gap_and_lasts_as_long_as_the_pictures(film):
    found, base = packets(film, "audio")
    assert {b[0] - a[0] for a, b in pairwise(found)} == {1024}
    assert float(found[-1][0] * base) + 1024 / RATE == pytest.approx(sum(STEPS) * 0.32, abs=0.022)


def decoded(path):
    with av.open(str(path)) as source:
        light = [(float(f.time), float(f.to_ndarray(format="gray").mean())) for f in source.decode(video=0)]
    with av.open(str(path)) as source:
        frames = [(float(f.time), f.to_ndarray().ravel()) for f in source.decode(audio=0)]
    sound = np.zeros(round(RATE * (frames[-1][0] + 0.1)))
    for at, samples in frames:
        start = round(at * RATE)
        sound[max(start, 0) : start + len(samples)] = samples[max(-start, 0) :]
    return light, sound


def onsets(film):
    light, sound = decoded(film)
    seen = [t for (_, a), (t, b) in pairwise(light) if a < 128 < b]
    loud = np.flatnonzero(np.abs(sound) > 0.1) / RATE
    return seen, [loud[0], *(b for a, b in pairwise(loud) if b - a > 0.2)]


def test_sound_and_picture_agree_within_20_ms_in_every_segment(film):
    seen, heard = onsets(film)
    expected = [start + FLASH / FPS for start in STARTS]
    assert seen == pytest.approx(expected, abs=0.001)
    assert heard == pytest.approx(expected, abs=0.02)


def test_joins_are_silent(film):
    _, sound = decoded(film)
    for start in STARTS[1:]:
        around = sound[round((start - 0.05) * RATE) : round((start + 0.05) * RATE)]
        assert np.abs(around).max() < 0.002


def test_the_film_plays_while_it_loads_and_names_its_maker(film):
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(film)) as source:
        assert source.metadata["title"] == "早报"
        assert source.metadata["comment"] == "renderer: drawn"
        assert source.streams.video[0].codec_context.colorspace == 1


def test_what_is_no_segment_holds_no_frames(tmp_path):
    (tmp_path / "x.mp4").write_bytes(b"not a film")
    assert frames_in(tmp_path / "x.mp4") == frames_in(tmp_path / "absent.mp4") == 0


def test_a_segment_with_other_parameters_is_refused(film, tmp_path):
    other = tmp_path / "other.mp4"
    with av.open(str(other), "w") as out:
        video, audio = out.add_stream("libx264", rate=FPS), out.add_stream("aac", rate=RATE, layout="mono")
        video.width, video.height, video.pix_fmt = 640, 360, "yuv420p"
        out.mux(video.encode(av.VideoFrame(640, 360, "yuv420p")))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.sample_rate = RATE
        out.mux(audio.encode(silence))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    with pytest.raises(UserError, match="other parameters"):
        splice([film.parent / "0.mp4", other], tmp_path / "film.mp4", {})
