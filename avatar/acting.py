"""How the presenter acts in a segment: what is said and shown becomes a pose for every frame."""

import zlib

from avatar import motion
from avatar.pose import Pose
from avatar.segments import LEAD, Segment
from avatar.types import Shot, Viseme

MOODS = {"risk": -1.0, "watch": -0.5, "good": 1.0}


def poses(segment: Segment) -> list[Pose]:
    """A pose for every frame; the first and the last are the resting pose."""
    speech, shot = segment.take.speech, segment.take.shot
    visemes = tuple(Viseme(v.shape, v.start + LEAD, v.end + LEAD) for v in speech.visemes)
    appears = any(block not in segment.before for block in segment.blocks)
    seed = zlib.crc32(speech.pcm.tobytes())
    act = motion.Act(visemes, motion.loudness(segment.pcm), seed, mood(shot), glance=shot.glance and appears)
    return motion.poses(act)


def mood(shot: Shot) -> float:
    """-1 grave to 1 glad, as the first thing that is shown is."""
    tones = [card.tone for card in (shot.chart, shot.listing) if card] or [figure.tone for figure in shot.figures[:1]]
    return MOODS.get(tones[0], 0.0) if tones else 0.0
