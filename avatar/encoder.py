"""One segment as an MP4 of its own: closed groups of pictures, so that segments join without being encoded again."""

from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from avatar.types import FPS, HEIGHT, RATE, WIDTH

PACKET = 1024  # samples in an AAC frame
GRID_FRAMES = 8  # 8 pictures last as long as 15 AAC frames: 0.32 s
GRID_SAMPLES = GRID_FRAMES * RATE // FPS
AUDIO_BITS = 96_000
BT709 = 1
OPTIONS = {
    "preset": "veryfast",
    "crf": "21",
    "profile": "high",
    "x264-params": "open-gop=0:scenecut=0:stitchable=1:force-cfr=1",
}


class Encoder:
    """Writes H.264 and AAC to `path`, one thread; every segment has the same codec parameters."""

    def __init__(self, path: Path) -> None:
        self._out = av.open(str(path), "w", format="mp4")
        self._video: VideoStream = self._out.add_stream("libx264", rate=FPS, options=OPTIONS)
        self._video.width, self._video.height, self._video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        codec = self._video.codec_context
        codec.thread_count, codec.gop_size = 1, 10 * FPS
        codec.colorspace = codec.color_primaries = codec.color_trc = codec.color_range = BT709
        self._audio: AudioStream = self._out.add_stream("aac", rate=RATE, layout="mono")
        self._audio.bit_rate = AUDIO_BITS
        self._frames = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure == (None, None, None):
            self._out.mux(self._video.encode(None))
            self._out.mux(self._audio.encode(None))
        self._out.close()

    def show(self, frame: av.VideoFrame) -> None:
        frame.pts, frame.time_base = self._frames, Fraction(1, FPS)
        self._out.mux(self._video.encode(frame))
        self._frames += 1

    def sound(self, pcm: npt.NDArray[np.int16]) -> None:
        """All of the segment's sound, a whole number of packets."""
        for start in range(0, len(pcm), PACKET):
            samples = (pcm[start : start + PACKET] / np.float32(32768)).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            self._out.mux(self._audio.encode(frame))
