"""Segments joined into a film by moving packets: nothing is decoded, so a minute of film takes a tenth of a second."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from avatar.encoder import PACKET
from avatar.types import FPS, RATE
from data.errors import UserError

Kind = Literal["video", "audio"]

KINDS: tuple[Kind, Kind] = ("video", "audio")
AS_WRITTEN = {"ignore_editlist": "1"}  # else the demuxer hides the priming packet


@dataclass(frozen=True)
class Packets:
    """A segment's packets in the order of decoding."""

    video: list["Packet[Any]"]
    audio: list["Packet[Any]"]
    tick: int  # of the video's time base, in one picture


def _demuxed(path: Path, kind: Kind) -> list["Packet[Any]"]:
    with av.open(str(path), options=AS_WRITTEN) as source:
        return [packet for packet in source.demux(_stream(source, kind)) if packet.size]


def _stream(source: InputContainer, kind: Kind) -> Stream:
    return source.streams.best(kind) or _refuse(source.name, f"holds no {kind}")


def _refuse(name: str, what: str) -> Stream:
    raise UserError(name, what, "Remove this file from the cache and make the film again.")


def _fingerprint(source: InputContainer) -> tuple[object, ...]:
    """What must be equal in all segments of a film."""
    streams = [_stream(source, kind) for kind in KINDS]
    return tuple((bytes(s.codec_context.extradata or b""), s.time_base) for s in streams)


def frames_in(path: Path) -> int:
    """How many pictures a segment holds; 0 where it cannot be read."""
    try:
        with av.open(str(path)) as source:
            return int(_stream(source, "video").frames) if source.streams.audio else 0
    except (av.FFmpegError, UserError):
        return 0


def _packets(path: Path) -> Packets:
    video, audio = _demuxed(path, "video"), _demuxed(path, "audio")
    return Packets(video, audio, int(Fraction(1, FPS) / Fraction(video[0].time_base)))


def _rebased(segments: Sequence[Path]) -> Iterator[tuple[Fraction, int, "Packet[Any]"]]:
    """All packets with their times in the film: pictures 40 ms apart, sound without a gap.

    The encoder's priming packet stays in the first segment only: what follows starts and ends in silence.
    """
    pictures = sounds = 0
    for number, path in enumerate(segments):
        found = _packets(path)
        first = min(packet.pts for packet in found.video if packet.pts is not None)
        for packet in found.video:
            packet.pts = (packet.pts or 0) - first + pictures * found.tick
            packet.dts = (packet.dts or 0) - first + pictures * found.tick
            yield packet.dts * Fraction(packet.time_base), 0, packet
        pictures += len(found.video)
        for packet in found.audio[min(number, 1) :]:
            packet.pts = packet.dts = (sounds - 1) * PACKET
            sounds += 1
            yield Fraction(packet.dts, RATE), 1, packet


def splice(segments: Sequence[Path], path: Path, metadata: Mapping[str, str]) -> None:
    """Write the film to `path` as MP4 that plays while it loads; UserError where a segment does not fit the first."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        out.metadata.update(metadata)
        with av.open(str(segments[0]), options=AS_WRITTEN) as first:
            streams = [out.add_stream_from_template(_stream(first, kind)) for kind in KINDS]
            expected = _fingerprint(first)
        for segment in segments[1:]:
            with av.open(str(segment), options=AS_WRITTEN) as source:
                if _fingerprint(source) != expected:
                    _refuse(str(segment), "was encoded with other parameters than the first segment")
        for _, kind, packet in sorted(_rebased(segments), key=lambda item: item[:2]):
            packet.stream = streams[kind]
            out.mux(packet)
