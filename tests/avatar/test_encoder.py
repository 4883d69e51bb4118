import av
import numpy as np
import pytest

from avatar.encoder import BT709, GRID_FRAMES, GRID_SAMPLES, PACKET, Encoder
from avatar.types import FPS, HEIGHT, RATE, WIDTH


def shade(level):
    """A picture of one grey (16 black .. 235 white)."""
    planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    planes[:HEIGHT] = level
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def tone(samples, hertz=440):
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(samples) / RATE)).astype(np.int16)


def encoded(path, levels=range(40, 40 + 10 * GRID_FRAMES, 10)):
    with Encoder(path) as encoder:
        for level in levels:
            encoder.show(shade(level))
        encoder.sound(tone(len(levels) * GRID_SAMPLES // GRID_FRAMES))
    return path


def test_pictures_and_packets_meet_on_the_grid():
    assert GRID_FRAMES * RATE == GRID_SAMPLES * FPS
    assert GRID_SAMPLES % PACKET == 0


def test_a_segment_is_h264_and_aac_in_the_studio_s_size_and_rate(tmp_path):
    with av.open(str(encoded(tmp_path / "segment.mp4"))) as made:
        video, audio = made.streams.video[0], made.streams.audio[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", WIDTH, HEIGHT)
        assert (video.average_rate, video.frames) == (FPS, GRID_FRAMES)
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (BT709, BT709)
        assert (audio.codec_context.name, audio.rate, audio.codec_context.layout.name) == ("aac", RATE, "mono")


def test_pictures_come_out_in_order_as_they_went_in(tmp_path):
    levels = range(40, 40 + 10 * GRID_FRAMES, 10)
    with av.open(str(encoded(tmp_path / "segment.mp4", levels))) as made:
        found = [frame.to_ndarray(format="gray").mean() for frame in made.decode(video=0)]
    span = [(level - 16) * 255 / 219 for level in levels]
    assert found == pytest.approx(span, abs=6) or found == pytest.approx(list(levels), abs=4)


def test_the_sound_is_the_sound(tmp_path):
    with av.open(str(encoded(tmp_path / "segment.mp4"))) as made:
        heard = np.concatenate([frame.to_ndarray().ravel() for frame in made.decode(audio=0)])
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum.argmax() * RATE / len(heard) == pytest.approx(440, abs=5)
    assert np.sqrt(2 * (heard**2).mean()) == pytest.approx(8000 / 32768, rel=0.1)


def test_every_segment_can_stand_before_and_behind_every_other(tmp_path):
    """It begins with a key picture and needs no picture of another segment; both have the same codec parameters."""
    paths = [encoded(tmp_path / "a.mp4"), encoded(tmp_path / "b.mp4", range(200, 200 - 5 * GRID_FRAMES, -5))]
    parameters = set()
    for path in paths:
        with av.open(str(path)) as made:
            packets = [packet for packet in made.demux(video=0) if packet.size]
            assert packets[0].is_keyframe
            assert min(packet.pts for packet in packets) == packets[0].pts
            parameters.add(bytes(made.streams.video[0].codec_context.extradata or b""))
    assert len(parameters) == 1
    assert parameters != {b""}


def test_what_fails_inside_is_raised_and_the_file_is_closed(tmp_path):
    path = tmp_path / "segment.mp4"

    def stop():
        with Encoder(path) as encoder:
            encoder.show(shade(100))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    path.unlink(missing_ok=True)
    assert encoded(path).stat().st_size > 1000
